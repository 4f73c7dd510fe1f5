"""`deskhand migrate`: the database's schema, brought to this version or looked at."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated

import typer

from deskhand.cli.output import results, step
from deskhand.infra.runtime import database_server
from deskhand.infra.settings import Settings
from deskhand.migrations import run as migrations


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Set up")(migrate)


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit 1 unless the schema is current.")
    ] = False,
    to: Annotated[
        str | None,
        typer.Option(metavar="REVISION", help="Go up or down to this revision; `base` empties."),
    ] = None,
) -> None:
    """Bring the database to the schema of this version. `serve` does so by itself when it may.

    Needs DATABASE_OWNER_URL when the database is not the private one.

    [bold]Examples[/bold]

      deskhand migrate

      deskhand migrate --check

      deskhand migrate --to 0001
    """
    settings = Settings()
    with ExitStack() as stack:
        urls = stack.enter_context(database_server(settings))
        newest = migrations.newest()
        if check:
            found = migrations.current(urls.owner or urls.application)
            results.print(f"schema {found or 'none'}, this version needs {newest}")
            raise typer.Exit(0 if found == newest else 1)
        owner = urls.owner_or_refuse()
        before = migrations.current(owner)
        if to is not None and _is_behind(to, before):
            with step(f"Schema back to {to}"):
                migrations.downgrade(owner, to)
        elif before != (to or newest):
            with step(f"Schema migrated to {to or newest}"):
                migrations.upgrade(owner, to or "head")
        results.print(f"schema {migrations.current(owner) or 'none'}, it was {before or 'none'}")


def _is_behind(revision: str, current: str | None) -> bool:
    """Whether `revision` comes before the present one; ours are numbers that grow."""
    return current is not None and (revision == "base" or revision < current)
