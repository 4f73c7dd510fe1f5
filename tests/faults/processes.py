"""Deskhand's own processes as a machine runs them: started, asked, killed without warning."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import httpx

from tests.support.environment import environment
from tests.support.patience import PATIENCE

_LOOK_AGAIN = 0.02
_FIRST_START = 3 * PATIENCE
"""A first start reads the sample's documents, and may fit its classifiers."""


def free_port() -> int:
    """A loopback port that is free now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(look: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """What `look` finds, looked for again and again for `seconds`."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(_LOOK_AGAIN)
    raise AssertionError(f"not in {seconds:g} s: {what}")


class Process:
    """`python -m deskhand …` with given settings; its output goes to `log`."""

    def __init__(self, log: Path, env: Mapping[str, str], *words: str) -> None:
        self.log = log
        self._env = environment({**env, "PYTHONPATH": str(Path("src").resolve())})
        self._words = words
        self._process: subprocess.Popen[bytes] | None = None
        self._written: IO[bytes] | None = None

    def start(self) -> None:
        """Start it; the caller waits until it is ready."""
        self._written = self.log.open("ab")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "deskhand", *self._words],
            env=self._env,
            stdout=self._written,
            stderr=subprocess.STDOUT,
        )

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def _end(self, number: int) -> None:
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait(timeout=30)
            self._process = None
        if self._written is not None:
            self._written.close()
            self._written = None

    def kill(self) -> None:
        """`kill -9`: no handler, no farewell."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """In order, as an operator stops it."""
        self._end(signal.SIGTERM)


class Server(Process):
    """`deskhand serve` with the sample shop, asked over HTTP as its users do."""

    def __init__(self, log: Path, env: Mapping[str, str]) -> None:
        self.port = free_port()
        super().__init__(log, env, "serve", "--sample", "--port", str(self.port))
        self.client = httpx.Client(base_url=f"http://127.0.0.1:{self.port}", timeout=5.0)

    def start(self) -> None:
        """Start it and wait until it answers."""
        super().start()
        wait_for(self._healthy, f"the server's health; see {self.log}", _FIRST_START)

    @property
    def worker(self) -> int | None:
        """The process that the server has started beside itself; needs /proc."""
        for entry in Path("/proc").iterdir():
            with suppress(OSError, ValueError):
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                if entry.name.isdigit() and int(parent) == self.pid and state != "Z":
                    return int(entry.name)
        return None

    def close(self) -> None:
        """Stop it for good."""
        self.stop()
        self.client.close()

    def _healthy(self) -> bool:
        assert self.running, f"the server ended: {self.log.read_text()[-3000:]}"
        try:
            return self.client.get("/health").status_code == 200
        except httpx.HTTPError:
            return False

    def ask(self, message: str, conversation_id: str | None = None) -> str:
        """The task of an accepted message."""
        body = {"message": message, "customer_email": "maya@example.com"}
        if conversation_id is not None:
            body["conversation_id"] = conversation_id
        answer = self.client.post("/support/reply", json=body)
        assert answer.status_code == 202, answer.text
        task: str = answer.json()["task_id"]
        return task

    def answered(self, task: str) -> dict[str, Any]:
        """The result of the task, waited for."""

        def look() -> dict[str, Any] | None:
            answer = self.client.get(f"/support/status/{task}")
            assert answer.status_code == 200, answer.text
            body = answer.json()
            return body["result"] if body["status"] == "completed" else None

        result: dict[str, Any] = wait_for(look, f"an answer; see {self.log}")
        return result

    def answers_in(self, conversation_id: str) -> list[str]:
        """What the assistant said in the conversation."""
        found = self.client.get(f"/api/conversations/{conversation_id}/messages/").json()
        items = found["items"] if isinstance(found, dict) else found
        return [item["text"] for item in items if item["role"] == "assistant"]

    def tickets(self) -> list[str]:
        """The numbers of all the shop's tickets."""
        found = self.client.get("/api/tickets/", params={"limit": 200}).json()
        return [str(item["number"]) for item in found["items"]]
