"""Shapes of conversations as they are sent, received and stored in replies."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    computed_field,
    model_validator,
)

from deskhand.infra.clock import now
from deskhand.infra.shapes import Given

_KEPT_CONTROLS = frozenset("\n\t")


def _clean(value: str) -> str:
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    value = "".join(
        char
        for char in value
        if char in _KEPT_CONTROLS or not (ord(char) < 32 or 127 <= ord(char) < 160)
    )
    value = value.encode("utf-8", "replace").decode("utf-8").strip()
    if not value:
        raise ValueError("the message is empty")
    return value


MessageText = Annotated[str, AfterValidator(_clean)]
"""Text without control characters, trimmed, never empty. Its length is checked on intake."""


class Source(BaseModel):
    """A passage that an answer cites."""

    model_config = ConfigDict(from_attributes=True)

    id: str
    document_id: str
    document: str
    heading_path: list[str]
    passage: str
    score: float = Field(ge=0, le=1)


class TraceStep(BaseModel):
    """One step of the workflow."""

    node: str
    ms: float
    decision: str
    tokens: int = 0
    cost: float = 0.0


Checked = Literal["rendered", "checked", "not_checked"]
"""How the words of a reply are known to be right: built from facts, checked, or neither."""


class ReplyDraft(BaseModel):
    """The outcome of a turn, ready to be stored as its reply.

    `hand_over` puts the conversation into a person's queue; the assistant goes on meanwhile.
    `dialogue` is where the dialogue stands after this reply; None leaves it as it was.
    """

    text: str
    category: str
    intent: str
    agent: str
    confidence: float
    compliance_checked: bool
    disclaimer: bool = False
    escalated: bool = False
    hand_over: bool = False
    ticket_id: UUID | None = None
    engine: str = "offline"
    fallback: str | None = None
    strategy: str = "concise"
    sources: list[Source] = []
    actions: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    trace: list[TraceStep] = []
    usage: dict[str, Any] = {}
    choices: list[dict[str, Any]] = []
    question: str | None = None
    evidence: list[dict[str, Any]] = []
    checked: Checked = "rendered"
    dialogue: dict[str, Any] | None = None
    customer_id: UUID | None = Field(
        None, description="Who the conversation turned out to be with, when it was not known."
    )


class Author(BaseModel):
    """Who of the team wrote."""

    id: UUID
    name: str


class MessageView(BaseModel):
    """One message, with what is known of the answer when it is one."""

    id: UUID
    seq: int
    role: Literal["customer", "assistant", "agent", "system"]
    text: str
    created_at: datetime
    turn_id: UUID | None
    sources: list[Source] = []
    confidence: float | None = None
    category: str | None = None
    disclaimer: bool = False
    escalated: bool = False
    ticket: str | None = None
    compliance_checked: bool = False
    choices: list[dict[str, Any]] = Field([], description="`label` and `value` of each.")
    question: str | None = None
    evidence: list[dict[str, Any]] = []
    checked: Checked = "rendered"
    actions: list[dict[str, Any]] = Field(
        [],
        description=(
            "What the reply proposes (`state` is `proposed`, with `target`, `facts` and"
            " `expires_at`) or tells of: `done`, `refused` with its `rule`, `waiting`, `unknown`."
        ),
    )
    author: Author | None = Field(None, description="Who of the team wrote it.")


WaitingReason = Literal["handed_over", "asked", "ticket", "failed", "unanswered"]
"""Why a person is awaited: the assistant's reply said so, the customer asked on the page, a ticket
was opened, the assistant failed, or the person who has the conversation has not answered yet."""


CloseReason = Literal["resolved", "no_reply", "duplicate", "spam", "other"]
"""Why the team closes a conversation; `customer` and `merged` are said by Deskhand alone."""
Priority = Literal["low", "normal", "high", "urgent"]


def seconds_since(moment: datetime | None) -> float | None:
    """How many seconds ago it was, rounded to a tenth; None for no moment."""
    if moment is None:
        return None
    return max(0.0, round((now() - moment).total_seconds(), 1))


class ConversationView(BaseModel):
    """A conversation without its messages."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    customer_id: UUID | None
    channel: str
    external_ref: str | None
    subject: str | None
    status: Literal["open", "closed"]
    owner: Literal["assistant", "person"]
    owner_user_id: UUID | None
    summary: str
    last_seq: int
    created_at: datetime
    updated_at: datetime
    closed_at: datetime | None
    waiting_since: datetime | None = Field(description="Since when a person is awaited.")
    waiting_reason: WaitingReason | None

    @computed_field
    def waiting(self) -> bool:
        """Whether a person is awaited."""
        return self.waiting_since is not None

    @computed_field
    def waiting_seconds(self) -> float | None:
        """For how long a person has been awaited."""
        return seconds_since(self.waiting_since)


class ConversationDetail(ConversationView):
    """A conversation and all its messages, oldest first."""

    messages: list[MessageView]


class NewConversation(Given):
    """A conversation to open."""

    model_config = ConfigDict(json_schema_extra={"example": {"subject": "My order"}})

    customer_id: UUID | None = Field(None, description="Staff only; a customer opens its own.")
    subject: str | None = Field(None, max_length=200, pattern=r"^[^\x00]*$")


class NewMessage(Given):
    """Something a customer writes."""

    model_config = ConfigDict(json_schema_extra={"example": {"message": "Where is my order?"}})

    message: MessageText


class OwnershipChange(Given):
    """Who shall own the conversation. A `user_id` alone means that person."""

    model_config = ConfigDict(json_schema_extra={"example": {"owner": "person"}})

    owner: Literal["assistant", "person"] = "person"
    user_id: UUID | None = Field(
        None, description="Who of the team shall have it; without one, the caller."
    )

    @model_validator(mode="after")
    def _says_one_thing(self) -> OwnershipChange:
        if not self.model_fields_set:
            raise ValueError("say who shall own the conversation")
        if self.owner == "assistant" and self.user_id is not None:
            raise ValueError("the assistant is no member of the team: leave `user_id` out")
        return self


class FeedbackIn(Given):
    """What a customer says of an answer."""

    rating: Literal["satisfied", "escalate"]
    comment: str | None = Field(None, max_length=2000, pattern=r"^[^\x00]*$")


class FeedbackView(BaseModel):
    """What became of a customer's word: who owns the conversation, who is awaited, its ticket."""

    turn_id: UUID
    conversation_id: UUID
    rating: Literal["satisfied", "escalate"]
    owner: Literal["assistant", "person"]
    waiting: bool
    ticket: str | None = Field(None, examples=["TCK-1004"])


class TurnAccepted(BaseModel):
    """The message is stored and will be answered; ask for the turn by its id."""

    status: Literal["processing"] = "processing"
    turn_id: UUID
    message_id: UUID
    conversation_id: UUID


class ReplyView(BaseModel):
    """The reply of a turn."""

    message: MessageView
    intent: str
    agent: str
    engine: str
    fallback: str | None
    strategy: str
    actions: list[dict[str, Any]]
    trace: list[TraceStep] | None = Field(None, description="Shown to staff.")
    findings: list[dict[str, Any]] | None = Field(None, description="Shown to staff.")
    usage: dict[str, Any] | None = Field(None, description="Shown to staff.")


class TurnView(BaseModel):
    """Where a turn stands. `silent`: a person owns the conversation and will answer."""

    id: UUID
    conversation_id: UUID
    status: Literal["queued", "running", "completed", "failed", "silent"]
    attempts: int
    created_at: datetime
    finished_at: datetime | None
    waiting: bool = Field(description="Whether a person is awaited in the conversation.")
    reply: ReplyView | None
