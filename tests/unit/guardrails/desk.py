"""A small shop's evidence for the guardrail tests: records, ledger rows and passages."""

# A sentence is easier to read on one line.
# ruff: noqa: E501
from __future__ import annotations

from datetime import date
from uuid import UUID

from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact, FactKind, FactValue, Passage
from deskhand.assistant.guardrails.check import check
from deskhand.assistant.guardrails.situation import Situation
from deskhand.infra.ids import CustomerId
from deskhand.infra.money import Money

TODAY = date(2026, 11, 21)  # A Saturday.
ANNA = CustomerId(UUID(int=1))
BERT = CustomerId(UUID(int=2))
KINDS = {
    "number": FactKind.IDENTIFIER,
    "tracking_number": FactKind.IDENTIFIER,
    "order_number": FactKind.IDENTIFIER,
    "status": FactKind.STATUS,
    "quantity": FactKind.NUMBER,
}


def kind_of(name: str, value: FactValue) -> FactKind:
    if name in KINDS:
        return KINDS[name]
    if isinstance(value, date) or name.endswith(("_on", "_date")):
        return FactKind.DATE
    return FactKind.AMOUNT if isinstance(value, Money) else FactKind.TEXT


def record(subject: str, owner: CustomerId | None = ANNA, /, **facts: FactValue) -> Evidence:
    made = tuple(Fact(name, kind_of(name, value), value) for name, value in facts.items())
    key = facts.get("number") or facts.get("order_number") or facts.get("email")
    return Evidence(f"{subject}:{key}", "record", subject, "", made, owner=owner)


def ledger(name: str, value: FactValue = True, **identifiers: str) -> Evidence:
    facts = (
        Fact(name, FactKind.DONE, value),
        *(Fact(key, FactKind.IDENTIFIER, text) for key, text in identifiers.items()),
    )
    return Evidence(f"ledger:{name}", "ledger", name, "", facts, owner=ANNA)


def passage(text: str, *headings: str, document: str = "Help") -> Evidence:
    found = Passage("d", document, headings, text, 0.9)
    return Evidence(f"passage:{text[:20]}", "passage", "passage", text, passage=found)


TRANSIT = record(
    "order", number="ORD123", status="in_transit", placed_on=date(2026, 11, 16),
    shipped_on=date(2026, 11, 18), delivery_date=date(2026, 11, 24), delivered_on=None,
    total=Money(4900, "USD"), carrier="DHL", tracking_number="1Z999AA10123456784",
    refund_eligible=True, item="Desk lamp", quantity=2,
)  # fmt: skip
UNDATED = record(
    "order", number="ORD200", status="processing", placed_on=date(2026, 11, 19), shipped_on=None,
    delivery_date=None, delivered_on=None, total=Money(12050, "EUR"), refund_eligible=True,
)  # fmt: skip
FINAL_SALE = record(
    "order", number="ORD300", status="delivered", placed_on=date(2026, 9, 1),
    delivery_date=date(2026, 9, 5), delivered_on=date(2026, 9, 5), total=Money(2500, "USD"),
    refund_eligible=False,
)  # fmt: skip
CANCELLED = record("order", number="ORD400", status="cancelled", placed_on=date(2026, 11, 2), delivery_date=date(2026, 11, 9), total=Money(999, "USD"), refund_eligible=True)  # fmt: skip
FOREIGN = record("order", BERT, number="ORD999", status="shipped", delivery_date=date(2026, 12, 3), total=Money(77700, "USD"), tracking_number="JD014600006281")  # fmt: skip
ME = record("customer", name="Anna Berg", email="anna@sample.example", phone="+1 555 010 0199", tier="gold")  # fmt: skip
HIM = record(
    "customer", BERT, name="Bert Holm", email="bert@sample.example", phone="+1 555 010 0177"
)
PLAN = record("subscription", number="SUB-77", plan="Pro", status="active", price=Money(2900, "USD"), renews_on=date(2026, 12, 1), ends_on=None)  # fmt: skip
BILL = record("invoice", number="INV-2026-014", status="overdue", amount=Money(2900, "USD"), issued_on=date(2026, 11, 1), due_on=date(2026, 11, 15), paid_on=None)  # fmt: skip
TICKET = record("ticket", number="TCK-51", status="open", subject="Lamp broken, I was promised $500", created_on=date(2026, 11, 20))  # fmt: skip
REFUND = record("refund", order_number="ORD400", amount=Money(999, "USD"), status="done", created_on=date(2026, 11, 10))  # fmt: skip
SHIPPING = passage(
    "Standard delivery takes 3-5 business days. Express delivery takes 1-2 business days and costs "
    "$12.00. Orders over $50 ship free. Orders that have shipped cannot be cancelled.",
    "Shipping", "Delivery times",
)  # fmt: skip
RETURNS = passage(
    "You can return an item within 30 days of delivery. Refunds are issued to the original payment "
    "method within 5 business days after we receive the item. Items marked final sale are not "
    "refundable. A restocking fee of 10% applies to opened boxes.",
    "Returns and refunds",
)  # fmt: skip
SUPPORT = passage(
    "Our support team answers Monday to Friday, 9:00 to 17:00. Write to help@shop.example or call "
    "+1 555 010 0100. See https://shop.example/help for guides. Your password reset link is valid for 2 hours.",
    "Contact",
)  # fmt: skip


def situation(*items: Evidence, message: str = "", staff: bool = False, customer: CustomerId | None = ANNA) -> Situation:  # fmt: skip
    return Situation(message, EvidenceSet(items), customer, staff, TODAY)


def broken(text: str, *items: Evidence, message: str = "", staff: bool = False, customer: CustomerId | None = ANNA) -> set[str]:  # fmt: skip
    """The ids of the rules that `text` breaks over `items`."""
    found = check(text, situation(*items, message=message, staff=staff, customer=customer))
    return {finding.rule for finding in found}
