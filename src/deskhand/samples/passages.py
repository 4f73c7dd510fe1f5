"""What an embedding model reads of the sample shops' documents."""

from __future__ import annotations

from deskhand.domain.knowledge.chunkers import registry as chunkers
from deskhand.domain.knowledge.chunkers.port import ChunkLimits, embedding_text
from deskhand.domain.knowledge.readers.registry import read_document
from deskhand.infra.models.embeddings import Embedder
from deskhand.samples.schemas import SHOPS, document_files


def sample_passages(embedder: Embedder, chunk_tokens: int) -> list[str]:
    """Every passage of every shop with its headings, cut for `embedder` as an ingest cuts it."""
    limits = ChunkLimits(chunk_tokens, embedder.max_tokens)
    texts = []
    for name in SHOPS:
        for file in document_files(name):
            document = read_document(file.read_bytes(), file.name)
            chunks = chunkers.DEFAULT.chunk(document, embedder.count_tokens, limits)
            texts += [embedding_text(document.title, chunk) for chunk in chunks]
    return texts
