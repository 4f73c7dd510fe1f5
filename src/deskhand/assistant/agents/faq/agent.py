"""The FAQ agent: answers from the documents, greets, and says when it does not know."""

from __future__ import annotations

from deskhand.assistant.agents.faq.small_talk import small_talk
from deskhand.assistant.agents.policy import answer, policy
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import DONT_KNOW, OFFER, OWN_ONLY, opening, reply, sentences
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.asking import asks_about_others, says_unsolved
from deskhand.assistant.understanding.schemas import Intent

_NO_HELP = "I'm sorry that this did not help."
_ALL_OF_IT = "That is all our help pages say about it."


class FaqAgent:
    """Answers questions about the shop in the words of its documents."""

    name = "faq"
    prompt = costar(
        "Answer the customer's question from the passages, in their words where you can."
        " Cite each passage you used."
    )
    model_tools = ("search_knowledge_base",)

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """The passages are there already."""
        return matter.evidence

    def compose(self, matter: Matter) -> Draft:
        """Small talk, an extract of the passages, or an honest `I don't know`."""
        talk = small_talk(matter)
        if talk is not None:
            return talk
        if asks_about_others(matter.message) and not matter.staff:
            return Draft(reply(opening(matter), OWN_ONLY))
        if matter.last_reply and says_unsolved(matter.message):
            regret = None if matter.strategy == "empathetic" else _NO_HELP
            return Draft(reply(opening(matter), sentences(regret, OFFER)), confidence=0.3)
        found = policy(matter, sure=matter.understanding.intent is Intent.OUT_OF_SCOPE)
        if found is None:
            return Draft(reply(opening(matter), f"{DONT_KNOW} {OFFER}"), confidence=0.2)
        if found.text in matter.last_reply:
            return _once_more(matter)
        return answer(matter, found)


def _once_more(matter: Matter) -> Draft:
    """To a question about what was just said: the one sentence that answers it, if there is one."""
    found = policy(matter, briefly=True)
    if found is None or found.text == matter.last_reply:
        return Draft(reply(opening(matter), f"{_ALL_OF_IT} {OFFER}"), confidence=0.2)
    return answer(matter, found)
