"""Shapes of taught intents as they are sent and received, and how much may be taught."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from deskhand.infra.shapes import Given

MOST_EXAMPLES = 50_000
MOST_INTENTS = 500
LONGEST_EXAMPLE = 1_000
"""Characters; a customer's message that is longer is read by clauses."""

IntentName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, pattern=r"^[A-Za-z0-9][^\x00-\x1f/]*$", max_length=80),
]
ExampleText = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=LONGEST_EXAMPLE, pattern=r"^[^\x00]*$"
    ),
]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=200, pattern=r"^[^\x00-\x1f]*$")
]
VersionStatus = Literal[
    "queued", "running", "ready", "failed", "in_service", "retired", "rolled_back"
]


class IntentChange(Given):
    """What an own intent leads to; without procedure and macro the documents answer."""

    title: Line = Field("", description="How a customer is asked whether this is meant.")
    category: Line = "GENERAL"
    procedure: Line | None = Field(None, description="A procedure of the pack that it starts.")
    macro_id: UUID | None = Field(None, description="A macro of the team that answers it.")

    @model_validator(mode="after")
    def _one_destination(self) -> Self:
        if self.procedure is not None and self.macro_id is not None:
            raise ValueError("an intent starts a procedure or answers with a macro, not both")
        return self


class NewIntent(IntentChange):
    """An intent that the pack does not have."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "name": "gift_wrapping",
                "title": "Gift wrapping",
                "examples": ["can you wrap it as a present?", "do you do gift wrap"],
            }
        }
    )

    name: IntentName
    examples: list[ExampleText] = Field([], max_length=1_000)
    language: Language | None = Field(None, description="Of the examples; default: the pack's.")


class IntentView(BaseModel):
    """An intent, with how many examples teach it."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    origin: Literal["pack", "own"]
    title: str
    category: str
    procedure: str | None
    macro_id: UUID | None
    outside: bool = Field(description="Its examples are what belongs to nothing.")
    pack_examples: int
    own_examples: int


class NewExamples(Given):
    """What customers may write for an intent."""

    texts: list[ExampleText] = Field(min_length=1, max_length=1_000)
    language: Language | None = Field(None, description="Default: the pack's first language.")


class ExampleChange(Given):
    """Another text, or another intent, for an example."""

    text: ExampleText | None = None
    intent: IntentName | None = None


class ExampleView(BaseModel):
    """An example that the tenant gave."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    intent: str
    language: str
    text: str
    created_at: datetime


class RefusedLine(BaseModel):
    """A line of a file that teaches nothing, and why."""

    line: int
    fault: str


class Taken(BaseModel):
    """What became of examples that were given."""

    added: int = 0
    moved: int = Field(0, description="Texts that meant another intent before.")
    unchanged: int = 0
    intents_added: list[str] = []
    refused: list[RefusedLine] = Field([], description="The first hundred.")
    refused_lines: int = 0


class NewTraining(Given):
    """How to train."""

    switch: bool = Field(True, description="Let it answer as soon as it is trained.")
    with_pack: bool = Field(True, description="Whether the pack's intents are told apart as well.")
    note: Line = ""


class VersionView(BaseModel):
    """A training, under way or done."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    status: VersionStatus
    switch: bool
    with_pack: bool
    note: str
    done: int = Field(description="Examples that are embedded.")
    total: int | None
    attempts: int
    error: str | None
    figures: dict[str, Any] = Field(
        description="By language, on examples that were held out: `accuracy`, `calibration_error`"
        " (per cent), `accepted` (share of what belongs that is not refused), and what it took."
    )
    created_at: datetime
    finished_at: datetime | None
    in_service_at: datetime | None


class InService(BaseModel):
    """What reads customers' messages: a version of the tenant's own, or the pack's examples."""

    version: VersionView | None


class Trial(Given):
    """A text to try."""

    model_config = ConfigDict(json_schema_extra={"example": {"text": "can you gift wrap it"}})

    text: ExampleText
    language: Language | None = Field(None, description="Default: the pack's first language.")
    number: int | None = Field(None, ge=1, le=2**31 - 1, description="Default: what is in service.")


class Score(BaseModel):
    """How probable an intent is."""

    intent: str
    probability: float


class Tried(BaseModel):
    """What a version takes a text for."""

    version: int
    language: str
    intent: str | None = Field(description="Null when it is refused as being out of scope.")
    in_scope: bool
    similarity: float = Field(description="Cosine to the nearest example.")
    scores: list[Score] = Field(description="The twelve most probable.")
