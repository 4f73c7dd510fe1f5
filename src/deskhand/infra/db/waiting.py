"""Waits for a PostgreSQL that is starting or recovering, instead of giving up at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import psycopg
from sqlalchemy.engine import URL

from deskhand.infra.db.engine import psycopg_url
from deskhand.infra.errors import ConfigurationInvalid

_PAUSE_SECONDS = 0.5
_SOON = ("starting up", "shutting down", "recovery", "not yet accepting", "too many clients")
"""What a server says that will answer later; any other FATAL stays as it is."""


class DatabaseAway(ConfigurationInvalid):
    """The database does not answer."""


def _connect(url: URL) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    psycopg.connect(plain, connect_timeout=5).close()


def wait_until_ready(
    url: str,
    seconds: float,
    *,
    tell: Callable[[str], None],
    connect: Callable[[URL], None] = _connect,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Return once the database takes connections.

    `tell` gets one sentence when it does not at once. Raises DatabaseAway after `seconds`, or as
    soon as waiting cannot help: a wrong password, a database that does not exist.
    """
    parsed = psycopg_url(url)
    told = False
    for left in range(max(1, round(seconds / _PAUSE_SECONDS)), -1, -1):
        try:
            return connect(parsed)
        except psycopg.OperationalError as error:
            reason = " ".join(str(error).split())
            hopeless = "FATAL" in reason and not any(word in reason for word in _SOON)
            if hopeless or not left:
                raise DatabaseAway(f"The database does not answer: {reason}") from error
        if not told:
            tell(f"The database does not answer yet; waiting up to {seconds:g} s for it.")
            told = True
        sleep(_PAUSE_SECONDS)
