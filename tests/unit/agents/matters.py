"""Matters built by hand: what an agent sees, without a database."""

from __future__ import annotations

from datetime import date

from deskhand.assistant.agents.port import Matter
from deskhand.assistant.engine.port import Past, PastMessage
from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact, FactKind, Passage
from deskhand.assistant.guardrails.check import check
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.understanding.schemas import Entities, Intent, Understanding
from deskhand.infra.money import Money

TODAY = date(2026, 11, 21)


def customer() -> Evidence:
    """The sample customer Maya."""
    facts = (
        Fact("number", FactKind.IDENTIFIER, "1"),
        Fact("name", FactKind.TEXT, "Maya Sample"),
        Fact("email", FactKind.IDENTIFIER, "maya@example.com"),
        Fact("phone", FactKind.IDENTIFIER, "+1 555 0101"),
        Fact("tier", FactKind.TEXT, "plus"),
    )
    return Evidence("customer:1", "record", "customer", "", facts)


def order(number: str, status: str, item: str = "Smart Plug", **facts: object) -> Evidence:
    """An order; `facts` are added or replace what is usual."""
    known: dict[str, object] = {
        "delivery_date": None,
        "delivered_on": None,
        "refund_eligible": False,
        "refund_reason": None,
        **facts,
    }
    kinds = {"delivery_date": FactKind.DATE, "delivered_on": FactKind.DATE}
    every = [
        Fact("number", FactKind.IDENTIFIER, number),
        Fact("status", FactKind.STATUS, status),
        *(Fact(name, kinds.get(name, FactKind.TEXT), value) for name, value in known.items()),  # type: ignore[arg-type]  # a fact's value
        Fact("item", FactKind.TEXT, item),
    ]
    return Evidence(f"order:{number}", "record", "order", "", tuple(every))


def invoice(number: str, *references: str, status: str = "paid") -> Evidence:
    """An invoice over $9.99 with a payment for each reference."""
    facts = [
        Fact("number", FactKind.IDENTIFIER, number),
        Fact("description", FactKind.TEXT, "Order ORD123"),
        Fact("status", FactKind.STATUS, status),
        Fact("amount", FactKind.AMOUNT, Money(999, "USD")),
        Fact("issued_on", FactKind.DATE, TODAY),
        Fact("due_on", FactKind.DATE, TODAY),
    ]
    for reference in references:
        facts += [
            Fact("payment_reference", FactKind.IDENTIFIER, reference),
            Fact("payment_amount", FactKind.AMOUNT, Money(999, "USD")),
            Fact("paid_on", FactKind.DATE, TODAY),
        ]
    return Evidence(f"invoice:{number}", "record", "invoice", "", tuple(facts))


def passage(heading: str, text: str, score: float = 0.9, asked: str = "") -> Evidence:
    """A passage of the help pages."""
    found = Passage("doc", "Help", (heading,), text, score, asked)
    return Evidence(f"passage:{heading}", "passage", "document", text, passage=found)


def matter(
    message: str,
    intent: Intent,
    *evidence: Evidence,
    orders: tuple[str, ...] = (),
    said: tuple[tuple[str, str], ...] = (),
    act: str = "ask",
    **more: object,
) -> Matter:
    """A matter; `orders` are the numbers it names, `said` the earlier messages with their role."""
    understood = Understanding(
        intent=intent,
        confidence=0.9,
        category=CATEGORY_OF[intent],
        entities=Entities(order_numbers=orders),
        dialogue_act=act,
    )
    past = Past(messages=tuple(PastMessage(role, text) for role, text in said))  # type: ignore[arg-type]  # one of the literals
    fields: dict[str, object] = {"strategy": "concise", "past": past, **more}
    return Matter(message, understood, EvidenceSet(evidence), **fields)  # type: ignore[arg-type]  # as named


def findings(text: str, about: Matter) -> list[str]:
    """The rules that the guardrails find broken."""
    situation = Situation(about.message, about.evidence, None, False, TODAY)
    return [finding.rule for finding in check(text, situation)]
