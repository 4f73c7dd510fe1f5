"""Embedding: a question alone, and chunks in batches, beside a matrix product of as many flops."""

from __future__ import annotations

import asyncio
import time

import numpy as np

from benchmarks.ground import Ground
from benchmarks.measure import Figure, quantile
from deskhand.infra.models.embeddings import Embedder, open_embedder
from deskhand.infra.settings import EmbeddingSettings
from deskhand.samples.schemas import document_files

_LAYERS, _WIDTH, _INNER = 6, 384, 1536
_QUESTIONS = 60
_CHUNKS = 96


def _flops(tokens: int) -> float:
    """Floating-point operations of MiniLM for one text: its matrix products, two per weight."""
    weights = _LAYERS * (4 * _WIDTH * _WIDTH + 2 * _WIDTH * _INNER)
    attention = _LAYERS * 2 * tokens * _WIDTH
    return 2.0 * tokens * (weights + attention)


def _matmul_seconds(flops: float) -> float:
    """What numpy takes for as many operations in products of the model's own shape."""
    a = np.random.default_rng(1).standard_normal((128, _WIDTH)).astype(np.float32)
    b = np.random.default_rng(2).standard_normal((_WIDTH, _INNER)).astype(np.float32)
    times = []
    for _ in range(60):
        began = time.perf_counter()
        _ = a @ b
        times.append(time.perf_counter() - began)
    done: float = 2.0 * 128 * _WIDTH * _INNER
    return flops / done * quantile(times, 0.5)


def _passages(embedder: Embedder) -> list[str]:
    words = " ".join(file.read_text(encoding="utf-8") for file in document_files("fernway")).split()
    return [" ".join(words[start : start + 110]) for start in range(0, 110 * _CHUNKS, 110)]


async def _measured(embedder: Embedder) -> list[Figure]:
    await embedder.embed_query("a first question wakes everything up")
    times, tokens = [], []
    for number in range(_QUESTIONS):
        text = f"How long does it take until the parcel number {number} is here?"
        tokens.append(embedder.count_tokens(text) + 2)
        began = time.perf_counter()
        await embedder.embed_query(text)
        times.append(time.perf_counter() - began)
    passages = _passages(embedder)
    flops = sum(_flops(min(embedder.count_tokens(text), 254) + 2) for text in passages)
    began = time.perf_counter()
    for start in range(0, len(passages), 32):
        await embedder.embed_passages(passages[start : start + 32])
    seconds = time.perf_counter() - began
    question = quantile(times, 0.5)
    bare = _matmul_seconds(_flops(sum(tokens) // len(tokens)))
    return [
        Figure(
            "embedding of a question, p50",
            question * 1e3,
            "ms",
            note=f"{question / bare:.1f} × a matrix product of as many operations",
        ),
        Figure(
            "embedding of a chunk, in batches",
            seconds / len(passages) * 1e3,
            "ms",
            note=f"{seconds / _matmul_seconds(flops):.1f} × a matrix product",
        ),
    ]


def run(ground: Ground) -> list[Figure]:
    """Milliseconds of a question and of a chunk."""
    embedder = open_embedder(EmbeddingSettings(), ground.data_dir / "cache")
    try:
        return asyncio.run(_measured(embedder))
    finally:
        embedder.close()
