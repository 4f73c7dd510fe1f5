"""Shapes of tickets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from deskhand.infra.shapes import Given

Priority = Literal["low", "normal", "high", "urgent"]
Status = Literal["open", "pending", "solved", "closed"]
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]
Body = Annotated[str, StringConstraints(max_length=20_000, pattern=r"^[^\x00]*$")]


class NewTicket(Given):
    """A ticket to open."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"subject": "Charged twice", "description": "Two payments for one invoice."}
        }
    )

    subject: Line
    description: Body = ""
    category: str = Field("GENERAL", min_length=1, max_length=40, pattern=r"^[A-Za-z_ -]+$")
    priority: Priority = "normal"
    customer_id: UUID | None = Field(None, description="Staff only; a customer opens its own.")
    conversation_id: UUID | None = None


class TicketChange(Given):
    """What may change of a ticket; what is left out stays."""

    status: Status | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None
    subject: Line | None = None


class TicketView(BaseModel):
    """A ticket."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    customer_id: UUID | None
    conversation_id: UUID | None
    subject: str
    description: str
    category: str
    priority: Priority
    status: Status
    origin: str
    assignee_id: UUID | None
    created_at: datetime
    updated_at: datetime

    @computed_field  # type: ignore[prop-decorator]  # mypy does not know decorated properties
    @property
    def reference(self) -> str:
        """The number as people say it."""
        return ticket_reference(self.number)


def ticket_number(written: str) -> int | None:
    """`TCK-1004` or `1004` → 1004; None for anything else."""
    digits = written.strip().upper().removeprefix("TCK-")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 10 else None


def ticket_reference(number: int) -> str:
    """`1004` → `TCK-1004`."""
    return f"TCK-{number}"
