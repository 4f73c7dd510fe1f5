"""The order agent: where an order is, and what may be done with it."""

from __future__ import annotations

import re

from deskhand.assistant.agents.order.choice import candidates, described, meant
from deskhand.assistant.agents.order.wishes import WISHES, grant
from deskhand.assistant.agents.order.wording import (
    describe,
    eligible,
    on_its_way,
    one_line,
    status_of,
)
from deskhand.assistant.agents.policy import answer, policy, with_policy
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.prompting import costar
from deskhand.assistant.agents.wording import OFFER, SIGN_IN, listed, opening, reply, sentences
from deskhand.assistant.engine.offline.clarifying import WHICH_ORDER
from deskhand.assistant.engine.offline.extractive import ANSWERABLE, score_of
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.tools.find_orders import OrderQuery
from deskhand.assistant.tools.find_orders import run as find_orders
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.understanding.asking import asks_how
from deskhand.assistant.understanding.schemas import Intent

BARE_NUMBER = re.compile(r"(?<![\w$€£.,-])\d{4,10}(?![\w%]|[.,]\d)")
"""Digits that may be an order's number."""
_MOST_SHOWN = 3
_OWN_ORDER = re.compile(
    r"\b(?:my|this|that|the|mine) (?:\w+ )?(?:orders?|package|parcel|delivery|shipment|purchase|"
    r"refund|money)\b|\bi (?:ordered|bought|received|got|returned)\b",
    re.IGNORECASE,
)
_ANY_ITEM = re.compile(
    r"\b(?:something|anything|things|stuff|an? (?:item|order|product|purchase)|items|products)\b",
    re.IGNORECASE,
)
_NOT_FOUND = (
    "I could not find an order with the number {numbers} in your account. "
    "Could you check the number, please?"
)
_NO_ORDERS = (
    "There is no order on record for your account. If you ordered as a guest or with another"
    " e-mail address, please send me the order number."
)
_NONE_UNDER_WAY = "None of your latest orders is on its way."
_NO_REFUND = "I see no refund on record for your latest orders."


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
        """The orders that the message is about, else the customer's newest; none for a policy."""
        found = await orders_for(desk, matter)
        if asks_generally(matter, found):
            return matter.evidence
        return matter.evidence.with_items(*(meant(matter, found) or found))

    def compose(self, matter: Matter) -> Draft:
        """The state of the order, the policy, or one question when something is missing."""
        orders = matter.evidence.records("order")
        named = matter.understanding.entities.order_numbers
        if not orders:
            return _without_orders(matter, named)
        chosen = meant(matter, orders)
        if not chosen:
            return _unclear(matter, orders)
        if len(chosen) > 1:
            return _several(matter, chosen)
        missing = _missing(named, chosen)
        draft = _about(matter, chosen[0])
        return draft if missing is None else _with_note(draft, missing)


async def orders_for(desk: Desk, matter: Matter) -> tuple[Evidence, ...]:
    """The orders named in the message, by number or as bare digits; else the newest ones."""
    named = matter.understanding.entities.order_numbers[:5]
    if named:
        return await find_orders(desk, OrderQuery(numbers=list(named)))
    bare = list(dict.fromkeys(BARE_NUMBER.findall(matter.message)))[:5]
    found = await find_orders(desk, OrderQuery(numbers=bare)) if bare else ()
    return found or await find_orders(desk, OrderQuery(most=10))


def asks_generally(matter: Matter, orders: tuple[Evidence, ...]) -> bool:
    """Whether a rule is asked for, and no order of the customer's own is meant."""
    understood = matter.understanding
    if understood.entities.order_numbers or understood.intent is Intent.ORDER_STATUS:
        return False
    if max(map(score_of, matter.evidence.items), default=0.0) < ANSWERABLE:
        return False
    own = _OWN_ORDER.search(matter.message) and not _ANY_ITEM.search(matter.message)
    if own or described(matter.message, orders):
        return False
    return asks_how(matter.message) or matter.message.rstrip().endswith("?")


def _about(matter: Matter, order: Evidence) -> Draft:
    intent = matter.understanding.intent
    if intent in WISHES:
        return grant(matter, order)
    if intent is Intent.DELIVERY_PROBLEM:
        return with_policy(matter, describe(order), order)
    if intent is Intent.REFUND_STATUS and order.fact("refund_amount") is None:
        if eligible(order):
            said = reply(opening(matter), sentences(describe(order), eligible(order)), OFFER)
            return Draft(said, (order.id,))
        return with_policy(matter, describe(order), order, sure=True)
    return Draft(reply(opening(matter), describe(order)), (order.id,))


def _several(matter: Matter, orders: tuple[Evidence, ...]) -> Draft:
    """What is on record for each; a wish for several at once is a person's work."""
    told = "\n\n".join(describe(order) for order in orders)
    missing = _missing(matter.understanding.entities.order_numbers, orders)
    wish = matter.understanding.intent in WISHES
    return Draft(
        reply(opening(matter), told, missing),
        tuple(order.id for order in orders),
        needs_person=wish,
    )


def _missing(named: tuple[str, ...], orders: tuple[Evidence, ...]) -> str | None:
    """The note about named numbers that were not found."""
    known = {str(order.fact("number")).upper() for order in orders}
    unknown = [number for number in named if number.upper() not in known]
    return _NOT_FOUND.format(numbers=listed(unknown)) if unknown else None


def _with_note(draft: Draft, note: str) -> Draft:
    return Draft(reply(draft.text, note), draft.cited, draft.confidence, draft.needs_person)


def _without_orders(matter: Matter, named: tuple[str, ...]) -> Draft:
    """No order was found: the policy, who asks, or the number is what is missing."""
    found = None if named or matter.understanding.intent is Intent.ORDER_STATUS else policy(matter)
    if found is not None:
        return answer(matter, found)
    if not matter.known and not matter.staff:
        return Draft(reply(opening(matter), SIGN_IN), clarifying=True)
    if named:
        return _clarify(matter, _NOT_FOUND.format(numbers=listed(list(named))))
    return _clarify(matter, _NO_ORDERS if matter.known else WHICH_ORDER)


def _unclear(matter: Matter, orders: tuple[Evidence, ...]) -> Draft:
    """Several orders are possible: tell of the few that fit, or ask which one is meant."""
    intent = matter.understanding.intent
    likely = candidates(matter, orders)
    if intent is Intent.ORDER_STATUS:
        under_way = [order for order in orders if on_its_way(order)]
        if 0 < len(under_way) <= _MOST_SHOWN:
            return _several(matter, tuple(under_way))
        if not under_way:
            newest = orders[0]
            said = reply(opening(matter), _NONE_UNDER_WAY, describe(newest), OFFER)
            return Draft(said, (newest.id,))
    if intent is Intent.REFUND_STATUS and not any(_has_refund(order) for order in orders):
        return with_policy(matter, _NO_REFUND)
    which = reply(WHICH_ORDER, "\n".join(one_line(order) for order in likely[:5]))
    found = policy(matter) if asks_how(matter.message) and not matter.clarified else None
    if found is not None:
        said = reply(opening(matter), found.text, which)
        return Draft(said, found.cited, found.confidence, clarifying=True)
    return _clarify(matter, which)


def _has_refund(order: Evidence) -> bool:
    return order.fact("refund_amount") is not None or status_of(order) in ("refunded", "returned")


def _clarify(matter: Matter, question: str) -> Draft:
    if matter.clarified >= 2:
        return Draft(question, needs_person=True)
    return Draft(reply(opening(matter), question), clarifying=True)
