"""Computes anew what ships ready-made: vectors of the samples, classifiers: `make fitted`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import deskhand.infra.models
from deskhand.assistant.understanding.examples import SHIPPED
from deskhand.assistant.understanding.understand import Understander
from deskhand.infra.models.embeddings import (
    LOCAL_ENGLISH,
    LOCAL_MULTILINGUAL,
    Embedder,
    open_local,
)
from deskhand.infra.models.known import NOTHING, write_known
from deskhand.infra.settings import Settings
from deskhand.packs.loader import BUILT_IN, built_in
from deskhand.samples.passages import sample_passages


async def main() -> None:
    """Whatever ships already is not looked at."""
    with tempfile.TemporaryDirectory() as cache:
        english, other = (
            open_local(name, Path(cache), NOTHING) for name in (LOCAL_ENGLISH, LOCAL_MULTILINGUAL)
        )
        texts = sample_passages(english, Settings().knowledge.chunk_tokens)
        for model in (english, other):
            await _vectors(model, texts)
        await _classifiers(english)
        english.close()
        other.close()


async def _vectors(model: Embedder, texts: list[str]) -> None:
    folder = Path(deskhand.infra.models.__path__[0]) / "known"
    write_known(model.name, texts, await model.embed_passages(texts), folder)
    print(f"{model.name}: {len(texts)} passages")


async def _classifiers(model: Embedder) -> None:
    for file in SHIPPED.glob("*.npz"):
        file.unlink()
    packs = [built_in(name) for name in BUILT_IN]
    understander = await Understander.open(model, SHIPPED, packs)
    await understander.warm(packs)
    await understander.aclose()
    for file in sorted(SHIPPED.glob("*.npz")):
        print(f"{file.name}: {file.stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
