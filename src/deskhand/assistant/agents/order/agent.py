"""The order agent: where an order is, and what may be done with it."""

from __future__ import annotations

import re

from deskhand.assistant.agents.order.wording import (
    NOT_SHIPPED,
    describe,
    one_line,
    status_of,
)
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import OFFER, opening, reply
from deskhand.assistant.engine.offline.extractive import extract
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.tools.find_orders import OrderQuery
from deskhand.assistant.tools.find_orders import run as find_orders
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.schemas import Intent

_POLICY_WORDS = 70
_BARE_NUMBER = re.compile(r"(?<![\w$€£.,-])\d{4,10}(?![\w%]|[.,]\d)")
_NEEDS_A_PERSON = frozenset(
    {Intent.CANCEL_ORDER, Intent.CHANGE_ORDER, Intent.REFUND_REQUEST, Intent.REPLACEMENT}
)
_ABOUT_ONE_ORDER = frozenset({Intent.ORDER_STATUS, Intent.REFUND_STATUS})
_WHICH = "Which order do you mean? Please send me its number; it is in your order confirmation."
_NOT_FOUND = (
    "I could not find an order with the number {numbers} in your account. "
    "Could you check the number, please?"
)


class OrderAgent:
    """Looks orders up and tells what is on record; whatever changes one goes to a person."""

    name = "order"
    prompt = costar(
        "Tell the customer what is on record for the order in question, and what our policy says"
        " about the wish. Never state a time frame for an order without a delivery date. When"
        " refund_eligible is False, decline politely and give the reason on record.",
        context="Cancelling, changing, refunding and replacing orders is done by a person.",
    )
    model_tools = ("find_orders", "search_knowledge_base")

    async def gather(self, desk: Desk, matter: Matter) -> EvidenceSet:
        """The orders that the message names, or else the customer's newest."""
        named = matter.understanding.entities.order_numbers[:5]
        if named:
            found = await find_orders(desk, OrderQuery(numbers=list(named)))
        else:
            found = await find_orders(desk, OrderQuery(numbers=_bare_numbers(matter.message)))
            found = found or await find_orders(desk, OrderQuery())
        return matter.evidence.with_items(*found)

    def compose(self, matter: Matter) -> Draft:
        """The state of the order, the policy, or one question when something is missing."""
        orders = matter.evidence.records("order")
        named = matter.understanding.entities.order_numbers
        if named and not orders:
            return _clarify(matter, _NOT_FOUND.format(numbers=", ".join(named)))
        order = _the_one(matter, orders)
        if order is None:
            return _without_an_order(matter, orders)
        if matter.understanding.intent in _NEEDS_A_PERSON:
            return _wish(matter, order)
        if matter.understanding.intent is Intent.RETURN_ITEM:
            return _with_policy(matter, describe(order), order)
        return Draft(reply(opening(matter), describe(order)), (order.id,))


def _bare_numbers(message: str) -> list[str]:
    """Numbers that may be order numbers; only those that are found count."""
    return list(dict.fromkeys(_BARE_NUMBER.findall(message)))[:5]


def _the_one(matter: Matter, orders: tuple[Evidence, ...]) -> Evidence | None:
    """The order that the message is about: named, or the only one that it can be."""
    if matter.understanding.entities.order_numbers:
        return orders[0] if orders else None
    if len(orders) == 1:
        return orders[0]
    if matter.understanding.intent is Intent.ORDER_STATUS:
        under_way = [order for order in orders if status_of(order) not in _SETTLED]
        return under_way[0] if len(under_way) == 1 else None
    return None


_SETTLED = frozenset({"delivered", "cancelled", "returned", "refunded"})


def _without_an_order(matter: Matter, orders: tuple[Evidence, ...]) -> Draft:
    """Policy when it answers; else the question which order is meant."""
    about_one = matter.understanding.intent in _ABOUT_ONE_ORDER
    policy = None if about_one else extract(matter.message, matter.evidence.items)
    which = reply(_WHICH, "\n".join(one_line(order) for order in orders[:5]) or None)
    if policy is None:
        return _clarify(matter, which)
    return Draft(
        reply(opening(matter), policy.text, which), policy.cited, policy.confidence, clarifying=True
    )


def _clarify(matter: Matter, question: str) -> Draft:
    if matter.clarified >= 2:
        return Draft(question, needs_person=True)
    return Draft(reply(opening(matter), question), clarifying=True)


def _with_policy(matter: Matter, text: str, order: Evidence) -> Draft:
    policy = extract(matter.message, matter.evidence.items, words=_POLICY_WORDS)
    if policy is None:
        return Draft(reply(opening(matter), text, OFFER), (order.id,))
    return Draft(
        reply(opening(matter), text, policy.text), (order.id, *policy.cited), policy.confidence
    )


def _wish(matter: Matter, order: Evidence) -> Draft:
    """What the customer wants done: declined by a recorded rule, or brought to a person."""
    intent, number = matter.understanding.intent, order.fact("number")
    if intent is Intent.REFUND_REQUEST and order.fact("refund_eligible") is False:
        reason = order.fact("refund_reason")
        decline = f"I'm sorry, but order {number} is not eligible for a refund."
        why = f"The reason on record: {str(reason).rstrip('.')}." if reason else ""
        return Draft(reply(opening(matter), f"{decline} {why}".strip(), OFFER), (order.id,))
    if intent is Intent.CANCEL_ORDER and status_of(order) not in NOT_SHIPPED:
        return _with_policy(matter, describe(order), order)
    return Draft(describe(order), (order.id,), needs_person=True)
