"""One correlation id follows a message from the door to the log lines of every node."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from deskhand.assistant.workflow.assembly import REPLY_NODES
from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.settings import ObservabilitySettings
from tests.workflow.chat import Chat, until
from tests.workflow.conftest import Bell

NODES = set(REPLY_NODES)


@pytest.fixture
def json_logs() -> Iterator[None]:
    """Logs of this process as a server writes them."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure_logging(ObservabilitySettings.model_validate({"LOG_LEVEL": "INFO"}))
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)


def lines(written: str, correlation: str) -> list[dict[str, object]]:
    found = []
    for line in written.splitlines():
        if line.startswith("{") and correlation in line:
            found.append(json.loads(line))
    return found


@pytest.mark.usefixtures("json_logs")
async def test_the_correlation_id_of_a_message_is_on_the_log_line_of_every_node(
    chat: Chat, bell: Bell, capsys: pytest.CaptureFixture[str]
) -> None:
    correlation = "correlation-of-this-test"
    question = "My mail is maya@example.com. Where is ORD123?"
    accepted = await chat.send(question, correlation=correlation)
    await chat.ring(accepted)
    await chat.settled(accepted.turn_id)
    written = ""

    async def answered() -> list[dict[str, object]] | None:
        nonlocal written
        written += capsys.readouterr().out
        found = lines(written + bell.logs(), correlation)
        return found if any(line["event"] == "turn answered" for line in found) else None

    found = await until(answered, "the worker logged no answer")
    assert {line["node"] for line in found if line["event"] == "node"} == NODES
    assert {line["correlation_id"] for line in found} == {correlation}
    assert {line["turn_id"] for line in found if line["event"] == "node"} == {str(accepted.turn_id)}
    assert "maya@example.com" not in written + bell.logs()
