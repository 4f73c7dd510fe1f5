"""Writes the vectors of the sample documents that ship with the product: `make vectors`."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

import deskhand.infra.models
from deskhand.infra.models.embeddings import LOCAL_ENGLISH, LOCAL_MULTILINGUAL, open_local
from deskhand.infra.models.known import NOTHING, write_known
from deskhand.infra.settings import Settings
from deskhand.samples.passages import sample_passages


async def main() -> None:
    """Compute every vector anew, whatever ships already."""
    folder = Path(deskhand.infra.models.__path__[0]) / "known"
    with tempfile.TemporaryDirectory() as cache:
        english, other = (
            open_local(name, Path(cache), NOTHING) for name in (LOCAL_ENGLISH, LOCAL_MULTILINGUAL)
        )
        texts = sample_passages(english, Settings().knowledge.chunk_tokens)
        for model in (english, other):
            write_known(model.name, texts, await model.embed_passages(texts), folder)
            model.close()


if __name__ == "__main__":
    asyncio.run(main())
