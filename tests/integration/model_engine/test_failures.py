"""A model that limits, fails, hangs or breaks off: the customer is answered all the same."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from pydantic import SecretStr

from deskhand.assistant.model.accounting import Account
from deskhand.assistant.plan.steps import Plan
from deskhand.assistant.turn import Usage
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.failures import ModelUnavailable
from deskhand.infra.settings import ModelSettings
from tests.integration.model_engine.conftest import KEY, Bench, MakeBench
from tests.scripted_model import Cuts, Entry, Fails, Garbles, Gathers, Hangs, Obeys, Says
from tests.support.model_turns import QUESTION, WHERE

PLAIN = Plan((WHERE,))


async def test_a_rate_limit_is_waited_for_as_long_as_was_asked(bench: Bench) -> None:
    bench.model.plays(Fails(429, retry_after="2"), Obeys())
    planned = await bench.plan()
    assert (planned.engine, planned.fallback) == ("model", None)
    assert len(bench.pauses) == 1
    assert 2.0 <= bench.pauses[0] <= 2.5


async def test_a_rate_limit_beyond_the_time_left_is_not_waited_for(bench: Bench) -> None:
    bench.model.plays(Fails(429, retry_after="3600"))
    planned = await bench.plan()
    assert planned.fallback == "rate_limited"
    assert bench.pauses == []


async def test_a_used_up_quota_is_not_asked_again(bench: Bench) -> None:
    bench.model.plays(Fails(429, code="insufficient_quota"))
    assert (await bench.plan()).fallback == "model_unavailable"
    assert len(bench.model.requests) == 1


async def test_three_server_errors_end_in_the_plain_reply(bench: Bench) -> None:
    bench.model.plays(Fails(500), Fails(503), Fails(500))
    planned = await bench.plan()
    assert planned.fallback == "model_unavailable"
    assert (planned.plan, planned.engine) == (PLAIN, "offline")
    assert len(bench.model.requests) == 3
    first, second = bench.pauses
    assert 0 <= first <= 0.4
    assert 0 <= second <= 0.8


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (Fails(401), "model_unavailable"),
        (Fails(404), "model_unavailable"),
        (Says("I will not.", refusal=True), "model_refused"),
        (Says("", finish="content_filter"), "model_refused"),
        (Says('{"steps": [{"say": "s1"}', finish="length"), "invalid"),
        (Garbles(), "invalid"),
    ],
)
async def test_what_asking_again_would_not_help_is_asked_once(
    bench: Bench, entry: Entry, code: str
) -> None:
    bench.model.plays(entry)
    planned = await bench.plan()
    assert (planned.plan, planned.engine, planned.fallback) == (PLAIN, "offline", code)
    assert len(bench.model.requests) == 1


async def test_an_answer_that_was_cut_by_its_length_is_paid_for(bench: Bench) -> None:
    bench.model.plays(Says("{", finish="length", tokens=(300, 4096)))
    assert (await bench.plan()).usage.output_tokens == 4096


async def test_an_answer_that_breaks_off_is_asked_for_again(bench: Bench) -> None:
    bench.model.plays(Cuts(), Obeys())
    planned = await bench.plan()
    assert (planned.engine, planned.fallback) == ("model", None)
    assert len(bench.model.requests) == 2


async def test_an_answer_that_breaks_off_each_time_falls_back(bench: Bench) -> None:
    bench.model.plays(Cuts(), Cuts(), Cuts())
    planned = await bench.plan()
    assert (planned.plan, planned.fallback) == (PLAIN, "model_unavailable")


async def test_a_model_that_hangs_is_given_up_in_time(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_TIMEOUT_SECONDS=0.3)
    await bench.engine.warm()
    bench.model.plays(Hangs())
    start = time.monotonic()
    planned = await bench.plan()
    assert (planned.plan, planned.fallback) == (PLAIN, "model_timed_out")
    assert time.monotonic() - start < 2
    assert planned.usage.calls == 1


async def test_a_choice_and_its_repair_have_the_time_of_one_call(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_TIMEOUT_SECONDS=0.5)
    await bench.engine.warm()
    bench.model.plays(Says("No JSON.", latency=0.3), Says("No JSON.", latency=5))
    start = time.monotonic()
    assert (await bench.plan()).fallback == "model_timed_out"
    assert time.monotonic() - start < 2


async def test_a_server_that_is_not_there_falls_back(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_MODEL_BASE_URL="http://127.0.0.1:9/v1")
    assert (await bench.plan()).fallback == "model_unavailable"
    assert len(bench.pauses) == 2


async def test_cancelling_a_turn_closes_its_connection(bench: Bench) -> None:
    await bench.engine.warm()
    bench.model.plays(Hangs())
    task = asyncio.create_task(bench.plan())
    while not bench.model.requests:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        while not bench.model.dropped:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_the_key_is_in_no_log_and_no_error(
    bench: Bench, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echoed = f"the key {KEY} is not valid"
    bench.model.plays(Fails(401, message=echoed), Fails(500, message=echoed), Says("no JSON"))
    for _ in range(3):
        await bench.plan()
    printed = capsys.readouterr()
    everything = caplog.text + printed.out + printed.err
    assert "model_fell_back" in everything
    assert KEY not in everything
    assert QUESTION not in everything
    assert bench.model.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_a_failure_carries_no_trace_of_what_the_provider_said(bench: Bench) -> None:
    bench.model.plays(Fails(401, message=f"the key {KEY} is not valid"))
    calls = await bench.engine._open()
    account = Account(ModelSettings(), Usage())
    with pytest.raises(ModelUnavailable) as caught:
        await calls.ask(
            [{"role": "user", "content": "hello"}], account, deadline=time.monotonic() + 5
        )
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", ["openai:qwen3", "llama3:8b", "some/model", "gpt-4.1-mini"])
async def test_any_model_at_any_compatible_address_can_be_asked_without_a_key(
    make_bench: MakeBench, name: str
) -> None:
    bench = make_bench(CHAT_MODEL=name, OPENAI_API_KEY=None)
    assert (await bench.plan()).fallback is None
    asked = bench.model.requests[0]
    assert asked["model"] == name.removeprefix("openai:")
    assert asked["temperature"] == 0.7


async def test_a_provider_that_cannot_be_opened_is_named_and_the_turn_goes_on(
    make_bench: MakeBench,
) -> None:
    bench = make_bench(CHAT_MODEL="nobody:model", CHAT_MODEL_BASE_URL=None)
    assert (await bench.plan()).fallback == "model_unavailable"
    settings = ModelSettings(CHAT_MODEL="nobody:model", OPENAI_API_KEY=SecretStr(KEY))
    with pytest.raises(ConfigurationInvalid, match="nobody:model") as caught:
        open_chat_model(settings)
    assert KEY not in str(caught.value)


async def test_connections_are_used_again(bench: Bench) -> None:
    await bench.plan()
    before = bench.model.connections
    for _ in range(20):
        await bench.plan()
    assert bench.model.connections - before <= 15


async def test_two_hundred_turns_ask_at_the_same_time(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_TIMEOUT_SECONDS=60)
    bench.model.plays()
    before, bench.model.otherwise = bench.model.otherwise, Gathers(200)
    try:
        planned = await asyncio.gather(*(bench.plan() for _ in range(200)))
    finally:
        bench.model.otherwise = before
    assert {one.fallback for one in planned} == {None}
