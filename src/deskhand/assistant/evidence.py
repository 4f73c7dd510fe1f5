"""What a reply may rest on: look-ups, ledger rows and cited passages, each with an id."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from deskhand.infra.ids import CustomerId
from deskhand.infra.money import Money


class FactKind(StrEnum):
    """The kinds of facts that the claim checker looks for in a text."""

    DATE = "date"
    AMOUNT = "amount"
    IDENTIFIER = "identifier"
    STATUS = "status"
    NUMBER = "number"
    DONE = "done"  # An action that the ledger holds as done, such as `ticket_created`.
    TEXT = "text"
    FLAG = "flag"
    LIST = "list"  # Several texts, such as what an order holds.


_COUNTED = re.compile(r"^(\d{1,6}) × ")

FactValue = str | int | bool | date | Money | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a record, such as `delivery_date` = 2026-11-24, or = None when unknown."""

    name: str
    kind: FactKind
    value: FactValue


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document, with what a reader needs to find it again."""

    document_id: str
    document: str
    heading_path: tuple[str, ...]
    text: str
    score: float
    """Calibrated probability, 0 to 1, that the passage answers the question."""
    asked: str = ""
    """The part of the message that it was found for."""
    nearness: tuple[tuple[str, float], ...] = ()
    """Its sentences with their likeness to the question, -1 to 1, when that was measured."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was looked up.

    `kind` is `record` for a row of the business (`subject` is its noun), `proposal` for what will
    be done when the customer agrees, `ledger` for an action that was done, `rule` for one that
    forbids it, `passage` for a piece of a document. `owner` is the customer that a record
    belongs to.
    """

    id: str
    kind: Literal["record", "proposal", "ledger", "rule", "passage"]
    subject: str
    text: str
    facts: tuple[Fact, ...] = ()
    passage: Passage | None = None
    owner: CustomerId | None = None

    def fact(self, name: str) -> FactValue:
        """The value of the fact `name`; None when it is unknown or not there."""
        return next((fact.value for fact in self.facts if fact.name == name), None)


@dataclass(frozen=True, slots=True)
class EvidenceSet:
    """All evidence of one turn, in the order it was found."""

    items: tuple[Evidence, ...] = field(default=())

    def with_items(self, *more: Evidence) -> EvidenceSet:
        """This set and `more`, without repeating an id."""
        known = {item.id for item in self.items}
        return EvidenceSet(self.items + tuple(item for item in more if item.id not in known))

    def renewed(self, *fresh: Evidence) -> EvidenceSet:
        """This set with `fresh` in place of what has the same ids, or behind it."""
        by_id = {item.id: item for item in fresh}
        kept = tuple(by_id.pop(item.id, item) for item in self.items)
        return EvidenceSet(kept + tuple(by_id.values()))

    def records(self, subject: str | None = None) -> tuple[Evidence, ...]:
        """Records, all of them or those of one subject."""
        return tuple(
            item
            for item in self.items
            if item.kind == "record" and (subject is None or item.subject == subject)
        )

    @property
    def ledger(self) -> tuple[Evidence, ...]:
        return tuple(item for item in self.items if item.kind == "ledger")

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(item.passage for item in self.items if item.passage is not None)


def counted_part(listed: str) -> tuple[int, str]:
    """An entry of a list fact as pieces and name: `2 × Plug` is two, `Plug` is one."""
    found = _COUNTED.match(listed)
    return (int(found[1]), listed[found.end() :]) if found else (1, listed)
