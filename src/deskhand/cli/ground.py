"""Opens what a command stands on: a database of the right schema."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext

from deskhand.cli.output import console, step
from deskhand.infra.db.waiting import wait_until_ready
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.runtime import DatabaseUrls, database_server
from deskhand.infra.settings import Settings
from deskhand.migrations import run as migrations


class SchemaNotCurrent(ConfigurationInvalid):
    """The database has another schema than this version needs."""


@contextmanager
def ready_database(settings: Settings) -> Iterator[DatabaseUrls]:
    """The database, started where it is ours, and of the newest schema.

    It is migrated when the owner's URL is known; otherwise another schema is refused with
    SchemaNotCurrent.
    """
    with ExitStack() as stack:
        said = step("Private PostgreSQL") if settings.database.url is None else nullcontext()
        with said:
            urls = stack.enter_context(database_server(settings))
        if not urls.embedded:
            seconds = settings.database.wait_seconds
            wait_until_ready(urls.application, seconds, tell=console.print)
        bring_up_to_date(urls)
        yield urls


def bring_up_to_date(urls: DatabaseUrls) -> None:
    """Migrate, or refuse a schema that is not the newest."""
    newest = migrations.newest()
    if urls.owner is not None:
        if migrations.current(urls.owner) != newest:
            with step(f"Schema migrated to {newest}"):
                migrations.upgrade(urls.owner)
        return
    found = migrations.current(urls.application)
    if found != newest:
        raise SchemaNotCurrent(
            f"The database has schema {found or 'none'} and this version needs {newest}: run"
            " `deskhand migrate` with DATABASE_OWNER_URL, the URL of the role that owns the tables."
        )
