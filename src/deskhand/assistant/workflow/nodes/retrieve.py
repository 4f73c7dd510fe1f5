"""What the tenant's documents say about it."""

from __future__ import annotations

import re

from deskhand.assistant.tools.search_knowledge_base import KnowledgeQuery
from deskhand.assistant.tools.search_knowledge_base import run as search_documents
from deskhand.assistant.understanding.schemas import Entities, Intent
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.infra.observability.metrics import retrieval_confidence

_NOT_A_QUESTION = frozenset({Intent.GREETING, Intent.THANKS, Intent.TALK_TO_PERSON})
_MOST_PASSAGES = 5
_LONGEST_QUERY = 2000


async def retrieve(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The best passages; none for a greeting, thanks, or the wish to talk to a person."""
    if state["understanding"].intent in _NOT_A_QUESTION:
        return {}, "nothing to look for"
    query = KnowledgeQuery(query=_query(state)[:_LONGEST_QUERY], most=_MOST_PASSAGES)
    found = await search_documents(context.desk, query)
    best = max((item.passage.score for item in found if item.passage), default=0.0)
    retrieval_confidence.observe(best)
    return (
        {"evidence": state["evidence"].with_items(*found)},
        f"{len(found)} passages, best {best:.2f}",
    )


def _query(state: TurnState) -> str:
    """The message; a short follow-up is looked up with the customer's message before it."""
    message = _without_numbers(state["message"], state["understanding"].entities)
    if len(message.split()) > 4:
        return message
    earlier = [past.text for past in state["past"].messages if past.role == "customer"]
    return f"{earlier[-1]} {message}" if earlier else message


def _without_numbers(message: str, entities: Entities) -> str:
    """The message without order, invoice and ticket numbers: no document knows them."""
    for number in (*entities.order_numbers, *entities.invoice_numbers, *entities.ticket_numbers):
        message = re.sub(rf"#?{re.escape(number)}", " ", message, flags=re.IGNORECASE)
    return " ".join(message.split()) or " "
