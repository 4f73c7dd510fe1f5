"""Fixtures that every layer of the tests may ask for."""

from __future__ import annotations

from hypothesis import settings

from tests.support.desk import (
    app,
    client,
    local_app,
    local_client,
    make_tenant,
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
    "postgres",
    "runtime",
    "sample_tenant",
    "shared_tenant",
    "tenant",
    "worker",
]

settings.register_profile("deskhand", derandomize=True, deadline=None)
settings.load_profile("deskhand")
