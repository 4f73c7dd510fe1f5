"""Shapes of the older systems, as their callers send and expect them."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from deskhand.domain.conversations.schemas import Checked, MessageText, Source

CustomerRef = Annotated[
    UUID | Annotated[int, Field(ge=0, le=2**31 - 1)],
    Field(description="A customer's short number, or its id."),
]
Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\x00]*$")]


class Asking(BaseModel):
    """What every request may say besides its text.

    Unknown fields are ignored here alone: what the older systems' own callers send is their matter.
    """

    customer_email: Email | None = Field(None, description="For whom; the team may name anyone.")
    customer_id: CustomerRef | None = None
    user_id: CustomerRef | None = Field(None, description="The same as `customer_id`.")
    conversation_id: UUID | None = Field(None, description="The conversation to go on with.")
    session_id: str | None = Field(
        None, description="A session of the channel `web`, as at `/ws/{session_id}`."
    )


class Question(Asking):
    """A customer's message."""

    model_config = ConfigDict(json_schema_extra={"example": {"message": "Where is order ORD123?"}})

    message: MessageText


OrderId = (
    Annotated[str, StringConstraints(strip_whitespace=True, max_length=64, pattern=r"^[^\x00]*$")]
    | Annotated[int, Field(ge=0, lt=10**18)]
)


class ReplyRequest(Asking):
    """A customer's message, as S0 names it now (`message`) and did before (`customer_message`)."""

    model_config = ConfigDict(json_schema_extra={"example": {"message": "Where is order ORD123?"}})

    message: MessageText | None = None
    customer_message: MessageText | None = Field(None, description="The same as `message`.")
    order_id: OrderId | None = Field(None, description="The order that the message is about.")

    @model_validator(mode="after")
    def _says_something(self) -> ReplyRequest:
        if self.message is None and self.customer_message is None:
            raise ValueError("send a `message`")
        return self

    @property
    def text(self) -> str:
        """What the customer wrote."""
        return self.message or self.customer_message or ""

    @property
    def about(self) -> dict[str, str]:
        """The thing in hand."""
        return {"order_id": str(self.order_id)} if self.order_id not in (None, "") else {}


class SupportRequest(Asking):
    """A customer's message, as S4 names it."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"user_input": "I need a refund for order #12345", "user_id": 1}
        }
    )

    user_input: MessageText


class Task(BaseModel):
    """Accepted: ask for the task by its id."""

    status: Literal["processing"] = "processing"
    task_id: UUID


class ChatTask(Task):
    """Accepted, with the conversation to go on with."""

    conversation_id: UUID


class Result(BaseModel):
    """The answer. `final_response` is null while a person owns the conversation."""

    category: str
    final_response: str | None
    compliance_checked: bool
    intent: str | None
    confidence: float | None
    sources: list[Source]
    disclaimer: bool
    escalated: bool
    ticket: str | None
    owner: Literal["assistant", "person"]
    waiting: bool = Field(description="Whether a person is awaited.")
    conversation_id: UUID
    choices: list[dict[str, Any]] = Field([], description="`label` and `value` of each.")
    question: str | None = None
    evidence: list[dict[str, Any]] = []
    checked: Checked = "not_checked"


class TaskStatus(BaseModel):
    """Where a task stands; `result` is null while it is processed."""

    status: Literal["processing", "completed", "failed"]
    result: Result | None = None


class ChatStatus(TaskStatus):
    """Where a task stands, with its ids."""

    task_id: UUID
    conversation_id: UUID


class ChatAnswer(Result):
    """The answer to a message that was waited for."""

    status: Literal["completed", "failed"]
    task_id: UUID
    response: str | None


class SessionAnswer(ChatAnswer):
    """The answer, with the session it belongs to."""

    session_id: str | None


class ActionResult(BaseModel):
    """What was done: `action` is null when nothing but an answer was asked for.

    `confirmation_required`: it is done after a "yes" in the same conversation. `rule` names the
    rule that refused it.
    """

    action: str | None
    status: Literal[
        "completed",
        "failed",
        "escalated",
        "processing",
        "confirmation_required",
        "refused",
        "waiting",
        "unknown",
    ]
    rule: str | None = None
    message: str | None
    ticket: str | None
    actions: list[dict[str, Any]]


class Resolution(BaseModel):
    """The intent of a request, and what came of it."""

    intent: str | None
    action_result: ActionResult
    conversation_id: UUID
    task_id: UUID
    category: str
    confidence: float | None
    sources: list[Source]
    escalated: bool
    owner: Literal["assistant", "person"]
    waiting: bool
    choices: list[dict[str, Any]] = []
    question: str | None = None
    evidence: list[dict[str, Any]] = []
    checked: Checked = "not_checked"


class Said(BaseModel):
    """One message, as S4 names its parts."""

    role: str
    content: str
    created_at: str


class History(BaseModel):
    """A conversation, as S4 names its parts."""

    conversation_id: UUID
    customer_id: UUID | None
    status: str
    messages: list[Said]
