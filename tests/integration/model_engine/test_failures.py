"""A model that limits, fails, hangs or breaks off: the customer is answered all the same."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from pydantic import SecretStr

from deskhand.assistant.engine.model.accounting import Account
from deskhand.assistant.engine.port import Usage
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.failures import ModelUnavailable
from deskhand.infra.settings import ModelSettings
from tests.integration.model_engine.conftest import KEY, PLAIN, Bench, MakeBench, brief_of
from tests.scripted_model import Cuts, Fails, Garbles, Gathers, Hangs, Says, reply_text


async def test_a_rate_limit_is_waited_for_as_long_as_was_asked(bench: Bench) -> None:
    bench.model.plays(Fails(429, retry_after="2"), Says(reply_text("It is on its way.")))
    drafted = await bench.draft()
    assert drafted.draft.text == "It is on its way."
    assert drafted.fallback is None
    assert len(bench.pauses) == 1
    assert 2.0 <= bench.pauses[0] <= 2.5


async def test_a_rate_limit_beyond_the_time_left_is_not_waited_for(bench: Bench) -> None:
    bench.model.plays(Fails(429, retry_after="3600"))
    drafted = await bench.draft()
    assert drafted.fallback == "rate_limited"
    assert bench.pauses == []


async def test_a_used_up_quota_is_not_asked_again(bench: Bench) -> None:
    bench.model.plays(Fails(429, code="insufficient_quota"))
    assert (await bench.draft()).fallback == "model_unavailable"
    assert len(bench.model.requests) == 1


async def test_three_server_errors_end_in_the_plain_reply(bench: Bench) -> None:
    bench.model.plays(Fails(500), Fails(503), Fails(500))
    drafted = await bench.draft()
    assert drafted.fallback == "model_unavailable"
    assert drafted.draft == PLAIN
    assert drafted.engine == "offline"
    assert len(bench.model.requests) == 3
    first, second = bench.pauses
    assert 0 <= first <= 0.4
    assert 0 <= second <= 0.8
    assert bench.shown == [PLAIN.text]


async def test_an_error_of_ours_is_not_repeated(bench: Bench) -> None:
    bench.model.plays(Fails(401))
    assert (await bench.draft()).fallback == "model_unavailable"
    assert len(bench.model.requests) == 1


async def test_a_model_that_hangs_is_given_up_in_time(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_TIMEOUT_SECONDS=0.3)
    await bench.engine.warm()
    bench.model.plays(Hangs())
    start = time.monotonic()
    drafted = await bench.draft()
    assert drafted.fallback == "model_timed_out"
    assert drafted.draft == PLAIN
    assert time.monotonic() - start < 2
    assert drafted.usage.calls == 1


async def test_a_stream_that_stalls_is_given_up_in_time(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_TIMEOUT_SECONDS=0.3)
    await bench.engine.warm()
    bench.model.plays(Says(reply_text("It is on its way."), pieces=2, pause=30))
    drafted = await bench.draft()
    assert drafted.fallback == "model_timed_out"
    assert drafted.usage.output_tokens > 0
    assert PLAIN.text not in bench.shown


@pytest.mark.parametrize("entry", [Cuts("It is on "), Cuts("It is on ", clean=True), Garbles()])
async def test_a_stream_that_breaks_each_time_falls_back(
    bench: Bench, entry: Cuts | Garbles
) -> None:
    bench.model.plays(entry, entry, entry)
    drafted = await bench.draft()
    assert drafted.fallback == "model_stream_broken"
    assert drafted.draft == PLAIN
    assert len(bench.model.requests) == 3
    assert drafted.usage.calls == 3


async def test_a_server_that_is_not_there_falls_back(make_bench: MakeBench) -> None:
    bench = make_bench(CHAT_MODEL_BASE_URL="http://127.0.0.1:9/v1")
    drafted = await bench.draft()
    assert drafted.fallback == "model_unavailable"
    assert len(bench.pauses) == 2


async def test_cancelling_a_turn_closes_its_connection(bench: Bench) -> None:
    await bench.engine.warm()
    bench.model.plays(Hangs())
    task = asyncio.create_task(bench.draft())
    while not bench.model.requests:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with asyncio.timeout(5):
        while not bench.model.dropped:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert bench.fallback.briefs == []


async def test_the_key_is_in_no_log_and_no_error(
    bench: Bench, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    echoed = f"the key {KEY} is not valid"
    bench.model.plays(Fails(401, message=echoed), Fails(500, message=echoed), Says("no metadata"))
    for _ in range(3):
        await bench.draft()
    printed = capsys.readouterr()
    everything = caplog.text + printed.out + printed.err
    assert "model_fell_back" in everything
    assert KEY not in everything
    assert "Where is my order" not in everything
    assert bench.model.headers[0]["authorization"] == f"Bearer {KEY}"


async def test_a_failure_carries_no_trace_of_what_the_provider_said(bench: Bench) -> None:
    bench.model.plays(Fails(401, message=f"the key {KEY} is not valid"))
    ask = await bench.engine._asking(Account(ModelSettings(), Usage()))
    with pytest.raises(ModelUnavailable) as caught:
        await ask([{"role": "user", "content": "hello"}], None, ())
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error} {error!r} {vars(error)}"
        error = error.__cause__ or error.__context__


@pytest.mark.parametrize("name", ["openai:qwen3", "llama3:8b", "some/model", "gpt-4.1-mini"])
async def test_any_model_at_any_compatible_address_can_be_asked_without_a_key(
    make_bench: MakeBench, name: str
) -> None:
    bench = make_bench(CHAT_MODEL=name, OPENAI_API_KEY=None)
    drafted = await bench.draft()
    assert drafted.fallback is None
    asked = bench.model.requests[0]
    assert asked["model"] == name.removeprefix("openai:")
    assert asked["temperature"] == 0.7
    assert asked["stream_options"] == {"include_usage": True}


async def test_a_provider_that_cannot_be_opened_is_named_and_the_turn_goes_on(
    make_bench: MakeBench,
) -> None:
    bench = make_bench(CHAT_MODEL="nobody:model", CHAT_MODEL_BASE_URL=None)
    assert (await bench.draft(brief_of())).fallback == "model_unavailable"
    settings = ModelSettings(CHAT_MODEL="nobody:model", OPENAI_API_KEY=SecretStr(KEY))
    with pytest.raises(ConfigurationInvalid, match="nobody:model") as caught:
        open_chat_model(settings)
    assert KEY not in str(caught.value)


async def test_connections_are_used_again(bench: Bench) -> None:
    await bench.draft()
    before = bench.model.connections
    for _ in range(20):
        await bench.draft()
    assert bench.model.connections - before <= 15


async def test_a_server_that_tells_no_usage_in_streams_is_asked_without_it(bench: Bench) -> None:
    bench.model.plays(Fails(400, message="unknown field: stream_options"))
    drafted = await bench.draft()
    assert drafted.fallback is None
    await bench.draft()
    asked = ["stream_options" in request for request in bench.model.requests]
    assert asked == [True, False, False]
    assert drafted.usage.input_tokens > 100


async def test_two_hundred_turns_ask_at_the_same_time(bench: Bench) -> None:
    bench.model.plays()
    before, bench.model.otherwise = bench.model.otherwise, Gathers(200)
    try:
        all_drafted = await asyncio.gather(*(bench.draft() for _ in range(200)))
    finally:
        bench.model.otherwise = before
    assert {drafted.fallback for drafted in all_drafted} == {None}
