"""Shapes of documents and of search results."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskhand.infra.shapes import Given

Line = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00\n\r]*$"
    ),
]


class NewDocument(Given):
    """A document to ingest. The same `uri` again replaces what was there."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "title": "Returns",
                "category": "returns",
                "filename": "returns.md",
                "content": "# Returns\n\nYou can return most items within 30 days.",
            }
        }
    )

    content: str = Field(min_length=1, description="The text of the document.")
    filename: Line = Field("document.md", description="Its ending tells the format.")
    title: Line | None = Field(None, description="Default: the document's own title.")
    category: Line | None = None
    uri: Line | None = Field(None, description="Its name here; default: the file name.")


class JobView(BaseModel):
    """How far an ingest job is."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    status: Literal["queued", "running", "completed", "failed"]
    done: int
    total: int | None
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class DocumentView(BaseModel):
    """A document."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    uri: str
    title: str
    category: str
    media_type: str
    status: Literal["pending", "ready", "failed"]
    error: str | None
    chunk_count: int
    created_at: datetime
    updated_at: datetime


class DocumentDetail(DocumentView):
    """A document with its newest ingest job."""

    job: JobView | None


class Ingesting(BaseModel):
    """What was accepted: the document, and its job unless the content is unchanged."""

    document: DocumentView
    job: JobView | None
    unchanged: bool


class SearchRequest(Given):
    """What is looked for."""

    model_config = ConfigDict(
        json_schema_extra={"example": {"query": "How do I return something?", "limit": 5}}
    )

    query: Annotated[
        str,
        StringConstraints(
            strip_whitespace=True, min_length=1, max_length=2000, pattern=r"^[^\x00]*$"
        ),
    ]
    limit: int = Field(5, ge=1, le=20)
    language: str = Field(
        "en",
        pattern=r"^[a-z]{2,3}$",
        description="The question's language; another than English is read by another model.",
    )


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found; `score` is its probability of answering, 0 to 1."""

    chunk_id: UUID
    document_id: UUID
    document: str
    category: str
    heading_path: list[str]
    text: str
    score: float


class HitView(BaseModel):
    """A passage that was found."""

    model_config = ConfigDict(from_attributes=True)

    chunk_id: UUID
    document_id: UUID
    document: str
    category: str
    heading_path: list[str]
    text: str
    score: float
