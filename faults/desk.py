"""The desk of a campaign: every process of it real, and every one in reach."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.faults.processes import Process, Server
from tests.scripted_model import ScriptedModel, running
from tests.support.environment import settings_from
from tests.support.redis_server import RedisServer

from deskhand.infra.db.engine import open_engine
from deskhand.infra.db.session import Database
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.runtime import audit_sealing

_WORKERS = 2


@dataclass
class Desk:
    """A server with its worker beside it, or one whose workers hear it through Redis."""

    server: Server
    workers: list[Process]
    redis: RedisServer | None
    model: ScriptedModel
    postgres: Path
    fail_points: Path
    database: Database

    @property
    def pids_of_workers(self) -> list[int]:
        """The processes that answer."""
        beside = self.server.worker if not self.workers and self.server.running else None
        return [one.pid for one in self.workers if one.running] + ([beside] if beside else [])

    @property
    def pids_of_postgres(self) -> list[int]:
        """The postmaster's processes that serve somebody."""
        return [pid for pid in children_of(self._postmaster) if b"deskhand_app" in command_of(pid)]

    @property
    def _postmaster(self) -> int:
        return int((self.postgres / "postmaster.pid").read_text().splitlines()[0])

    def revive(self) -> None:
        """Start again what has ended; a worker beside a server is started by that."""
        for one in (*self.workers, self.server):
            if not one.running:
                one.kill()
                one.start()

    def arm(self, point: str, what: str) -> None:
        """Whoever comes to the point first dies or stands still there."""
        (self.fail_points / point).write_text(what)

    def disarm(self) -> None:
        """Nobody dies any more, and who stands still goes on."""
        for file in self.fail_points.iterdir():
            with suppress(ValueError, ProcessLookupError):
                os.kill(int(file.suffix.removeprefix(".")), signal.SIGCONT)
            file.unlink(missing_ok=True)


def children_of(pid: int) -> list[int]:
    """The processes that this one has started."""
    found = []
    for tasks in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += [int(child) for child in tasks.read_text().split()]
    return found


def command_of(pid: int) -> bytes:
    """Its command line; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextmanager
def open_desk(cache: Path, *, many: bool) -> Iterator[Desk]:
    """The sample shop on this machine with a folder that is thrown away; `many`: over Redis."""
    with ExitStack() as stack:
        data_dir = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="deskhand-faults-")))
        cache.mkdir(parents=True, exist_ok=True)
        (data_dir / "cache").symlink_to(cache)
        (data_dir / "points").mkdir()
        model = stack.enter_context(running(ScriptedModel(keep=False)))
        postgres = stack.enter_context(EmbeddedPostgres(data_dir / "pg"))
        env = _settings(data_dir, model)
        redis = stack.enter_context(RedisServer()) if many else None
        if redis is not None:
            env["REDIS_URL"] = redis.url
        server = Server(data_dir / "server.log", env)
        workers = [
            Process(data_dir / f"worker-{one}.log", env, "worker", "--concurrency", "8")
            for one in range(_WORKERS if many else 0)
        ]
        for one in (server, *workers):
            stack.callback(one.kill)
            one.start()
        engine = open_engine(postgres.url("deskhand_app"), 2)
        database = Database(engine, audit_sealing(settings_from(env)))
        yield Desk(server, workers, redis, model, data_dir / "pg", data_dir / "points", database)


def _settings(data_dir: Path, model: ScriptedModel) -> dict[str, str]:
    """Settings under which nobody waits long, and fail-points can be armed."""
    return {
        "DESKHAND_DATA_DIR": str(data_dir),
        "DESKHAND_SAMPLE_SHOP": "true",
        "DESKHAND_FAIL_POINTS": str(data_dir / "points"),
        "CHAT_MODEL_BASE_URL": model.base_url,
        "CHAT_TIMEOUT_SECONDS": "5",
        "TURN_LEASE_SECONDS": "2",
        "TURN_SWEEP_SECONDS": "0.5",
        "TURN_BACKOFF_SECONDS": "0.1",
        "MESSAGE_RATE_LIMIT": "100000/minute",
        "AUTO_SYNC_INTERVAL": "0",
    }
