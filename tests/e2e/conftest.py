"""One real server with the sample shop for all tests that go through its doors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.faults.processes import Server


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A server that answers at `url`."""

    url: str


@pytest.fixture(scope="session")
def live_server(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LiveServer]:
    """`deskhand serve --sample` on a free port, with a database of its own."""
    assert pytestconfig.cache is not None
    folder: Path = tmp_path_factory.mktemp("live")
    data = folder / "data"
    data.mkdir()
    (data / "cache").symlink_to(pytestconfig.cache.mkdir("deskhand-models"))
    settings = {"DESKHAND_DATA_DIR": str(data), "LOGIN_RATE_LIMIT": "1000/minute"}
    server = Server(folder / "server.log", settings)
    server.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{server.port}")
    finally:
        server.close()
