"""Records and passages as look-ups would find them, for tests that look nothing up."""

from __future__ import annotations

from datetime import date

from deskhand.assistant.evidence import Evidence, Fact, FactKind, FactValue, Passage
from deskhand.infra.money import Money


def order(number: str, **facts: FactValue) -> Evidence:
    """An order of the shop; `facts` are added to, or put in place of, a parcel under way."""
    values: dict[str, FactValue] = {
        "number": number,
        "status": "in_transit",
        "items": ("Desk Lamp",),
        "total": Money(4900, "USD"),
        "delivery_date": date(2026, 11, 24),
        "carrier": "Sample Parcel",
        "tracking_number": "SP1",
    }
    return Evidence(
        id=f"order:{number}",
        kind="record",
        subject="order",
        text=number,
        facts=tuple(Fact(name, _kind(value), value) for name, value in (values | facts).items()),
    )


def _kind(value: FactValue) -> FactKind:
    match value:
        case Money():
            return FactKind.AMOUNT
        case date():
            return FactKind.DATE
        case tuple():
            return FactKind.LIST
    return FactKind.TEXT


def passage(identity: str, text: str) -> Evidence:
    """A piece of a document."""
    found = Passage(f"document of {identity}", "Help", ("Help",), text, 0.9)
    return Evidence(identity, "passage", "Help", text, passage=found)
