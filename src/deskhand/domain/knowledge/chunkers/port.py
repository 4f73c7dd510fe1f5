"""What every chunker promises: the sections of a document in, passages to search and cite out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from deskhand.domain.knowledge.readers.port import ParsedDocument

CountTokens = Callable[[str], int]
"""Tokens of a text by the embedding model's own tokenizer."""

ChunkKind = Literal["paragraph", "list", "code", "table", "quote", "heading", "mixed"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A passage: `text` is Markdown (code fenced), `tokens` counts the text alone."""

    ordinal: int
    heading_path: tuple[str, ...]
    text: str
    tokens: int
    kind: ChunkKind


@dataclass(frozen=True, slots=True)
class ChunkLimits:
    """`tokens`: aim for a passage. `hard_tokens`: what the model reads at most.

    Between the two stands only a passage that is one sentence, one row or one line.
    """

    tokens: int
    hard_tokens: int = 254

    def __post_init__(self) -> None:
        if not 16 <= self.tokens <= self.hard_tokens:
            raise ValueError(f"limits must be 16 ≤ {self.tokens} ≤ {self.hard_tokens}")


@dataclass(frozen=True, slots=True)
class Chunker:
    """One way of cutting: its name and `chunk(document, count_tokens, limits)`."""

    name: str
    chunk: Callable[[ParsedDocument, CountTokens, ChunkLimits], tuple[Chunk, ...]]


def embedding_text(title: str, chunk: Chunk) -> str:
    """What the model should read of a chunk: where it stands, then what it says."""
    place = place_of(title, chunk.heading_path)
    return place if chunk.kind == "heading" else f"{place}\n{chunk.text}"


def place_of(title: str, heading_path: Sequence[str]) -> str:
    """Where a passage stands: the document's title and its headings."""
    return " › ".join((title, *heading_path))
