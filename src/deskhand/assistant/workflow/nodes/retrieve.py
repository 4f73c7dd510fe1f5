"""What the tenant's documents say about it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from deskhand.assistant.engine.offline.extractive import SURE, score_of
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.tools.search_knowledge_base import KnowledgeQuery
from deskhand.assistant.tools.search_knowledge_base import run as search_documents
from deskhand.assistant.understanding.asking import asks_for_contact, changes_the_account
from deskhand.assistant.understanding.questions import USUAL_QUESTION, questions_in
from deskhand.assistant.understanding.schemas import Entities, Intent
from deskhand.assistant.understanding.sentences import leans_on_the_past, says_nothing_itself
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.infra.observability.metrics import retrieval_confidence

_NOT_A_QUESTION = frozenset({Intent.GREETING, Intent.THANKS, Intent.TALK_TO_PERSON})
_NO_REQUEST = frozenset({"confirm", "decline", "thank", "greet"})
_WISHES = frozenset(
    {
        Intent.CANCEL_ORDER,
        Intent.CANCEL_SUBSCRIPTION,
        Intent.CHANGE_ORDER,
        Intent.RETURN_ITEM,
        Intent.REFUND_REQUEST,
        Intent.REPLACEMENT,
    }
)
_MOST_PASSAGES = 5
_LONGEST_QUERY = 2000
_FEW_WORDS = 9
_USUAL = 0.75
"""How likely a customer with an intent wants what is usual; of the intent's own likelihood."""
_PRIVATE = re.compile(r"\S+@\S+|\+?\d[\d ()./-]{5,}\d")
_CONTACT = USUAL_QUESTION[Intent.TALK_TO_PERSON]
_POINTS_BACK = re.compile(r"\b(?:it|they|them|that|those|these|this one|the same)\b", re.IGNORECASE)


async def retrieve(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The best passages; none for a greeting, thanks, the wish to talk to a person, or an order.

    Each question of the message is looked up by itself. When little is found, the question that
    the intent usually stands for is looked up as well, and counts as much as the intent is sure.
    """
    contact = asks_for_contact(state["message"])
    understood = state["understanding"]
    idle = understood.intent in _NOT_A_QUESTION or understood.dialogue_act in _NO_REQUEST
    if idle and not contact:
        return {}, "nothing to look for"
    if _the_record_answers(state):
        return {}, "the order's record answers"
    if contact:
        found = await _search(context.desk, ((state["message"], _CONTACT),))
    else:
        found = await _with_the_usual(context.desk, state)
    retrieval_confidence.observe(_best(found))
    return (
        {"evidence": state["evidence"].with_items(*found)},
        f"{len(found)} passages, best {_best(found):.2f}",
    )


def _the_record_answers(state: TurnState) -> bool:
    """Whether the one question is where a named order is: no document knows that."""
    understood = state["understanding"]
    return (
        understood.intent is Intent.ORDER_STATUS
        and bool(understood.entities.order_numbers)
        and len(questions_in(state["message"])) == 1
    )


async def _with_the_usual(desk: Desk, state: TurnState) -> list[Evidence]:
    """What the message brings up, and where that is little, what the intent's usual question does.

    A wish is told in few words, and the rule for it is always of interest.
    """
    understood, message = state["understanding"], state["message"]
    asked = _search(desk, _queries(state))
    usual = USUAL_QUESTION.get(understood.intent)
    if usual is None or changes_the_account(message):
        return await asked
    if understood.intent in _WISHES:
        found, more = await asyncio.gather(asked, _search(desk, ((message, usual),)))
    else:
        found = await asked
        if _best(found) >= SURE:
            return found
        more = await _search(desk, ((message, usual),))
    likely = [_weighed(item, understood.confidence * _USUAL) for item in more]
    return _merged([found, likely]) if _best(found) >= _best(likely) else likely


def _queries(state: TurnState) -> tuple[tuple[str, str], ...]:
    """Pairs of a question and the text it is looked up by.

    A follow-up is looked up together with the customer's message before it.
    """
    message = _without_numbers(state["message"], state["understanding"].entities)
    earlier = [
        past.text
        for past in state["past"].messages
        if past.role == "customer" and not says_nothing_itself(past.text)
    ]
    if earlier and _follows_up(message):
        return ((message, f"{earlier[-1]} {message}"),)
    return tuple((part, part) for part in questions_in(message))


def _follows_up(message: str) -> bool:
    words = len(message.split())
    if words <= 4 or leans_on_the_past(message):
        return True
    return words <= _FEW_WORDS and bool(_POINTS_BACK.search(message))


async def _search(desk: Desk, queries: Iterable[tuple[str, str]]) -> list[Evidence]:
    """The passages of all queries, best first, each for the question it fits best.

    When one passage is the best for all questions, it is an answer to the whole message.
    """
    asked = tuple(queries)
    found = await asyncio.gather(
        *(
            search_documents(
                desk, KnowledgeQuery(query=text[:_LONGEST_QUERY] or " ", most=_MOST_PASSAGES)
            )
            for _, text in asked
        )
    )
    same = len({items[0].id for items in found if items}) < 2
    return _merged(
        [
            [_found_for("" if same else question, item) for item in items]
            for (question, _), items in zip(asked, found, strict=True)
        ]
    )


def _merged(found: Sequence[Sequence[Evidence]]) -> list[Evidence]:
    best: dict[str, Evidence] = {}
    for item in (item for items in found for item in items):
        if item.id not in best or score_of(item) > score_of(best[item.id]):
            best[item.id] = item
    return sorted(best.values(), key=score_of, reverse=True)


def _found_for(question: str, item: Evidence) -> Evidence:
    if item.passage is None:
        return item
    return replace(item, passage=replace(item.passage, asked=question))


def _weighed(item: Evidence, sure: float) -> Evidence:
    if item.passage is None:
        return item
    return replace(item, passage=replace(item.passage, score=item.passage.score * sure))


def _best(found: Iterable[Evidence]) -> float:
    return max(map(score_of, found), default=0.0)


def _without_numbers(message: str, entities: Entities) -> str:
    """The message without what no document knows: order numbers, addresses, phone numbers."""
    message = _PRIVATE.sub(" ", message)
    for number in (*entities.order_numbers, *entities.invoice_numbers, *entities.ticket_numbers):
        digits = re.escape(re.sub(r"^[A-Z]+-?", "", number))
        message = re.sub(
            rf"#?\b(?:{re.escape(number)}|[a-z]{{2,4}}[-_ ]?{digits})\b",
            " ",
            message,
            flags=re.IGNORECASE,
        )
    return " ".join(message.split()) or " "
