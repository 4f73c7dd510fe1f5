"""Shapes of what the team does with a conversation, none of which its customer sees."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from deskhand.domain.conversations.inbox_schemas import Tag
from deskhand.domain.conversations.schemas import (
    Author,
    CloseReason,
    ConversationView,
    MessageText,
    Priority,
)
from deskhand.infra.shapes import Given

Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]


class StaffConversation(ConversationView):
    """A conversation with what only the team sees of it."""

    priority: Priority
    assignee_id: UUID | None = Field(description="Who of the team shall see to it.")
    snoozed_until: datetime | None
    close_reason: str | None
    merged_into: UUID | None = Field(description="In which conversation its thread is read.")


class ConversationChange(BaseModel):
    """What may change of a conversation; what is left out stays, null takes away."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"priority": "high", "reason": "Second call this week"}},
    )

    owner: Literal["assistant", "person"] | None = None
    user_id: UUID | None = Field(None, description="Who shall own it; alone it means a person.")
    assignee_id: UUID | None = Field(
        None, description="Who shall see to it; the assistant goes on until that person writes."
    )
    priority: Priority | None = None
    snoozed_until: AwareDatetime | None = None
    subject: Line | None = None
    reason: Line | None = Field(None, description="Why; it is kept in the audit trail.")

    @model_validator(mode="after")
    def _says_something(self) -> ConversationChange:
        if not self.model_fields_set - {"reason"}:
            raise ValueError("say what shall change")
        if self.owner == "assistant" and self.user_id is not None:
            raise ValueError("the assistant is no member of the team: leave `user_id` out")
        if "priority" in self.model_fields_set and self.priority is None:
            raise ValueError("a conversation always has a priority")
        return self


class Closing(BaseModel):
    """Why a conversation is closed; a customer's own reason is always `customer`."""

    reason: CloseReason = "resolved"


class NewNote(Given):
    """Something to tell the rest of the team."""

    text: MessageText = Field(max_length=20_000)


class NoteView(BaseModel):
    """A note; its customer never sees it."""

    id: UUID
    conversation_id: UUID
    text: str
    author: Author | None
    after_seq: int = Field(description="The message that it was written behind.")
    created_at: datetime


class TagChange(Given):
    """Tags to add and to take away; what is in both is taken away."""

    add: list[Tag] = Field([], max_length=20)
    remove: list[Tag] = Field([], max_length=20)


class TagCount(BaseModel):
    """A tag, and how many conversations have it."""

    tag: str
    conversations: int


class ReadMark(Given):
    """Up to which message the caller has read."""

    seq: int = Field(ge=0, le=2**31 - 1)


class MergeInto(Given):
    """The conversation in which the thread shall be read."""

    into: UUID
