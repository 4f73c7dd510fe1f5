"""A small desk's evidence for the tests of the second lock: records, ledger rows and passages."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact, FactKind, FactValue, Passage
from deskhand.assistant.guardrails.lock import Verdict, check
from deskhand.assistant.guardrails.situation import Situation
from deskhand.infra.ids import CustomerId
from deskhand.infra.money import Money

TODAY = date(2026, 11, 21)  # A Saturday.
ANNA = CustomerId(UUID(int=1))
BERT = CustomerId(UUID(int=2))
_KINDS = {
    "number": FactKind.IDENTIFIER,
    "tracking_number": FactKind.IDENTIFIER,
    "email": FactKind.IDENTIFIER,
    "phone": FactKind.IDENTIFIER,
    "status": FactKind.STATUS,
    "quantity": FactKind.NUMBER,
}


def _kind(name: str, value: FactValue) -> FactKind:
    if name in _KINDS:
        return _KINDS[name]
    if isinstance(value, Money):
        return FactKind.AMOUNT
    return FactKind.DATE if name.endswith(("_on", "_date")) else FactKind.TEXT


def record(subject: str, owner: CustomerId = ANNA, /, **facts: FactValue) -> Evidence:
    """A record whose fields have the kinds that their names and values suggest."""
    made = tuple(Fact(name, _kind(name, value), value) for name, value in facts.items())
    return Evidence(f"{subject}:{facts.get('number')}", "record", subject, "", made, owner=owner)


def ledger(name: str, reference: str) -> Evidence:
    """A ledger row of something that was done."""
    facts = (
        Fact(name, FactKind.DONE, reference),
        Fact("number", FactKind.IDENTIFIER, reference),
    )
    return Evidence(f"ledger:{reference}", "ledger", "ticket", "", facts, owner=ANNA)


def passage(text: str, *headings: str) -> Evidence:
    """A piece of a document."""
    found = Passage("d", "Help", headings, text, 0.9)
    return Evidence(f"passage:{text[:20]}", "passage", "document", text, passage=found)


MOVING = record(
    "order", number="ORD123", status="in_transit", placed_on=date(2026, 11, 17),
    shipped_on=date(2026, 11, 18), delivery_date=date(2026, 11, 23), delivered_on=None,
    total=Money(18700, "USD"), carrier="Sample Parcel", tracking_number="SP100000123",
    refund_eligible=False, item="Desk lamp", quantity=2, item_price=Money(2900, "USD"),
    refund_reason="The order is still on its way; it can be returned after delivery.",
)  # fmt: skip
WAITING = record(
    "order", number="ORD126", status="processing", placed_on=date(2026, 11, 20), shipped_on=None,
    delivery_date=date(2026, 11, 26), delivered_on=None, total=Money(7800, "USD"),
    tracking_number=None, refund_eligible=False,
)  # fmt: skip
LATE = record(
    "order", number="ORD124", status="delayed", placed_on=date(2026, 11, 12), shipped_on=None,
    delivery_date=None, delivered_on=None, total=Money(14900, "EUR"), refund_eligible=False,
)  # fmt: skip
ARRIVED = record(
    "order", number="ORD400", status="delivered", placed_on=date(2026, 11, 2),
    shipped_on=date(2026, 11, 3), delivery_date=date(2026, 11, 9), delivered_on=date(2026, 11, 9),
    total=Money(999, "USD"), refund_eligible=True,
)  # fmt: skip
FOREIGN = record("order", BERT, number="ORD999", status="shipped", total=Money(77700, "USD"))
ME = record(
    "customer", number="1", name="Anna Berg", email="anna@sample.example", phone="+1 555 0101"
)
TICKET = ledger("ticket_created", "TCK-51")
RETURNS = passage(
    "You can return most items within 30 days of delivery. We check a return within 3 business "
    "days of its arrival. There is no restocking fee. You can cancel an order free of charge while "
    "it is pending. A return label costs $6.95.",
    "Returns",
)
PLANS = passage(
    "| | Basic | Plus |\n|---|---|---|\n| Price per month | $4.99 | $9.99 |\n| Devices | 10 | 40 |",
    "Compare the plans Basic and Plus",
)
CONTACT = passage(
    "Write to help@sample.example or see https://sample.example/help for guides. "
    "The phone line at +1 555 0142 is open from 9 a.m. to 6 p.m. Eastern Time.",
    "Contact",
)


def situation(
    *items: Evidence, message: str = "", language: str = "en", staff: bool = False
) -> Situation:
    """What Anna's turn has found."""
    return Situation(message, EvidenceSet(items), ANNA, staff, TODAY, language)


def judged(text: str, *items: Evidence, message: str = "", language: str = "en") -> Verdict:
    """The lock's verdict on `text` over `items`."""
    return check(text, situation(*items, message=message, language=language))


def broken(text: str, *items: Evidence, message: str = "", language: str = "en") -> set[str]:
    """The ids of the rules that `text` breaks over `items`."""
    verdict = judged(text, *items, message=message, language=language)
    assert verdict.status == "checked"
    return {finding.rule for finding in verdict.findings}
