"""A data folder with the sample shop, a scripted model, and the server and worker on them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.processes import Process, Server
from tests.scripted_model import ScriptedModel, running
from tests.support.redis_fixture import module_redis
from tests.support.redis_server import RedisServer

__all__ = ["module_redis"]


@pytest.fixture(scope="package")
def model() -> Iterator[ScriptedModel]:
    """The language model of every process, so that a turn can be held where a test wants it."""
    with running(ScriptedModel()) as served:
        yield served


@pytest.fixture(scope="package")
def data_dir(pytestconfig: pytest.Config) -> Iterator[Path]:
    """A new data folder; the embedding model and the classifiers are kept from run to run."""
    assert pytestconfig.cache is not None
    with tempfile.TemporaryDirectory(prefix="deskhand-faults-") as folder:
        (Path(folder) / "cache").symlink_to(pytestconfig.cache.mkdir("deskhand-models"))
        yield Path(folder)


@pytest.fixture(scope="package")
def env(data_dir: Path, model: ScriptedModel) -> dict[str, str]:
    """Settings under which nobody waits long for a dead worker."""
    return {
        "DESKHAND_DATA_DIR": str(data_dir),
        "CHAT_MODEL_BASE_URL": model.base_url,
        "CHAT_TIMEOUT_SECONDS": "10",
        "TURN_LEASE_SECONDS": "2",
        "TURN_SWEEP_SECONDS": "0.5",
        "TURN_BACKOFF_SECONDS": "0.1",
        "AUTO_SYNC_INTERVAL": "0",
    }


@pytest.fixture(scope="module")
def server(env: dict[str, str], data_dir: Path) -> Iterator[Server]:
    """The whole product in one process."""
    process = Server(data_dir / "server.log", env)
    process.start()
    yield process
    process.stop()
    process.client.close()


@pytest.fixture(scope="module")
def door(
    env: dict[str, str], data_dir: Path, module_redis: RedisServer
) -> Iterator[tuple[Server, Process]]:
    """A server that only takes in, and a Celery worker that answers."""
    shared = {**env, "REDIS_URL": module_redis.url}
    process = Server(data_dir / "door.log", shared)
    worker = Process(data_dir / "worker.log", shared, "worker", "--concurrency", "8")
    process.start()
    worker.start()
    yield process, worker
    worker.stop()
    process.stop()
    process.client.close()
