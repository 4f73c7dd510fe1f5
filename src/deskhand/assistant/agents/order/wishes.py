"""What may be done with an order: declined by its record, or brought to a person."""

from __future__ import annotations

from deskhand.assistant.agents.order.wording import (
    brief_state,
    cancellable,
    describe,
    eligible,
    on_record,
    shows_refund,
    status_of,
)
from deskhand.assistant.agents.policy import with_policy
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.wording import OFFER, sentences
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.understanding.schemas import Intent

WISHES = frozenset(
    {
        Intent.CANCEL_ORDER,
        Intent.CHANGE_ORDER,
        Intent.REFUND_REQUEST,
        Intent.REPLACEMENT,
        Intent.RETURN_ITEM,
    }
)
_SETTLED = frozenset({"cancelled", "returned", "refunded"})


def grant(matter: Matter, order: Evidence) -> Draft:
    """The reply to a wish about one order; `needs_person` when a person has to do it."""
    intent = matter.understanding.intent
    if intent is Intent.REFUND_REQUEST:
        return _refund(matter, order)
    if intent is Intent.RETURN_ITEM:
        return _return(matter, order)
    if intent in (Intent.CANCEL_ORDER, Intent.CHANGE_ORDER) and not cancellable(order):
        return _too_late(matter, order)
    return _by_a_person(order)


def _by_a_person(order: Evidence) -> Draft:
    return Draft(describe(order), (order.id,), needs_person=True)


def _refund(matter: Matter, order: Evidence) -> Draft:
    if shows_refund(order):
        return Draft(sentences(describe(order), OFFER), (order.id,))
    if order.fact("refund_eligible") is not False:
        return _by_a_person(order)
    decline = f"I'm sorry, but order {order.fact('number')} is not eligible for a refund."
    said = sentences(decline, on_record(order))
    return with_policy(matter, said, order, about=str(order.fact("refund_reason") or ""))


def _return(matter: Matter, order: Evidence) -> Draft:
    if status_of(order) in _SETTLED:
        return Draft(sentences(describe(order), OFFER), (order.id,))
    if order.fact("refund_eligible") is False:
        said = sentences(brief_state(order), on_record(order))
        return with_policy(matter, said, order, about=str(order.fact("refund_reason") or ""))
    return with_policy(matter, sentences(describe(order), eligible(order)), order, offer=False)


def _too_late(matter: Matter, order: Evidence) -> Draft:
    if status_of(order) in _SETTLED:
        return Draft(sentences(describe(order), OFFER), (order.id,))
    return with_policy(matter, brief_state(order), order)
