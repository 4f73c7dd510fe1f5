"""What becomes of one incoming row: the steps that take it, or why it is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal
from uuid import UUID

from deskhand.domain.commerce.incoming import Change
from deskhand.infra.db.base import TenantRow
from deskhand.infra.errors import Conflict, DeskhandError, InvalidInput

Mode = Literal["create", "change", "upsert"]


class RecordIncomplete(InvalidInput):
    """A new record needs more than this."""


class RecordUnnamed(InvalidInput):
    """The row does not say which record it is."""


class OwnIdDiffers(InvalidInput):
    """The address and the body name different records."""


class RecordTwice(InvalidInput):
    """An earlier row of the same batch is the same record."""


class RecordElsewhere(Conflict):
    """A record with this id exists, and belongs to another one than the row names."""


class RecordLinkUnknown(InvalidInput):
    """The row names another record that does not exist here."""


class FieldUnknown(InvalidInput):
    """Records of this kind have no such field."""


class FieldInvalid(InvalidInput):
    """A field has a value that it cannot have."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One row to insert or to change."""

    table: type[TenantRow]
    id: UUID
    values: dict[str, Any]
    new: bool


@dataclass(slots=True)
class Planned:
    """What becomes of one incoming row; `steps` do it, `error` says why it is refused."""

    row: int
    number: str | None
    outcome: Literal["created", "changed", "unchanged", "refused"] = "refused"
    id: UUID | None = None
    error: DeskhandError | None = None
    changes: Change = field(default_factory=dict)
    steps: list[Operation] = field(default_factory=list)
    adds_customer: bool = False

    def refuse(self, error: DeskhandError) -> None:
        """Take nothing of the row."""
        self.outcome, self.error, self.id = "refused", error, None
        self.steps, self.changes, self.adds_customer = [], {}, False
