"""The worker process beside a server: killed, bereft of its server, and ended in order."""

from __future__ import annotations

import json
import os
import signal
from contextlib import suppress
from functools import partial
from pathlib import Path

import pytest
from websockets.sync.client import connect

from tests.faults.processes import Server, wait_for
from tests.scripted_model import Hangs, ScriptedModel
from tests.support.patience import PATIENCE

PERSON = "It does that strange thing again. I want to talk to a person please"
"""The first sentence is unclear, so that a model is asked; the second opens a ticket."""

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="finding a process's children needs /proc"
)


def _is_gone(pid: int) -> bool:
    """Whether the process has ended; one that nobody has waited for yet has."""
    with suppress(OSError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z"
    return True


def _killed(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def test_a_killed_worker_is_replaced_and_what_it_had_is_answered_once(
    server: Server, model: ScriptedModel
) -> None:
    before = set(server.tickets())
    model.plays(Hangs())
    task = server.ask(PERSON)
    wait_for(lambda: model.requests, "a question to the model")
    first = server.worker
    assert first is not None
    _killed(first)

    result = server.answered(task)
    assert len(server.answers_in(result["conversation_id"])) == 1
    assert len(set(server.tickets()) - before) == 1
    assert server.worker not in (None, first)


def test_answers_and_figures_of_the_worker_come_out_of_the_server(
    server: Server, model: ScriptedModel
) -> None:
    model.plays()
    url = f"ws://127.0.0.1:{server.port}/ws/beside-the-server"
    with connect(url, proxy=None) as line:
        line.send(json.dumps({"type": "message", "text": "Where is ORD123?", "client_id": "c1"}))
        seen: list[str] = []
        while "reply" not in seen:
            seen.append(json.loads(line.recv(timeout=PATIENCE))["type"])
    assert seen[:2] == ["ready", "message.accepted"]
    assert "turn.step" in seen
    assert "reply.delta" in seen

    assert server.client.get("/health").json()["checks"]["workers"]["status"] == "ok"
    counted = 'deskhand_turn_attempts_total{outcome="answered"}'
    assert counted in server.client.get("/metrics").text


def test_a_worker_ends_with_its_server_however_that_ends(server: Server) -> None:
    for end in (server.kill, server.stop):
        worker = server.worker
        assert worker is not None
        end()
        wait_for(partial(_is_gone, worker), "the worker's end")
        server.start()
