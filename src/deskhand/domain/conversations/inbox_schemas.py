"""Shapes of the team's inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, computed_field

from deskhand.domain.conversations.schemas import Priority, WaitingReason, seconds_since

ViewName = Literal["all", "mine", "unassigned", "waiting", "assistant", "snoozed", "closed"]
Searched = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]
Tag = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, to_lower=True, min_length=1, max_length=50, pattern=r"^[\w ./&+-]+$"
    ),
]
"""A tag: letters of any script, digits, spaces and a few signs, in lower case."""


class InboxFilter(BaseModel):
    """What narrows a view; what is left out does not."""

    q: Searched | None = None
    tag: Tag | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None
    customer_id: UUID | None = None
    channel: Searched | None = None


class Named(BaseModel):
    """A person as a list shows one."""

    id: UUID
    name: str
    email: str | None = None


class LastMessage(BaseModel):
    """The newest message, its first 200 characters."""

    seq: int
    role: Literal["customer", "assistant", "agent", "system"]
    text: str
    author: str | None = Field(description="The name, when one of the team wrote it.")
    created_at: datetime


class ServiceView(BaseModel):
    """A conversation's clock; a due time is null without a target, and while it is paused."""

    model_config = ConfigDict(from_attributes=True)

    started_at: datetime
    first_response_due: datetime | None
    first_responded_at: datetime | None
    resolution_due: datetime | None
    paused: bool
    ended_at: datetime | None
    first_breached_at: datetime | None
    resolution_breached_at: datetime | None


class InboxRow(BaseModel):
    """A conversation as the team's list shows it."""

    id: UUID
    customer: Named | None
    subject: str | None
    channel: str
    status: Literal["open", "closed"]
    owner: Literal["assistant", "person"]
    assignee: Named | None
    priority: Priority
    tags: list[str]
    waiting_since: datetime | None
    waiting_reason: WaitingReason | None
    snoozed_until: datetime | None
    closed_at: datetime | None
    close_reason: str | None
    last_message: LastMessage | None
    unread: int = Field(description="Messages of the customer that the caller has not read.")
    mood: str | None = Field(description="How the last message that was answered sounded.")
    service: ServiceView | None = Field(description="Its clock, when there is a target.")
    created_at: datetime
    updated_at: datetime

    @computed_field
    def waiting_seconds(self) -> float | None:
        """For how long a person has been awaited."""
        return seconds_since(self.waiting_since)


class ViewCount(BaseModel):
    """How many conversations a view holds; `more` when counting stopped at a thousand."""

    view: ViewName
    count: int
    more: bool
