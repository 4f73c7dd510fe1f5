"""The vectors that ship with the product are those that its models compute."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from deskhand.infra.models.embeddings import (
    LOCAL_ENGLISH,
    LOCAL_MULTILINGUAL,
    Embedder,
    open_local,
)
from deskhand.infra.models.known import read_known
from deskhand.infra.runtime import Runtime
from deskhand.samples.passages import sample_passages


@pytest.fixture(scope="module", params=[LOCAL_ENGLISH, LOCAL_MULTILINGUAL])
def model(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Embedder]:
    opened = open_local(request.param, tmp_path_factory.mktemp("models"))
    yield opened
    opened.close()


async def test_every_passage_of_the_samples_is_known_as_the_model_reads_it(
    runtime: Runtime, model: Embedder
) -> None:
    texts = sample_passages(runtime.embedder, runtime.settings.knowledge.chunk_tokens)
    known = read_known(model.name).of(texts)
    unknown = [text for text, vector in zip(texts, known, strict=True) if vector is None]
    assert not unknown, "`make fitted` reads the sample documents anew"
    told = await model.embed_passages(texts)
    for place in range(0, len(texts), 60):
        # One letter more is another text, with all but the same vector.
        computed = await model.embed_passages([f"{texts[place]} "])
        assert told[place] @ computed[0] == pytest.approx(1, abs=5e-3)


async def test_known_and_unknown_texts_keep_their_places(runtime: Runtime, model: Embedder) -> None:
    known = sample_passages(runtime.embedder, runtime.settings.knowledge.chunk_tokens)[:2]
    new = ["A text that nobody has read.", "Another one."]
    mixed = await model.embed_passages([new[0], known[0], new[1], known[1]])
    assert np.allclose(mixed[[1, 3]], await model.embed_passages(known))
    assert np.allclose(mixed[[0, 2]], await model.embed_passages(new), atol=1e-3)
