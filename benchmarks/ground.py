"""What the benchmarks run on: a data folder of their own, and real server processes."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.wire import Wire

ROOT = Path(__file__).resolve().parent.parent
QUIET = {"AUTO_SYNC_INTERVAL": "0", "LOG_LEVEL": "INFO"}


@dataclass(frozen=True, slots=True)
class Ground:
    """A data folder where the sample shop is loaded."""

    data_dir: Path

    def env(self, **more: str) -> dict[str, str]:
        """The environment of a process on this ground, with nothing else configured."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        return {
            **kept,
            **QUIET,
            "DESKHAND_DATA_DIR": str(self.data_dir),
            "PYTHONPATH": paths,
            **more,
        }


@dataclass(frozen=True, slots=True)
class Running:
    """A server process; `ready_seconds` from its start to the first answer of /health."""

    pid: int
    port: int
    ready_seconds: float


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def process(command: Sequence[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours, ended in order at the end of the block."""
    with tempfile.TemporaryFile() as log:
        started = subprocess.Popen(command, env=env, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)  # noqa: S603
        try:
            yield started
        except BaseException:
            log.seek(0)
            sys.stderr.write(log.read()[-3000:].decode(errors="replace"))
            raise
        finally:
            started.terminate()
            started.wait(timeout=30)


@contextmanager
def server(ground: Ground, *, module: str = "deskhand", **env: str) -> Iterator[Running]:
    """`deskhand serve` with the sample shop, or another module that takes `--port`."""
    port = free_port()
    words = ["serve", "--sample"] if module == "deskhand" else []
    command = [sys.executable, "-m", module, *words, "--port", str(port)]
    began = time.perf_counter()
    with process(command, ground.env(**env)) as started:
        _wait(port, started)
        yield Running(started.pid, port, time.perf_counter() - began)


def _wait(port: int, started: subprocess.Popen[bytes], seconds: float = 90.0) -> None:
    async def healthy() -> bool:
        async with asyncio.timeout(5), Wire(port) as wire:
            return (await wire.request("GET", "/health"))[0] == 200

    end = time.monotonic() + seconds
    while time.monotonic() < end and started.poll() is None:
        try:
            if asyncio.run(healthy()):
                return
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            pass
        time.sleep(0.02)
    raise RuntimeError("the server did not start")


@contextmanager
def open_ground() -> Iterator[Ground]:
    """A new data folder with the sample shop; the first start loads and trains everything."""
    kept = ROOT / ".deskhand" / "bench-cache"
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="deskhand-bench-") as folder:
        ground = Ground(Path(folder))
        (ground.data_dir / "cache").symlink_to(kept)
        with server(ground):
            pass
        yield ground
