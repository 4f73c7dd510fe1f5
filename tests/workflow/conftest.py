"""Whole turns on real Postgres, with wake-ups inside the process and by Celery over Redis."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskhand.assistant.engine import Engine, OfflineEngine
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.run import Assistant
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.packs.loader import built_in
from deskhand.worker.loop import Worker
from deskhand.worker.turns import TurnRunner
from tests.support.database import migrated_postgres
from tests.support.environment import environment, settings_from
from tests.support.redis_fixture import redis_server
from tests.support.redis_server import RedisServer
from tests.workflow.chat import Chat
from tests.workflow.shop import open_shop

__all__ = ["redis_server"]

SOURCE = str(Path("src").resolve())
FAST = {
    "TURN_SWEEP_SECONDS": "0.5",
    "TURN_BACKOFF_SECONDS": "0.05",
    "TURN_SETTLE_SECONDS": "0",
    "AUTO_SYNC_INTERVAL": "0",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A migrated database and the folder of the process that uses it."""

    urls: DatabaseUrls
    data_dir: Path

    def env(self, **more: str) -> dict[str, str]:
        """The settings of a process on this ground."""
        owner = self.urls.owner_or_refuse()
        return {
            "DESKHAND_DATA_DIR": str(self.data_dir),
            "DATABASE_URL": self.urls.application,
            "DATABASE_OWNER_URL": owner,
            **FAST,
            **more,
        }


@contextmanager
def _open_ground(kept: Path) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="deskhand-workflow-") as folder:
        data_dir = Path(folder)
        (data_dir / "cache").symlink_to(kept)
        with migrated_postgres(data_dir) as urls:
            yield Ground(urls, data_dir)


@pytest.fixture(scope="package")
def kept(pytestconfig: pytest.Config) -> Path:
    """Where the embedding model and the trained classifiers stay from run to run."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("deskhand-models")


@pytest.fixture(scope="package")
def ground(kept: Path) -> Iterator[Ground]:
    """The private PostgreSQL of the desks whose workers listen and sweep."""
    with _open_ground(kept) as opened:
        yield opened


@pytest.fixture(scope="package")
def quiet_ground(kept: Path) -> Iterator[Ground]:
    """A private PostgreSQL where no worker sweeps: the tests run each turn by hand."""
    with _open_ground(kept) as opened:
        yield opened


@pytest.fixture(scope="package")
async def runtime(quiet_ground: Ground) -> AsyncIterator[Runtime]:
    """The quiet ground, opened. A failed attempt pauses for 20 s."""
    settings = settings_from(quiet_ground.env(TURN_BACKOFF_SECONDS="20"))
    async with open_runtime(settings, quiet_ground.urls) as opened:
        yield opened


@pytest.fixture(scope="package")
async def offline(runtime: Runtime) -> OfflineEngine:
    """The engine without a model."""
    packs = [built_in("shop")]
    return OfflineEngine(await Understander.open(runtime.embedder, runtime.cache_dir, packs))


@pytest.fixture
def assistant(offline: OfflineEngine) -> Assistant:
    """The assistant without a model."""
    return Assistant(offline)


@dataclass(frozen=True, slots=True)
class Bell:
    """A desk whose worker is woken: `kind` says how, `logs` reads what the worker wrote."""

    kind: str
    runtime: Runtime
    logs: Callable[[], str]


@asynccontextmanager
async def _in_process(ground: Ground, engine: Engine) -> AsyncIterator[Bell]:
    async with (
        open_runtime(settings_from(ground.env()), ground.urls) as opened,
        Worker(opened, Assistant(engine)).running(),
    ):
        yield Bell("in_process", opened, str)


@asynccontextmanager
async def _celery(ground: Ground, redis: RedisServer) -> AsyncIterator[Bell]:
    env = ground.env(REDIS_URL=redis.url)
    written = ground.data_dir / "worker.log"
    with written.open("w") as log:
        worker = subprocess.Popen(  # noqa: ASYNC220  # it is started, not waited for
            [sys.executable, "-m", "deskhand", "worker"],
            env=environment({**env, "PYTHONPATH": SOURCE}),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            async with open_runtime(settings_from(env), ground.urls) as opened:
                yield Bell("celery", opened, written.read_text)
        finally:
            worker.terminate()
            worker.wait(timeout=30)


@pytest.fixture(scope="package", params=["in_process", "celery"])
async def bell(
    request: pytest.FixtureRequest, ground: Ground, offline: OfflineEngine
) -> AsyncIterator[Bell]:
    """A desk that answers: woken inside this process, or by a real Celery worker over Redis."""
    async with AsyncExitStack() as stack:
        if request.param == "in_process":
            yield await stack.enter_async_context(_in_process(ground, offline))
        else:
            redis: RedisServer = request.getfixturevalue("redis_server")
            yield await stack.enter_async_context(_celery(ground, redis))


@pytest.fixture
async def chat(bell: Bell) -> Chat:
    """Maya's conversation in a shop of the test's own, answered by the worker of the bell."""
    shop = await open_shop(bell.runtime)
    return Chat(bell.runtime, shop, shop.customer())


@pytest.fixture
async def quiet(runtime: Runtime) -> Chat:
    """The same where no worker listens: the test runs the turns."""
    shop = await open_shop(runtime)
    return Chat(runtime, shop, shop.customer())


MakeRunner = Callable[[Engine], TurnRunner]


@pytest.fixture
async def runner_with(runtime: Runtime) -> AsyncIterator[MakeRunner]:
    """Makes what a worker does with a turn, to be called by hand, for any engine."""
    opened: list[TurnRunner] = []

    def make(engine: Engine) -> TurnRunner:
        opened.append(TurnRunner(runtime, Assistant(engine)))
        return opened[-1]

    yield make
    for runner in opened:
        await runner.drain()


@pytest.fixture
def runner(runner_with: MakeRunner, offline: OfflineEngine) -> TurnRunner:
    """What a worker does with a turn, on the offline engine."""
    return runner_with(offline)
