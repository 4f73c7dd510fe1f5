"""A private PostgreSQL for tests: migrated, and not waiting for the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.runtime import DatabaseUrls
from deskhand.migrations import run


@contextmanager
def migrated_postgres(folder: Path) -> Iterator[DatabaseUrls]:
    """A server with its data in `folder`, which ends with the block.

    A commit is answered before it is on the disk: what a crash of the machine would lose no test
    of these asks for, and waiting for it was most of what they waited for.
    """
    with EmbeddedPostgres(folder / "pg") as server:
        with psycopg.connect(server.url("deskhand_owner", driver="postgresql")) as owner:
            owner.execute("ALTER DATABASE deskhand SET synchronous_commit = off")
        urls = DatabaseUrls(server.url("deskhand_app"), server.url("deskhand_owner"), True)
        run.upgrade(urls.owner_or_refuse())
        yield urls
