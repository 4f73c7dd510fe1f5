"""Chat streams of the OpenAI client as plain dicts, without its costly typed objects.

The client checks each request against its types, and builds a tree of pydantic objects for each
streamed token that LangChain turns back into a dict. That was three quarters of a call's processor
time; plain dicts go both ways without it. This module imports the client: import it lazily.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

from openai import AsyncOpenAI, AsyncStream

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
    """Server-sent events of one answer, each decoded to a dict."""

    async def __aiter__(self) -> AsyncIterator[dict[str, Any]]:
        pieces = self.response.aiter_bytes()
        async for data in _data_fields(pieces):
            if data.startswith(b"[DONE]"):
                # The end of the body is read, so that the connection can be used again.
                with suppress(TimeoutError):
                    async with asyncio.timeout(_DRAIN_SECONDS):
                        async for _ in pieces:
                            pass
                return
            event = json.loads(data)
            if event.get("error"):
                raise ConnectionAbortedError("the provider reported an error within its stream")
            yield event
        raise ConnectionAbortedError("the stream ended without its closing event")


async def _data_fields(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The data of each event of an event stream (WHATWG HTML, section 9.2.6)."""
    rest = b""
    data: list[bytes] = []
    async for piece in pieces:
        lines = (rest + piece).split(b"\n")
        rest = lines.pop()
        for line in lines:
            line = line.rstrip(b"\r")
            if line.startswith(b"data:"):
                data.append(line[5:].lstrip(b" "))
            elif not line and data:
                yield b"\n".join(data)
                data.clear()
    if data or rest.startswith(b"data:"):
        # A last event without its empty line was cut; its sense cannot be trusted.
        raise ConnectionAbortedError("the stream ended within an event")
