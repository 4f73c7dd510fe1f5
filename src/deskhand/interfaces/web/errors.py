"""Every error as problem+json (RFC 9457): a code, a sentence, and the correlation id."""

from __future__ import annotations

import json
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from deskhand.infra.errors import DeskhandError, Unauthenticated, Unavailable
from deskhand.infra.observability.logging import correlation_id

log = structlog.get_logger(__name__)

_HTTP_CODES = {
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not know this method."),
    413: ("body_too_large", "The request is too large."),
}


def problem(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None, **extra: Any
) -> Response:
    """A problem document."""
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail, **extra}
    correlation = correlation_id()
    if correlation is not None:
        body["correlation_id"] = correlation
    return Response(
        json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "replace"),
        status_code=status,
        media_type="application/problem+json",
        headers=headers,
    )


def problem_of(error: DeskhandError) -> Response:
    """The problem document of an expected error."""
    headers: dict[str, str] = {}
    if isinstance(error, Unauthenticated):
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in error.extra:
        headers["Retry-After"] = str(error.extra["retry_after"])
    return problem(error.status, error.code, error.detail, headers, **error.extra)


async def _expected(request: Request, error: Exception) -> Response:
    if not isinstance(error, DeskhandError):
        raise error
    if error.status >= 500:
        log.error("request failed", code=error.code)
    return problem_of(error)


async def _invalid(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem(400, "json_invalid", "The body is not valid JSON.")
    fields = [
        {"field": ".".join(str(part) for part in item["loc"]), "problem": item["msg"]}
        for item in found[:20]
    ]
    first = fields[0]
    return problem(422, "invalid_input", f"{first['field']}: {first['problem']}.", errors=fields)


async def _http(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    code, detail = _HTTP_CODES.get(error.status_code, ("http_error", str(error.detail)))
    if error.status_code == 400:
        # FastAPI answers so to a body that is not UTF-8, or breaks off.
        code, detail = "body_unreadable", "The body cannot be read: it is not valid UTF-8 JSON."
    return problem(error.status_code, code, detail, dict(error.headers or {}))


async def _database_away(request: Request, error: Exception) -> Response:
    log.error("database unavailable", error=type(error).__name__)
    away = Unavailable("The database does not answer now; try again shortly.", retry_after=2)
    return problem_of(away)


async def _not_storable(request: Request, error: Exception) -> Response:
    log.warning("value refused by the database", error=type(error).__name__)
    return problem(422, "invalid_input", "A value in the request cannot be stored.")


def unexpected() -> Response:
    """The problem document of an error that nobody foresaw; the log tells which."""
    return problem(500, "internal_error", "Something went wrong on our side; it was noted.")


def install_error_pages(app: FastAPI) -> None:
    """Render the errors of `app` as problem+json; the unexpected ones are RequestFrame's."""
    app.add_exception_handler(DeskhandError, _expected)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for away in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(away, _database_away)
    app.add_exception_handler(DataError, _not_storable)
