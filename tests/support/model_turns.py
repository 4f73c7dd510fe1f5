"""Turns of the sample trade as the model engine is given them, made without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from deskhand.assistant.engine import Brief
from deskhand.assistant.evidence import Evidence, EvidenceSet, Passage
from deskhand.assistant.plan.steps import Plan, Say, Step
from deskhand.assistant.tools.records import customer_evidence, order_evidence
from deskhand.assistant.turn import Past, Turn
from deskhand.assistant.understanding.acts import Act, Reading
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.domain.tables import Customer, Order
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack, built_in

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
QUESTION = "Where is my order ORD123?"
ME = new_id()


def order(number: str, status: str, **more: Any) -> Evidence:
    """An order of the customer, given by what is special about it."""
    values: dict[str, Any] = {
        "id": new_id(),
        "number": number,
        "customer_id": ME,
        "status": status,
        "currency": "USD",
        "total_minor": 4900,
        "items": [{"sku": "P", "name": "Fern Plug", "quantity": 1, "unit_minor": 4900}],
        "placed_on": date(2026, 11, 17),
        "refund_eligible": False,
    }
    return order_evidence(Order(**(values | more)))


def passage(name: str, text: str, score: float = 0.9) -> Evidence:
    """A passage of a help page."""
    told = Passage(name, "Returns", (name,), text, score)
    return Evidence(f"passage:{name}", "passage", "document", text, passage=told)


ME_AS_RECORD = customer_evidence(
    Customer(id=ME, number=1, email="maya@example.com", name="Maya Sample", phone=None, tier="plus")
)
MOVING = order(
    "ORD123",
    "in_transit",
    shipped_on=date(2026, 11, 18),
    delivery_date=date(2026, 11, 23),
    carrier="Sample Parcel",
    tracking_number="SP100000123",
)
LATE = order("ORD124", "delayed")
MANY = tuple(order(f"ORD13{number}", "delivered") for number in range(6))
RULES = passage(
    "How long you have",
    "You can return any unused item within 30 days of delivery. Keep the original packaging. "
    "Opened earbuds cannot be returned.",
)
COSTS = passage("What it costs", "Return labels are free. Pick-up costs $4.00.", 0.4)
WHERE = Say("order-where", MOVING.id)


def pack() -> Pack:
    """The sample trade."""
    return built_in("shop")


def turn_of(message: str = QUESTION, dialogue: Dialogue | None = None, past: Past = Past()) -> Turn:
    """A turn of that message."""
    return Turn(message, dialogue or Dialogue(), pack(), NOON, past, shop="Fernway")


def reading_of(message: str = QUESTION, *acts: Act, **more: Any) -> Reading:
    """A reading, of one sure act when no other is given."""
    one = Act("says", message, ranked=(("order_status", 0.96), ("order_why", 0.02)))
    given: dict[str, Any] = {"language": "en", "served": True, **more}
    return Reading(message, acts or (one,), **given)


def sayable_of(*records: Evidence) -> tuple[Say, ...]:
    """What the workflow offers beside the plain reply."""
    nouns = pack().nouns
    return tuple(
        Say(wording, record.id)
        for record in records
        for wording in dict.fromkeys(
            (nouns[record.subject].told, *nouns[record.subject].answers.values())
        )
    )


def brief_of(
    *steps: Step, evidence: Sequence[Evidence] = (MOVING, LATE, ME_AS_RECORD), **more: Any
) -> Brief:
    """A brief whose plain reply has these steps; where the order is when none are given."""
    found = EvidenceSet(tuple(evidence))
    brief = Brief(
        turn=turn_of(),
        reading=reading_of(),
        evidence=found,
        plain=Plan(steps or (WHERE,)),
        sayable=sayable_of(*found.records()),
        agent=pack().about.agents[0],
        strategy="concise",
        sure=False,
    )
    return replace(brief, **more)
