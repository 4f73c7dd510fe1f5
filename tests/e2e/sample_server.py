"""A real server with the sample shop, and a database of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.processes import Server


@contextmanager
def sample_server(
    config: pytest.Config, folders: pytest.TempPathFactory, name: str
) -> Iterator[Server]:
    """`deskhand serve --sample` on a free port, until the block ends."""
    assert config.cache is not None
    folder = folders.mktemp(name)
    data = folder / "data"
    data.mkdir()
    (data / "cache").symlink_to(config.cache.mkdir("deskhand-models"))
    settings = {"DESKHAND_DATA_DIR": str(data), "LOGIN_RATE_LIMIT": "1000/minute"}
    server = Server(folder / "server.log", settings)
    server.start()
    try:
        yield server
    finally:
        server.close()
