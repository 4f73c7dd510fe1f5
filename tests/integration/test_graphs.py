"""The graphs of the local models that ship are those that `make fitted` would make."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.graphs import graphs

from deskhand.infra.models.weights import shipped_graph


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return graphs(tmp_path_factory.mktemp("cache"))


@pytest.mark.parametrize("name", ["minilm", "e5"])
def test_the_graph_that_ships_is_the_one_that_is_made(made: dict[str, bytes], name: str) -> None:
    assert shipped_graph(name).read_bytes() == made[name]


def test_every_graph_that_ships_is_made(made: dict[str, bytes]) -> None:
    folder: Path = shipped_graph("minilm").parent
    assert {path.stem for path in folder.iterdir()} == set(made)
