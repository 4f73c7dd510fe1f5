"""Fixtures that every layer of the tests may ask for."""

from __future__ import annotations

import structlog
from hypothesis import settings

from tests.support.desk import (
    app,
    client,
    local_app,
    local_client,
    make_tenant,
    offline_assistant,
    postgres,
    runtime,
    sample_tenant,
    shared_tenant,
    tenant,
    worker,
)

__all__ = [
    "app",
    "client",
    "local_app",
    "local_client",
    "make_tenant",
    "offline_assistant",
    "postgres",
    "runtime",
    "sample_tenant",
    "shared_tenant",
    "tenant",
    "worker",
]

# Without this a logged error prints every local of every frame, which takes longer than any test.
structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback
        ),
    ]
)
settings.register_profile("deskhand", derandomize=True, deadline=None)
settings.load_profile("deskhand")
