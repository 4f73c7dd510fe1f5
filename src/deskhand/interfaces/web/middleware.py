"""What happens to every request: a correlation id, a size limit, headers, time and a log line."""

from __future__ import annotations

import re
import time

import structlog
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deskhand.infra.db.admission import TooBusy
from deskhand.infra.errors import DeskhandError
from deskhand.infra.ids import new_id
from deskhand.infra.observability.logging import correlated
from deskhand.infra.observability.metrics import http_request_seconds, http_requests_total
from deskhand.interfaces.web.errors import problem, problem_of, unexpected
from deskhand.interfaces.web.room import Place, Room, holding

log = structlog.get_logger(__name__)

CORRELATION_HEADER = "x-correlation-id"
_CORRELATION = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = frozenset({"/health", "/metrics"})
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class HostAmbiguous(DeskhandError):
    """The request names two hosts; a proxy in front may have gone by the other one."""


class BodyTooLarge(HTTPException):
    """The body went over the limit while it was read."""

    def __init__(self) -> None:
        super().__init__(413)


class RequestFrame:
    """ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, max_body_bytes: int, room: Room | None = None) -> None:
        self._app = app
        self._max_body = max_body_bytes
        self._room = room or Room()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or connection."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        given = headers.get(CORRELATION_HEADER.encode(), b"").decode("ascii", "replace")
        correlation = given if _CORRELATION.fullmatch(given) else new_id().hex
        with correlated(correlation):
            if scope["type"] == "http":
                await self._request(scope, receive, send, correlation, headers)
            elif _hosts(scope) > 1:
                await send({"type": "websocket.close", "code": 1008})
            else:
                await self._app(scope, receive, send)

    async def _request(
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        correlation: str,
        headers: dict[bytes, bytes],
    ) -> None:
        started, status, begun = time.perf_counter(), 500, False
        place = Place(self._room)

        async def answer(message: Message) -> None:
            nonlocal status, begun
            if message["type"] == "http.response.start":
                status, begun = message["status"], True
                place.close()
                own = {
                    b"x-correlation-id": correlation.encode(),
                    b"x-content-type-options": b"nosniff",
                    b"referrer-policy": b"same-origin",
                    b"cache-control": b"no-store",
                }
                named = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *((name, value) for name, value in own.items() if name not in named),
                ]
            await send(message)

        length = headers.get(b"content-length", b"0")
        if _hosts(scope) > 1:
            await problem_of(HostAmbiguous())(scope, receive, answer)
        elif length.isdigit() and int(length) > self._max_body:
            await _too_large()(scope, receive, answer)
        elif self._room.full and scope["path"] not in _QUIET:
            await problem_of(TooBusy())(scope, receive, answer)
        else:
            try:
                with holding(place):
                    await self._app(scope, self._limited(receive, place), answer)
            except BodyTooLarge:
                await _too_large()(scope, receive, answer)
            except Exception:
                # Here and not further out: outside, the correlation id is no longer known.
                log.exception("unexpected error")
                if begun:
                    raise
                await unexpected()(scope, receive, answer)
        self._note(scope, status, time.perf_counter() - started)

    def _limited(self, receive: Receive, place: Place) -> Receive:
        size = 0

        async def limited() -> Message:
            nonlocal size
            place.leave()  # A client that sends slowly keeps nobody else from being served.
            message = await receive()
            place.take()
            size += len(message.get("body", b""))
            if size > self._max_body:
                raise BodyTooLarge
            return message

        return limited

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "unknown")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        labels = {"route": route, "method": method, "status": str(status)}
        http_requests_total.labels(**labels).inc()
        http_request_seconds.labels(**labels).observe(seconds)
        if route not in _QUIET:
            log.info("request", **labels, ms=round(seconds * 1000, 2))


def _hosts(scope: Scope) -> int:
    return sum(1 for name, _ in scope["headers"] if name == b"host")


def _too_large() -> ASGIApp:
    return problem(413, "body_too_large", "The request is too large.")
