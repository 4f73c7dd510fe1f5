"""Engines over psycopg 3."""

from __future__ import annotations

from sqlalchemy import make_url
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from deskhand.infra.errors import ConfigurationInvalid


class DatabaseUrlInvalid(ConfigurationInvalid):
    """DATABASE_URL is not the URL of a PostgreSQL database."""


def psycopg_url(url: str) -> URL:
    """`url` with the psycopg 3 driver, whichever PostgreSQL driver it names."""
    try:
        parsed = make_url(url)
    except Exception as error:
        raise DatabaseUrlInvalid from error
    if parsed.get_backend_name() not in {"postgresql", "postgres"}:
        raise DatabaseUrlInvalid
    return parsed.set(drivername="postgresql+psycopg")


def open_engine(url: str, pool_size: int) -> AsyncEngine:
    """An engine of `pool_size` connections whose statements give up after 30 s.

    Connections are not tried before they are used, which would cost a round trip each time. When
    the database was restarted, the first error renews all of them. The one that was used last is
    used next: its process is awake and has its statements prepared.
    Errors do not name the values of a statement, which are what customers wrote.
    """
    return create_async_engine(
        psycopg_url(url),
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=30,
        pool_pre_ping=False,
        pool_use_lifo=True,
        pool_recycle=1800,
        hide_parameters=True,
        connect_args={
            "connect_timeout": 5,
            "application_name": "deskhand",
            # Planning the larger statements takes longer than running them.
            "prepare_threshold": 1,
            "options": "-c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
        },
    )
