"""What is wished for, and what became of it: typed, so that no caller has to read prose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wish:
    """An action that somebody wants done to one record.

    Within a turn `turn_id` is set, and whoever asks has to be that record's customer. `ordinal`
    tells several wishes of one turn apart.
    """

    action: str
    number: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    conversation_id: UUID | None = None
    turn_id: UUID | None = None
    ordinal: int = 0


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule forbids it. `say` is the sentence for the customer, `reason` is for the team."""

    rule: str
    say: str
    reason: str
    action: str
    noun: str = ""
    number: str = ""
    proposal_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """All rules hold; nothing was written. `approval` says why a person would have to approve."""

    action: str
    noun: str
    number: str
    arguments: Mapping[str, Any]
    pack: str
    approval: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """What will be done, word for word, once it is confirmed; `digest` covers all of it.

    Money in `arguments` is `{"minor": 4900, "currency": "USD"}`, a date is ISO text. Without
    `confirm` nobody has to be asked. `approval` says why a person will have to approve.
    """

    proposal_id: UUID
    digest: str
    action: str
    noun: str
    number: str
    arguments: Mapping[str, Any]
    confirm: bool
    approval: tuple[str, ...]
    pack: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Done:
    """The ledger holds it as done, with exactly these arguments."""

    proposal_id: UUID
    ledger_id: UUID
    arguments: Mapping[str, Any]
    result: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person has to approve it first, with exactly these arguments."""

    proposal_id: UUID
    approval_id: UUID
    arguments: Mapping[str, Any]
    reasons: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Unknown:
    """It was sent, and nobody can say whether it was done; a person looks, under this ticket.

    Without a ticket it is just being done.
    """

    proposal_id: UUID
    ledger_id: UUID
    ticket: str | None


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """Whoever was asked said no; nothing was done."""

    proposal_id: UUID


Outcome = Done | Refused | Waiting | Unknown | Withdrawn
