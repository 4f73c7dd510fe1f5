"""The FAQ agent: answers from the documents, greets, and says when it does not know."""

from __future__ import annotations

from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import DONT_KNOW, OFFER, UNSURE, opening, reply
from deskhand.assistant.engine.offline.extractive import extract
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.schemas import Intent

SURE = 0.5
"""From this confidence on an answer stands without a disclaimer."""

_WELCOME = "You're welcome! Is there anything else I can help with?"
_ALL_RIGHT = "All right. Tell me if there is anything else."
_ASK_AGAIN = "I'm glad to go on. What would you like to know?"


class FaqAgent:
    """Answers questions about the shop in the words of its documents."""

    name = "faq"
    prompt = costar(
        "Answer the customer's question from the passages, in their words where you can."
        " Cite each passage you used."
    )
    model_tools = ("search_knowledge_base",)

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """The passages are there already; nothing else is needed."""
        return matter.evidence

    def compose(self, matter: Matter) -> Draft:
        """Small talk, an extract of the passages, or an honest `I don't know`."""
        small_talk = _small_talk(matter)
        if small_talk is not None:
            return small_talk
        found = extract(matter.message, matter.evidence.items)
        if found is None or (
            matter.understanding.intent is Intent.OUT_OF_SCOPE and (found.confidence < SURE)
        ):
            return Draft(reply(opening(matter), f"{DONT_KNOW} {OFFER}"), confidence=0.2)
        unsure = found.confidence < SURE
        text = reply(opening(matter), found.text, f"{UNSURE} {OFFER}" if unsure else None)
        return Draft(text, found.cited, found.confidence)


def _small_talk(matter: Matter) -> Draft | None:
    understood = matter.understanding
    if understood.intent is Intent.GREETING:
        name = f", {matter.customer_name.split()[0]}" if matter.customer_name else ""
        return Draft(reply(opening(matter), f"Hello{name}! How can I help you today?"))
    if understood.intent is Intent.THANKS:
        return Draft(reply(opening(matter), _WELCOME))
    if understood.dialogue_act == "decline":
        return Draft(_ALL_RIGHT)
    if understood.dialogue_act == "confirm" and len(matter.message.split()) <= 3:
        return Draft(_ASK_AGAIN)
    return None
