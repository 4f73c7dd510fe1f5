"""HTTP connections that are cut when a client sends too slowly, never to the end, or too much."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD: Final = 65_536
"""Bytes of a request line and its headers."""
HEAD_SECONDS: Final = 10.0
"""From the connection, or the end of the last answer, to the last header."""
BODY_SECONDS: Final = 10.0
"""How often one looks whether a body comes in."""
SLOWEST_BODY: Final = 1_000
"""Bytes a second, over each `BODY_SECONDS`."""
ANSWER_SECONDS: Final = 30.0
"""How long an answer may lie unread."""
_LINGER_SECONDS: Final = 2.0
"""A connection that is closed while more comes in is reset, and its answer lost with it."""
MOST_LINES: Final = 2_000
"""Open connections of the process, WebSockets included."""


class _HeadTooLarge(Exception):
    """More than `LARGEST_HEAD`; told to the parser, which ends the request."""


class BoundedHttp(HttpToolsProtocol):
    """uvicorn's protocol with a bound on time and size of what a client sends.

    A client that is cut gets problem+json where no answer has begun. An application that reads
    slowly is no fault of the client: then the clock stands still.
    """

    head_seconds = HEAD_SECONDS
    body_seconds = BODY_SECONDS

    _clock: asyncio.TimerHandle | None = None
    _unread: asyncio.TimerHandle | None = None
    _reading_head = True
    _head = 0
    _body = 0
    _refusal = HTTPStatus.BAD_REQUEST
    _refused = False

    # asyncio promises less, a BaseTransport; uvicorn's own method takes what a line really has.
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the first head; or, with too many lines open, for nothing."""
        super().connection_made(transport)
        if len(self.connections) > MOST_LINES:
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
            return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is waited for any more."""
        self._stop_clock()
        if self._unread is not None:
            self._unread.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what belongs to an unfinished head; the rest is uvicorn's."""
        if self._refused or self.transport.is_closing():
            return
        if self._clock is None and (self.cycle is None or self.cycle.response_complete):
            self._expect_head()
        self._head += len(data) if self._reading_head else 0
        super().data_received(data)
        if self._reading_head and self._head > LARGEST_HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_headers_complete(self) -> None:
        """The head is whole; from now on a body may come."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > LARGEST_HEAD:
            self._refusal = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise _HeadTooLarge
        self._reading_head, self._head, self._body = False, 0, 0
        self._start_clock(self.body_seconds, self._look_at_body)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Count what came in."""
        self._body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole; what follows is another one's head."""
        self._stop_clock()
        self._reading_head = True
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client reads more slowly than it is answered."""
        self._unread = self.loop.call_later(ANSWER_SECONDS, self.transport.abort)
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client reads on."""
        if self._unread is not None:
            self._unread.cancel()
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        """The WebSocket has clocks of its own."""
        self._stop_clock()
        super().handle_websocket_upgrade()

    def send_400_response(self, msg: str) -> None:
        """What the parser does not take."""
        self._refuse(self._refusal)

    def _expect_head(self) -> None:
        self._start_clock(self.head_seconds, lambda: self._refuse(HTTPStatus.REQUEST_TIMEOUT))

    def _look_at_body(self) -> None:
        if self._body < SLOWEST_BODY * self.body_seconds and not self.flow.read_paused:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)
            return
        self._body = 0
        self._start_clock(self.body_seconds, self._look_at_body)

    def _start_clock(self, seconds: float, then: Callable[[], None]) -> None:
        self._stop_clock()
        self._clock = self.loop.call_later(seconds, then)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _refuse(self, status: HTTPStatus) -> None:
        """Say why, unless an answer is on its way already, and hang up."""
        self._stop_clock()
        if self._refused or self.transport.is_closing():
            return
        self._refused = True
        if self.cycle is not None and self.cycle.response_started != self.cycle.response_complete:
            self.transport.close()
            return
        self.transport.write(_problem(status))
        self.transport.write_eof()
        self._start_clock(_LINGER_SECONDS, self.transport.close)


_SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: ("request_unreadable", "This is no HTTP request."),
    HTTPStatus.REQUEST_TIMEOUT: ("request_too_slow", "The request came in too slowly."),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "headers_too_large",
        f"The headers are larger than {LARGEST_HEAD} bytes.",
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: ("too_busy", "Too many connections; try again shortly."),
}


def _problem(status: HTTPStatus) -> bytes:
    code, detail = _SENTENCES[status]
    body = json.dumps(
        {"type": "about:blank", "status": status.value, "code": code, "detail": detail}
    ).encode()
    head = [
        f"HTTP/1.1 {status.value} {status.phrase}",
        "content-type: application/problem+json",
        f"content-length: {len(body)}",
        "connection: close",
    ]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        head.append("retry-after: 1")
    return "\r\n".join([*head, "", ""]).encode() + body
