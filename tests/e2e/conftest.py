"""One real server with the sample shop for all tests that go through its doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.e2e.sample_server import sample_server


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A server that answers at `url`."""

    url: str


@pytest.fixture(scope="session")
def live_server(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """`deskhand serve --sample` on a free port, with a database of its own."""
    with sample_server(pytestconfig, tmp_path_factory, "live") as server:
        yield LiveServer(f"http://127.0.0.1:{server.port}")
