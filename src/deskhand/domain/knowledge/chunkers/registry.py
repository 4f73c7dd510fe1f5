"""Every way of cutting a document into passages."""

from __future__ import annotations

from deskhand.domain.knowledge.chunkers import structural
from deskhand.domain.knowledge.chunkers.port import Chunker

CHUNKERS: tuple[Chunker, ...] = (structural.CHUNKER,)

DEFAULT = structural.CHUNKER
