"""What the assistant asks of the firewall in a turn: propose, settle, and whether it may be."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from deskhand.assistant.evidence import Evidence, Fact, FactKind, FactValue
from deskhand.assistant.tools.create_support_ticket import WritingNotAllowed
from deskhand.assistant.tools.port import Desk
from deskhand.domain.actions import approvals
from deskhand.domain.actions.outcomes import (
    Allowed,
    Done,
    Outcome,
    Proposed,
    Refused,
    Waiting,
    Wish,
)
from deskhand.infra.money import Money
from deskhand.packs.acting import Action

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_KINDS = {
    "money": FactKind.AMOUNT,
    "date": FactKind.DATE,
    "number": FactKind.NUMBER,
    "list": FactKind.LIST,
}


@dataclass(frozen=True, slots=True)
class Pending:
    """An action on a record that waits for a person's approval."""

    action: str
    noun: str
    number: str
    waiting: Waiting


def can_act(desk: Desk) -> bool:
    """Whether anything may be done: in a claimed turn of a known customer, behind a firewall."""
    own = desk.customer_id is not None and desk.actor.customer_id == desk.customer_id
    return own and desk.held is not None and desk.firewall is not None


async def propose(
    desk: Desk, action: str, number: str, given: Mapping[str, Any], ordinal: int
) -> Proposed | Refused:
    """What would be done, stored for the customer to confirm; the same again in the same turn."""
    if desk.firewall is None or desk.held is None:
        raise WritingNotAllowed
    wish = Wish(action, number, given, desk.conversation_id, desk.held.turn_id, ordinal)
    async with desk.session() as session:
        return await desk.firewall.propose(session, desk.actor, wish)


async def may(desk: Desk, action: str, number: str, given: Mapping[str, Any]) -> Allowed | Refused:
    """What the rules say now; nothing is written."""
    if desk.firewall is None:
        raise WritingNotAllowed
    async with desk.session() as session:
        return await desk.firewall.may(session, desk.reader, Wish(action, number, given))


async def settle(desk: Desk, proposal: str, *, yes: bool) -> Outcome:
    """What became of the proposal after the customer's answer: told again, never done again."""
    if desk.firewall is None or desk.held is None:
        raise WritingNotAllowed
    return await desk.firewall.settle(
        desk.tenant_id, desk.actor, UUID(proposal), yes=yes, turn_id=desk.held.turn_id
    )


async def waiting_for(desk: Desk, actions: Collection[str]) -> tuple[Pending, ...]:
    """What this customer agreed to of these actions and waits for a person, the newest first."""
    if desk.customer_id is None or not actions:
        return ()
    async with desk.session() as session:
        found = await approvals.waiting_for(session, desk.customer_id, actions)
    return tuple(Pending(one.action, one.noun, one.number, waits) for one, waits in found)


def argument_facts(action: Action, arguments: Mapping[str, Any]) -> tuple[Fact, ...]:
    """The exact arguments as facts that a sentence may state; None for one that was left out."""
    return tuple(
        Fact(name, _KINDS.get(shape.kind, FactKind.TEXT), _value(shape.kind, arguments.get(name)))
        for name, shape in action.arguments.items()
    )


def result_facts(action: Action, outcome: Outcome) -> tuple[Fact, ...]:
    """What the ledger holds of it: the exact arguments, then what doing it came to."""
    if not isinstance(outcome, Done | Waiting):
        return ()
    facts = argument_facts(action, outcome.arguments)
    known = {fact.name for fact in facts if fact.value is not None}
    result = outcome.result if isinstance(outcome, Done) else {}
    return facts + tuple(
        _guessed(name, value) for name, value in result.items() if name not in known
    )


def _guessed(name: str, stored: Any) -> Fact:
    """A value that the operation gave back: money and dates are known by their shape."""
    if isinstance(stored, Mapping):
        return Fact(name, FactKind.AMOUNT, _value("money", stored))
    if isinstance(stored, str) and _DATE.fullmatch(stored):
        return Fact(name, FactKind.DATE, date.fromisoformat(stored))
    number = isinstance(stored, int) and not isinstance(stored, bool)
    return Fact(name, FactKind.NUMBER, stored) if number else Fact(name, FactKind.TEXT, str(stored))


def evidence_of(identity: str, kind: str, record: Evidence, facts: tuple[Fact, ...]) -> Evidence:
    """A proposal or a ledger row: its own facts before those of the record that it is about."""
    return Evidence(
        id=f"{kind}:{identity}",
        kind="proposal" if kind == "proposal" else "ledger",
        subject=record.subject,
        text=record.text,
        facts=(*facts, *record.facts),
        owner=record.owner,
    )


def _value(kind: str, stored: Any) -> FactValue:
    match kind, stored:
        case _, None:
            return None
        case "money", {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
        case "date", str():
            return date.fromisoformat(stored)
        case "number", int():
            return stored
        case "list", list():
            return tuple(map(str, stored))
    return str(stored)
