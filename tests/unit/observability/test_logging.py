"""Log lines: JSON, one correlation id, no personal data, no secrets."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import structlog
from pydantic import BaseModel

from deskhand.infra.observability.logging import (
    bind_correlation,
    configure_logging,
    correlated,
    correlation_id,
)
from deskhand.infra.settings import ObservabilitySettings

Lines = Callable[[], list[dict[str, Any]]]
ANN = "ann.lee@example.com"
CARD = "4111 1111 1111 1111"
PHONE = "+1 415 555 0132"


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Iterator[Lines]:
    """Configured logging, and what was written since the last call."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    configure_logging(ObservabilitySettings(LOG_LEVEL="INFO"))
    yield lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_a_record_is_one_json_line_with_time_level_logger_and_fields(lines: Lines) -> None:
    structlog.get_logger("deskhand.turns").info("turn.claimed", fence=3)
    (line,) = lines()
    assert line["event"] == "turn.claimed"
    assert (line["level"], line["logger"], line["fence"]) == ("info", "deskhand.turns", 3)
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize("name", ["uvicorn.error", "uvicorn.access", "sqlalchemy", "celery.worker"])
def test_records_of_the_standard_library_take_the_same_shape(lines: Lines, name: str) -> None:
    with correlated("c-1"):
        logging.getLogger(name).warning("%s happened", "something")
    (line,) = lines()
    assert (line["event"], line["logger"]) == ("something happened", name)
    assert line["correlation_id"] == "c-1"


async def test_the_correlation_id_follows_a_task_and_stays_out_of_its_neighbours(
    lines: Lines,
) -> None:
    log = structlog.get_logger("test")

    async def step() -> None:
        log.info("step", expected=correlation_id())

    async def message(id: str) -> None:
        bind_correlation(id)
        await asyncio.sleep(0)
        await asyncio.create_task(step())

    await asyncio.gather(message("c-1"), message("c-2"))
    assert {line["correlation_id"] for line in lines()} == {"c-1", "c-2"}
    assert correlation_id() is None


def test_a_customers_data_is_in_no_line_wherever_it_stands(lines: Lines) -> None:
    log = structlog.get_logger("test")
    log.info(
        f"from {ANN}", text=f"call {PHONE}", nested={"cards": [CARD], ANN: 1}, error=ValueError(ANN)
    )
    logging.getLogger("other").warning("card %s of %s", CARD, ANN)
    logging.getLogger("uvicorn.access").info(
        '%s - "%s %s HTTP/%s" %d',
        "client",
        "GET",
        "/ws/1?customer=ann.lee%40example.com",
        "1.1",
        101,
    )
    try:
        raise RuntimeError(f"cannot write to {ANN}")
    except RuntimeError:
        log.exception("turn.failed")
    written = json.dumps(lines())
    for secret in (ANN, "ann.lee", CARD, PHONE, "555 0132"):
        assert secret not in written
    assert "RuntimeError" in written


def test_secrets_are_dropped_and_counts_of_tokens_stay(lines: Lines) -> None:
    structlog.get_logger("test").info(
        "signed in",
        password="hunter22",
        nested={"apiKey": "sk-1", "access_token": "t-1", "Authorization": "x", "tokens": 5},
        input_tokens=12,
        url="postgresql://app:hunter22@db/desk",
        link="/ws/1?token=abc123&after=4",
        header="Bearer abcdefgh12345678",
    )
    (line,) = lines()
    written = json.dumps(line)
    for secret in ("hunter22", "sk-1", "t-1", "abc123", "abcdefgh12345678", "password"):
        assert secret not in written
    assert line["nested"] == {"tokens": 5}
    assert line["input_tokens"] == 12
    assert line["link"].endswith("&after=4")


def test_ids_moments_and_order_numbers_stay_readable(lines: Lines) -> None:
    row = uuid4()
    structlog.get_logger("test").info(
        "turn", turn_id=row, order="ORD123", at="2026-11-21T02:24:00Z"
    )
    (line,) = lines()
    assert line["turn_id"] == str(row)
    assert (line["order"], line["at"]) == ("ORD123", "2026-11-21T02:24:00Z")


def test_less_severe_records_are_not_written(lines: Lines) -> None:
    structlog.get_logger("test").debug("detail")
    logging.getLogger("test").debug("detail")
    assert lines() == []


def test_configuring_again_does_not_write_lines_twice(lines: Lines) -> None:
    configure_logging(ObservabilitySettings(LOG_LEVEL="INFO"))
    structlog.get_logger("test").info("once")
    assert [line["event"] for line in lines()] == ["once"]


def test_a_terminal_gets_lines_for_people(lines: Lines, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(ObservabilitySettings(LOG_LEVEL="INFO"), json=False)
    structlog.get_logger("test").info("ready", mail=ANN)
    written = capsys.readouterr().out
    assert "ready" in written
    assert ANN not in written
    assert not written.startswith("{")


def test_what_errors_quote_of_refused_values_is_not_logged(lines: Lines) -> None:
    class Wish(BaseModel):
        text: int

    words = "\n".join(("my dear", "mother"))
    row = f"value too long\nDETAIL:  Failing row contains (1, {words}).\nCONTEXT:  here"

    def refuse() -> None:
        raise ValueError(row)

    for refusing in (lambda: Wish.model_validate({"text": words}), refuse):
        try:
            refusing()
        except ValueError:
            structlog.get_logger("deskhand").exception("refused")
    quoted, detailed = (line["exception"] for line in lines())
    for told in (quoted, detailed):
        assert "my dear" not in told
        assert "mother" not in told
    assert "input_type=str" in quoted
    assert "CONTEXT:  here" in detailed
