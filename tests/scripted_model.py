"""A scripted language model: an OpenAI-compatible HTTP server on loopback that plays entries.

`python -m tests.scripted_model --port 8090 --latency 2` runs it alone, for benchmarks.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

_MODEL = "scripted"
_REASONS = {200: "OK", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error"}


@dataclass(frozen=True)
class Says:
    """An answer in these words; with `refusal` they are why the model will not answer."""

    text: str
    latency: float = 0.0
    tokens: tuple[int, int] | None = (100, 20)
    finish: str = "stop"
    refusal: bool = False


def answers(**value: Any) -> Says:
    """A JSON object as the answer."""
    return Says(json.dumps(value))


def chooses(*steps: dict[str, Any]) -> Says:
    """A choice of steps, as `{"say": "s1"}`."""
    return answers(steps=list(steps))


@dataclass(frozen=True)
class Obeys:
    """Keeps to the schema that comes with the call.

    It says the first sentence that it may, or quotes the first one; each clause has `intent`,
    without which it reads none. `typed` is put beside the steps, as by a model that insists on
    words of its own.
    """

    intent: str = ""
    typed: str = ""
    latency: float = 0.0
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
    """The connection ends in the middle of the answer."""


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
    """What is answered is no JSON."""


Entry = Says | Obeys | Fails | Hangs | Cuts | Garbles | Gathers


@dataclass
class ScriptedModel:
    """Plays `script` in order, then `otherwise` for ever; keeps what it was asked."""

    script: list[Entry] = field(default_factory=list)
    otherwise: Entry = field(default_factory=Obeys)
    port: int = 0
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    arrivals: list[float] = field(default_factory=list)
    connections: int = 0
    dropped: int = 0
    """Connections that the client closed while an answer was under way."""
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
            case Garbles():
                _body(writer, 200, b'{"id": "chatcmpl-scripted", "choices": [{"mess')
            case Cuts():
                whole = json.dumps(_completion("It is on its way.", Says(""))).encode()
                _body(writer, 200, whole[:40], length=len(whole))
                await writer.drain()
                writer.close()
                return False
            case Gathers():
                await entry.wait()
                _plain(writer, 200, _completion(_obedient(request, Obeys()), Says("")))
            case Says(text=text, latency=latency):
                await asyncio.sleep(latency)
                _plain(writer, 200, _completion(text, entry))
            case Obeys(latency=latency, tokens=tokens):
                await asyncio.sleep(latency)
                said = _obedient(request, entry)
                _plain(writer, 200, _completion(said, Says("", tokens=tokens)))
        await writer.drain()
        return True


def _obedient(request: dict[str, Any], entry: Obeys) -> str:
    """An answer that fits the schema of the request; words where it has none."""
    held = (request.get("response_format") or {}).get("json_schema")
    if held is None:
        return "The customer asked something."
    listed = next(iter(held["schema"]["properties"].values()))["items"]
    if "anyOf" in listed:
        kinds = {next(iter(kind["properties"])): kind for kind in listed["anyOf"]}
        step = {"offer_person": True}
        if "say" in kinds:
            step = {"say": kinds["say"]["properties"]["say"]["enum"][0]}
        elif "quote" in kinds:
            step = {"quote": kinds["quote"]["properties"]["quote"]["items"]["enum"][:1]}
        beside = {"text": entry.typed} if entry.typed else {}
        return json.dumps({"steps": [step], **beside})
    names = {name: one["enum"] for name, one in listed["properties"].items()}
    read = names["clause"] if entry.intent else []
    clauses = [{"clause": clause, "kind": "says", "intent": entry.intent} for clause in read]
    return json.dumps({"clauses": clauses})


def _plain(
    writer: asyncio.StreamWriter, status: int, body: Any, extra: dict[str, str] | None = None
) -> None:
    _body(writer, status, json.dumps(body).encode(), extra)


def _body(
    writer: asyncio.StreamWriter,
    status: int,
    data: bytes,
    extra: dict[str, str] | None = None,
    length: int | None = None,
) -> None:
    lines = [
        f"HTTP/1.1 {status} {_REASONS.get(status, 'Status')}",
        "Content-Type: application/json",
    ]
    lines += [f"{name}: {value}" for name, value in (extra or {}).items()]
    lines += [f"Content-Length: {len(data) if length is None else length}", "", ""]
    writer.write("\r\n".join(lines).encode() + data)


def _completion(text: str, says: Says) -> dict[str, Any]:
    message = {"role": "assistant", "content": None if says.refusal else text}
    if says.refusal:
        message["refusal"] = text
    body: dict[str, Any] = {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 1,
        "model": _MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": says.finish}],
    }
    if says.tokens:
        read, wrote = says.tokens
        body["usage"] = {
            "prompt_tokens": read,
            "completion_tokens": wrote,
            "total_tokens": read + wrote,
        }
    return body


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
    """Serve one kind of answer for ever, after a fixed latency."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--latency", type=float, default=2.0, help="seconds before each answer")
    options.add_argument("--text", help="say this instead of what the schema asks for")
    given = options.parse_args()
    entry: Entry = Obeys(latency=given.latency)
    if given.text:
        entry = Says(given.text, latency=given.latency)
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
