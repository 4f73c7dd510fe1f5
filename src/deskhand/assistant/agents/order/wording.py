"""What is said of an order in each of its states: recorded facts, and nothing else."""

from __future__ import annotations

from deskhand.assistant.agents.wording import amount, known_day, sentences
from deskhand.assistant.evidence import Evidence

_STATES = {
    "pending": "Your order {number} is pending.",
    "processing": "Your order {number} is being processed.",
    "shipped": "Your order {number} has shipped{carrier}.",
    "in_transit": "Your order {number} is in transit{carrier}.",
    "out_for_delivery": "Your order {number} is out for delivery{carrier}.",
    "delivered": "Your order {number} was delivered{delivered}.",
    "delayed": "Your order {number} is delayed.",
    "cancelled": "Your order {number} was cancelled.",
    "returned": "Your order {number} was returned.",
    "refunded": "Your order {number} was refunded.",
    "lost": "The parcel of your order {number} is recorded as lost.",
}
ON_ITS_WAY = frozenset({"shipped", "in_transit", "out_for_delivery", "delayed"})
NOT_SHIPPED = frozenset({"pending", "processing"})
_NO_DATE = "There is no delivery date on record for it, so I can't say when it will arrive."


def status_of(order: Evidence) -> str:
    """The status of an order record."""
    return str(order.fact("status"))


def on_its_way(order: Evidence) -> bool:
    """Whether the customer still waits for the order."""
    return status_of(order) in ON_ITS_WAY | NOT_SHIPPED


def cancellable(order: Evidence) -> bool:
    """Whether the order has not left the warehouse."""
    status = status_of(order)
    return status in NOT_SHIPPED or (status == "delayed" and order.fact("shipped_on") is None)


def shows_refund(order: Evidence) -> bool:
    """Whether the record tells of a refund."""
    return status_of(order) == "refunded" or order.fact("refund_amount") is not None


def describe(order: Evidence) -> str:
    """Where the order is, with tracking and the recorded dates."""
    status = status_of(order)
    carrier, delivered = order.fact("carrier"), known_day(order, "delivered_on")
    state = _STATES[status].format(
        number=order.fact("number"),
        carrier=f" with {carrier}" if carrier else "",
        delivered=f" on {delivered}" if delivered else "",
    )
    return sentences(state, _tracking(order, status), _arrival(order, status), refunds(order))


def brief_state(order: Evidence) -> str:
    """The state alone, without tracking and dates to come."""
    return describe(order).split(". ", 1)[0].rstrip(".") + "."


def _tracking(order: Evidence, status: str) -> str | None:
    number = order.fact("tracking_number")
    if number is None or status not in ON_ITS_WAY:
        return None
    return f"The tracking number is {number}."


def _arrival(order: Evidence, status: str) -> str | None:
    if status not in ON_ITS_WAY | NOT_SHIPPED:
        return None
    expected = known_day(order, "delivery_date")
    if expected is None:
        return _NO_DATE
    return f"The expected delivery date is {expected}."


def refunds(order: Evidence) -> str | None:
    """The refunds on record for the order."""
    if order.fact("refund_amount") is None:
        return None
    status, issued = order.fact("refund_status"), known_day(order, "refunded_on")
    figure = amount(order, "refund_amount")
    if status == "refund_done":
        return f"A refund of {figure} is on record for it, dated {issued}."
    if status == "refund_pending":
        return f"A refund of {figure} is on record for it and still pending, dated {issued}."
    return f"A refund of {figure} from {issued} is on record as failed."


def on_record(order: Evidence) -> str | None:
    """The recorded reason that speaks against taking the order back, as a sentence."""
    reason = order.fact("refund_reason")
    return f"The reason on record: {str(reason).rstrip('.')}." if reason else None


def eligible(order: Evidence) -> str | None:
    """That the order may be refunded, when the record says so and it was not done yet."""
    if order.fact("refund_eligible") is not True or shows_refund(order):
        return None
    return "Our records show that it is eligible for a refund."


def one_line(order: Evidence) -> str:
    """The order in a list: number and items."""
    items = [str(fact.value) for fact in order.facts if fact.name == "item"]
    shown = items[0] if len(items) == 1 else f"{items[0]} and more" if items else ""
    return f"- {order.fact('number')}" + (f" ({shown})" if shown else "")
