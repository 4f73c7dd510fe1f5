"""Structured logs: one JSON line a record on stdout, one correlation id, no personal data."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from deskhand.infra.observability.redaction import redact
from deskhand.infra.settings import ObservabilitySettings

_correlation: ContextVar[str | None] = ContextVar("deskhand_correlation_id", default=None)

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_SECRET_KEY = re.compile(
    r"(?:^|[_\-. ])(?:password|passwd|pwd|passphrase|secret|secret_?key|token|authorization|"
    r"cookie|credentials?|api_?key|private_?key|database_url|owner_url|redis_url|broker_url|dsn)$"
)
_CAMEL_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_URL_PASSWORD = re.compile(r"(?<=://)[^/\s@]*:[^/\s@]+@")
_QUERY_SECRET = re.compile(r"(?i)([?&](?:[\w-]*token|[\w-]*key|secret|password|code)=)[^&\s\"']+")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[\w\-.~+/]{8,}=*")
# What an error quotes of the values that it refused: pydantic's input, PostgreSQL's row.
_QUOTED_INPUT = re.compile(r"input_value=.*?(?=, input_type=)", re.DOTALL)
_QUOTED_ROW = re.compile(
    r"^DETAIL: .*?(?=^(?:CONTEXT|HINT|LOCATION|\[SQL|Traceback|The above|During handling)|\Z)",
    re.MULTILINE | re.DOTALL,
)
# An access log percent-encodes what a query holds, and redaction knows plain text only.
_ENCODED = re.compile(r"%(40|2[Bb])")
# Written by this module; a number inside them is never a customer's.
_OWN_KEYS = frozenset({"timestamp", "level", "logger", "correlation_id"})
# Libraries whose INFO records repeat what our own say, or say nothing of use.
_QUIET = (
    "alembic",
    "sqlalchemy",
    "httpx",
    "httpcore",
    "urllib3",
    "kombu",
    "amqp",
    "asyncio",
    "celery.utils",
    "celery.app.trace",
    "celery.worker.strategy",
)
_TAKEN_OVER = ("uvicorn", "uvicorn.error", "uvicorn.access", "celery", "sqlalchemy")
_DEPTH = 8


def bind_correlation(id: str | None) -> None:
    """Give every later record of this task (and of tasks it starts) the correlation id."""
    _correlation.set(id)


def correlation_id() -> str | None:
    """The correlation id bound here, if any."""
    return _correlation.get()


@contextmanager
def correlated(id: str | None) -> Iterator[None]:
    """Bind the correlation id for the length of a block and restore what was bound before."""
    token = _correlation.set(id)
    try:
        yield
    finally:
        _correlation.reset(token)


def clean_text(text: str) -> str:
    """The text without e-mails, phone and card numbers, credentials, and what errors quote."""
    if _UUID.fullmatch(text):
        return text
    if "%" in text:
        text = _ENCODED.sub(lambda found: "@" if found[1] == "40" else "+", text)
    if "input_value=" in text:
        text = _QUOTED_INPUT.sub("input_value=…", text)
    if "DETAIL: " in text:
        text = _QUOTED_ROW.sub("DETAIL: …\n", text)
    text = _URL_PASSWORD.sub("***@", text)
    text = _QUERY_SECRET.sub(r"\1***", text)
    text = _BEARER.sub(r"\1 ***", text)
    return redact(text)


def _is_secret(key: str) -> bool:
    return bool(_SECRET_KEY.search(_CAMEL_HUMP.sub("_", key).lower()))


def _clean(value: Any, depth: int = 0) -> Any:
    """`value` cleaned all the way down; what JSON does not know becomes cleaned text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return clean_text(value)
    if depth >= _DEPTH:
        return "…"
    if isinstance(value, Mapping):
        return {
            clean_text(str(key)): _clean(item, depth + 1)
            for key, item in value.items()
            if not _is_secret(str(key))
        }
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item, depth + 1) for item in value]
    return clean_text(str(value))


def _without_personal_data(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    return {
        key: value if key in _OWN_KEYS else _clean(value)
        for key, value in event.items()
        if not _is_secret(key)
    }


def _with_correlation(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    id = _correlation.get()
    if id is not None:
        event.setdefault("correlation_id", id)
    return event


class _Stdout(logging.Handler):
    """Writes to whatever stdout is at the moment of the record."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except Exception:
            self.handleError(record)


def configure_logging(settings: ObservabilitySettings, *, json: bool = True) -> None:
    """Send structlog and the standard library's loggers to stdout, one record a line.

    `json=False` writes for a person at a terminal. May be called again; start uvicorn with
    `log_config=None` so that it does not install handlers of its own.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        _with_correlation,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *shared,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    handler = _Stdout()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.StackInfoRenderer(),
                # The traceback becomes text before redaction: an error's message may hold
                # what a customer wrote.
                structlog.processors.format_exc_info,
                _without_personal_data,
                renderer,
            ],
        )
    )
    _install(handler, settings.log_level)


def _install(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Stdout)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name in _TAKEN_OVER:
        taken = logging.getLogger(name)
        taken.handlers.clear()
        taken.propagate = True
        taken.setLevel(logging.NOTSET)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.captureWarnings(True)
