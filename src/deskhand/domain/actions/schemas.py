"""Shapes of actions as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskhand.infra.shapes import Given


class ActionView(BaseModel):
    """An entry of the ledger: what was to be done, for whom, and how it ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    updated_at: datetime
    turn_id: UUID | None
    conversation_id: UUID | None
    proposal_id: UUID | None
    customer_id: UUID | None
    pack: str | None = Field(description="The version of the rules that it was done under.")
    gateway: str | None
    actor: dict[str, Any]
    tool: str
    target: str
    arguments: dict[str, Any]
    state: Literal["intent", "sent", "done", "refused", "unknown"]
    result: dict[str, Any]


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]
ProposalState = Literal[
    "open",
    "waiting",
    "sent",
    "done",
    "refused",
    "unknown",
    "declined",
    "expired",
    "superseded",
]


class NewAction(Given):
    """An action that somebody wants done to one record."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "action": "refund",
                "number": "12345",
                "arguments": {"amount": {"minor": 4900, "currency": "USD"}},
            }
        }
    )

    action: Line = Field(description="One of the pack's `actions.yaml`.")
    number: Line = Field(description="The record's number, such as that of an order.")
    arguments: dict[Line, Any] = Field(
        {}, max_length=50, description="What is left out is taken from the record."
    )
    conversation_id: UUID | None = None


class ProposalView(BaseModel):
    """What will be done, exactly, or became of it; `digest` covers action, record, arguments."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    action: str
    noun: str
    number: str
    customer_id: UUID | None
    conversation_id: UUID | None
    arguments: dict[str, Any]
    digest: str
    confirm: bool = Field(description="Whether somebody has to say yes.")
    pack: str = Field(description="The version of the rules that it was allowed under.")
    state: ProposalState
    rule: str | None = Field(description="The rule that forbade it, if one did.")
    expires_at: datetime


class Confirmation(Given):
    """The answer to a proposal. With `digest` it counts for exactly that and nothing else."""

    yes: bool = True
    digest: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class OutcomeView(BaseModel):
    """What became of a proposal; a refusal is an error, `action_refused`, that names the rule."""

    outcome: Literal["done", "waiting", "unknown", "withdrawn"]
    proposal_id: UUID
    ledger_id: UUID | None = None
    result: dict[str, Any] = {}
    approval_id: UUID | None = Field(None, description="Of an action that waits for a person.")
    reasons: list[str] = Field([], description="Why a person has to approve it.")
    ticket: str | None = Field(None, description="Under which a person looks what happened.")


class PreviewView(BaseModel):
    """What the rules say now; nothing was written."""

    allowed: bool
    arguments: dict[str, Any] = {}
    approval: list[str] = Field([], description="Why a person would have to approve it.")
    rule: str | None = None
    say: str | None = Field(None, description="The wording id of the customer's sentence.")
    reason: str | None = Field(None, description="For the team; null for customers.")


class ApprovalView(BaseModel):
    """A confirmed proposal in the queue of those who approve."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    proposal_id: UUID
    state: Literal["waiting", "granted", "declined", "expired"]
    reasons: list[str]
    role: str = Field(description="Who decides it, or anybody above.")
    expires_at: datetime
    decided_by: dict[str, Any] | None
    decided_at: datetime | None
    note: str


class ApprovalDecision(Given):
    """Why it was decided so."""

    note: Annotated[str, StringConstraints(max_length=1000, pattern=r"^[^\x00]*$")] = ""
