"""A scripted language model: an OpenAI-compatible HTTP server on loopback that plays entries.

`python -m tests.scripted_model --port 8090 --latency 2` runs it alone, for benchmarks.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count, product
from typing import Any

_MODEL = "scripted"
_REASONS = {200: "OK", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error"}


def reply_text(
    text: str, *, cited: Iterable[str] = (), confidence: float = 0.9, needs_person: bool = False
) -> str:
    """`text` with the trailer that the model engine asks for."""
    trailer = {"cited": list(cited), "confidence": confidence, "needs_person": needs_person}
    return f"{text}\n```meta\n{json.dumps(trailer)}\n```"


@dataclass(frozen=True)
class Says:
    """An answer, streamed in `pieces` with `pause` seconds between them.

    `{nth}` in its text becomes another word each time it is said.
    """

    text: str
    pieces: int = 1
    pause: float = 0.0
    latency: float = 0.0
    tokens: tuple[int, int] | None = (100, 20)
    finish: str = "stop"


@dataclass(frozen=True)
class CallsTools:
    """Calls of tools as (name, arguments); arguments that are text are sent as they are."""

    calls: tuple[tuple[str, dict[str, Any] | str], ...]
    text: str = ""
    tokens: tuple[int, int] | None = (100, 20)


@dataclass(frozen=True)
class Fails:
    """An error status, with seconds to wait when given."""

    status: int
    retry_after: str | None = None
    message: str = "the scripted model fails"
    code: str | None = None


@dataclass(frozen=True)
class Hangs:
    """No byte is answered until the client goes away."""


@dataclass(frozen=True)
class Cuts:
    """The stream starts with `text` and then ends: dropped, or `clean` as if all was said."""

    text: str = ""
    clean: bool = False


@dataclass
class Gathers:
    """No request is answered before `number` of them are waiting."""

    number: int
    waiting: int = 0
    gathered: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self) -> None:
        self.waiting += 1
        if self.waiting >= self.number:
            self.gathered.set()
        await self.gathered.wait()


@dataclass(frozen=True)
class Garbles:
    """The stream starts well and goes on with what is no JSON."""

    text: str = "It is"


Entry = Says | CallsTools | Fails | Hangs | Cuts | Garbles | Gathers


@dataclass
class ScriptedModel:
    """Plays `script` in order, then `otherwise` for ever; keeps what it was asked."""

    script: list[Entry] = field(default_factory=list)
    otherwise: Entry = field(default_factory=lambda: Says(reply_text("I can help with that.")))
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    connections: int = 0
    dropped: int = 0
    """Connections that the client closed while an answer was under way."""
    numbers: Iterator[int] = field(default_factory=count)
    keep: bool = True
    """Whether requests are kept; a benchmark turns it off."""

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    def plays(self, *entries: Entry) -> None:
        """Forget what happened and play `entries` from now on."""
        self.script = list(entries)
        self.requests.clear()
        self.headers.clear()
        self.arrivals.clear()
        self.dropped = 0

    async def serve(self) -> asyncio.Server:
        """Listen on loopback; `port` 0 becomes the port that was given."""
        server = await asyncio.start_server(self._connection, "127.0.0.1", self.port, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while await self._exchange(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip()
            for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        if not head[0].startswith("POST /v1/chat/completions "):
            _plain(writer, 404, {"error": {"message": "no such path"}})
            return True
        request = json.loads(body)
        if self.keep:
            self.requests.append(request)
            self.headers.append(headers)
            self.arrivals.append(time.monotonic())
        entry = self.script.pop(0) if self.script else self.otherwise
        try:
            return await self._play(entry, request, reader, writer)
        except ConnectionError:
            self.dropped += 1
            raise

    async def _play(
        self,
        entry: Entry,
        request: dict[str, Any],
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> bool:
        match entry:
            case Hangs():
                await reader.read(1)
                self.dropped += 1
                return False
            case Fails(status, retry_after, message, code):
                extra = {"Retry-After": retry_after} if retry_after is not None else {}
                _plain(writer, status, {"error": {"message": message, "code": code}}, extra)
            case Garbles(text):
                _start_stream(writer)
                _chunk(writer, _delta({"role": "assistant", "content": text}))
                _chunk(writer, '{"id": "chatcmpl-scripted", "choices": [{"del')
                _end_stream(writer, None, request)
            case Cuts(text, clean):
                _start_stream(writer)
                if text:
                    _chunk(writer, _delta({"role": "assistant", "content": text}))
                if clean:
                    writer.write(b"0\r\n\r\n")
                await writer.drain()
                writer.close()
                return False
            case Gathers():
                await entry.wait()
                await _stream_text(writer, Says(reply_text("Here you are.")), request)
            case Says(latency=latency):
                if latency:
                    await asyncio.sleep(latency)
                entry = replace(entry, text=entry.text.replace("{nth}", _word(next(self.numbers))))
                if request.get("stream"):
                    await _stream_text(writer, entry, request)
                else:
                    _plain(writer, 200, _completion({"content": entry.text}, entry))
            case CallsTools():
                if request.get("stream"):
                    _stream_calls(writer, entry, request)
                else:
                    calls = {"content": entry.text, "tool_calls": _calls(entry)}
                    _plain(writer, 200, _completion(calls, entry))
        await writer.drain()
        return True


def _word(number: int) -> str:
    """A word of its own for each number."""
    syllables = ["".join(pair) for pair in product("bdfgklmnprst", "aeiou")]
    word = syllables[number % len(syllables)]
    return word if number < len(syllables) else _word(number // len(syllables)) + word


def _plain(
    writer: asyncio.StreamWriter, status: int, body: Any, extra: dict[str, str] | None = None
) -> None:
    data = json.dumps(body).encode()
    lines = [
        f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}",
        "Content-Type: application/json",
    ]
    lines += [f"{name}: {value}" for name, value in (extra or {}).items()]
    lines += [f"Content-Length: {len(data)}", "", ""]
    writer.write("\r\n".join(lines).encode() + data)


def _start_stream(writer: asyncio.StreamWriter) -> None:
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
    )


def _chunk(writer: asyncio.StreamWriter, event: Any) -> None:
    payload = event if isinstance(event, str) else json.dumps(event)
    data = f"data: {payload}\n\n".encode()
    writer.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def _end_stream(
    writer: asyncio.StreamWriter, tokens: tuple[int, int] | None, request: dict[str, Any]
) -> None:
    if tokens and (request.get("stream_options") or {}).get("include_usage"):
        _chunk(writer, {**_delta({}), "choices": [], "usage": _usage(tokens)})
    _chunk(writer, "[DONE]")
    writer.write(b"0\r\n\r\n")


def _delta(delta: dict[str, Any], finish: str | None = None) -> dict[str, Any]:
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": _MODEL,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }


def _usage(tokens: tuple[int, int]) -> dict[str, int]:
    return {
        "prompt_tokens": tokens[0],
        "completion_tokens": tokens[1],
        "total_tokens": sum(tokens),
    }


def _completion(message: dict[str, Any], entry: Says | CallsTools) -> dict[str, Any]:
    finish = entry.finish if isinstance(entry, Says) else "tool_calls"
    body: dict[str, Any] = {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 1,
        "model": _MODEL,
        "choices": [
            {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": finish}
        ],
    }
    if entry.tokens:
        body["usage"] = _usage(entry.tokens)
    return body


def _calls(entry: CallsTools) -> list[dict[str, Any]]:
    return [
        {
            "index": number,
            "id": f"call_{number}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": given if isinstance(given, str) else json.dumps(given),
            },
        }
        for number, (name, given) in enumerate(entry.calls)
    ]


async def _stream_text(writer: asyncio.StreamWriter, says: Says, request: dict[str, Any]) -> None:
    _start_stream(writer)
    size = max(1, -(-len(says.text) // says.pieces))
    for start in range(0, len(says.text), size):
        if start and says.pause:
            await writer.drain()
            await asyncio.sleep(says.pause)
        _chunk(writer, _delta({"role": "assistant", "content": says.text[start : start + size]}))
    _chunk(writer, _delta({}, says.finish))
    _end_stream(writer, says.tokens, request)


def _stream_calls(writer: asyncio.StreamWriter, entry: CallsTools, request: dict[str, Any]) -> None:
    _start_stream(writer)
    if entry.text:
        _chunk(writer, _delta({"role": "assistant", "content": entry.text}))
    for call in _calls(entry):
        written = call["function"]["arguments"]
        half = len(written) // 2
        first = {**call, "function": {**call["function"], "arguments": written[:half]}}
        rest = {"index": call["index"], "function": {"arguments": written[half:]}}
        _chunk(writer, _delta({"role": "assistant", "content": None, "tool_calls": [first]}))
        _chunk(writer, _delta({"tool_calls": [rest]}))
    _chunk(writer, _delta({}, "tool_calls"))
    _end_stream(writer, entry.tokens, request)


@contextmanager
def running(model: ScriptedModel) -> Iterator[ScriptedModel]:
    """`model`, served by a thread with its own event loop for the duration of the block."""
    started = threading.Event()
    stop: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        server = await model.serve()
        ended = asyncio.Event()
        stop.append((asyncio.get_running_loop(), ended))
        started.set()
        await ended.wait()
        server.close()
        mine = asyncio.current_task()
        open_connections = [task for task in asyncio.all_tasks() if task is not mine]
        for task in open_connections:
            task.cancel()
        await asyncio.gather(*open_connections, return_exceptions=True)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="scripted-model")
    thread.start()
    started.wait()
    try:
        yield model
    finally:
        loop, ended = stop[0]
        loop.call_soon_threadsafe(ended.set)
        thread.join()


def main() -> None:
    """Serve one answer for ever, after a fixed latency."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--latency", type=float, default=2.0, help="seconds before each answer")
    options.add_argument("--pieces", type=int, default=20, help="pieces of each stream")
    options.add_argument("--text", default="Your order is on its way and I am glad to help. " * 5)
    given = options.parse_args()
    entry = Says(reply_text(given.text.strip()), pieces=given.pieces, latency=given.latency)
    model = ScriptedModel(otherwise=entry, port=given.port, keep=False)

    async def serve() -> None:
        server = await model.serve()
        print(model.base_url, flush=True)
        await server.serve_forever()

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
