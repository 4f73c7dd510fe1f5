"""Chat streams of the OpenAI client as plain dicts, without its costly typed objects.

The client checks each request against its types, and builds a tree of pydantic objects for each
streamed token that LangChain turns back into a dict. That was three quarters of a call's processor
time; plain dicts go both ways without it. This module imports the client: import it lazily.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing, suppress
from itertools import groupby
from typing import Any

from openai import AsyncOpenAI, AsyncStream

_END = b"[DONE]"
_DRAIN_SECONDS = 0.5
_OPTIONS = {
    "extra_headers": "headers",
    "extra_query": "params",
    "extra_body": "extra_json",
    "timeout": "timeout",
}


class PlainCompletions:
    """`chat.completions` of `client`, as LangChain uses it, but its streams yield dicts."""

    def __init__(self, client: AsyncOpenAI) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client.chat.completions, name)

    async def create(self, **payload: Any) -> Any:
        """A completion, or with `stream=True` a stream of dicts. Raises the client's own errors."""
        if not payload.get("stream"):
            return await self._client.chat.completions.create(**payload)
        options: Any = {
            option: payload.pop(name) for name, option in _OPTIONS.items() if name in payload
        }
        return await self._client.post(
            "/chat/completions",
            cast_to=object,
            body=payload,
            options=options,
            stream=True,
            stream_cls=PlainStream,
        )


class PlainStream(AsyncStream[dict[str, Any]]):
    """Server-sent events of one answer, each decoded to a dict.

    Pieces of text that arrived together are passed on as one: the busier the process, the larger
    the pieces, and the less each token costs.
    """

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        async with aclosing(_together(self.response.aiter_bytes())) as pieces:
            async for arrived in _data_fields(pieces):
                done = _END in arrived
                told = arrived[: arrived.index(_END)] if done else arrived
                for event in _joined(_decoded(told)):
                    if event.get("error"):
                        raise ConnectionAbortedError(
                            "the stream holds an error or what is no event"
                        )
                    yield event
                if done:
                    # The end of the body is read, so that the connection can be used again.
                    with suppress(TimeoutError):
                        async with asyncio.timeout(_DRAIN_SECONDS):
                            async for _ in pieces:
                                pass
                    return
        raise ConnectionAbortedError("the stream ended without its closing event")


async def _together(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """The bytes of `pieces`; those that wait to be taken come as one."""
    waiting: list[bytes] = []
    changed = asyncio.Event()

    async def read() -> None:
        try:
            async for piece in pieces:
                waiting.append(piece)
                changed.set()
        finally:
            changed.set()

    reading = asyncio.create_task(read())
    try:
        while waiting or not reading.done():
            await changed.wait()
            changed.clear()
            if waiting:
                piece = b"".join(waiting)
                waiting.clear()
                yield piece
        await reading  # Its error, if it ended with one.
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _data_fields(pieces: AsyncIterator[bytes]) -> AsyncIterator[list[bytes]]:
    """The data of the events that each read of an event stream completes.

    The format is that of WHATWG HTML, section 9.2.6.
    """
    rest = b""
    data: list[bytes] = []
    async for piece in pieces:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        arrived: list[bytes] = []
        for line in lines:
            line = line.rstrip(b"\r")
            if line.startswith(b"data:"):
                data.append(line[5:].lstrip(b" "))
            elif not line and data:
                arrived.append(b"\n".join(data))
                data.clear()
        if arrived:
            yield arrived
    if data or rest.startswith(b"data:"):
        # A last event without its empty line was cut; its sense cannot be trusted.
        raise ConnectionAbortedError("the stream ended within an event")


def _decoded(data: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    """The events; one that is no JSON is an error of the stream, after all that came before it."""
    for one in data:
        try:
            event = json.loads(one)
        except ValueError:
            event = None
        if not isinstance(event, dict):
            yield {"error": "no event"}
            return
        yield event


def _joined(events: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The events in order, neighbours that carry nothing but text made one."""
    for is_text, group in groupby(events, key=_is_text):
        if not is_text:
            yield from group
            continue
        several = list(group)
        first = several[0]
        choice = first["choices"][0]
        text = "".join(event["choices"][0]["delta"]["content"] for event in several)
        yield first | {"choices": [choice | {"delta": choice["delta"] | {"content": text}}]}


def _is_text(event: dict[str, Any]) -> bool:
    """Whether the event is a piece of text and nothing else."""
    choices = event.get("choices")
    if not choices or len(choices) != 1 or event.get("usage") or event.get("error"):
        return False
    choice = choices[0]
    delta = choice.get("delta") or {}
    return (
        not choice.get("finish_reason")
        and not choice.get("logprobs")
        and delta.keys() <= {"role", "content"}
        and isinstance(delta.get("content"), str)
    )
