"""`deskhand audit`: the audit trail, checked or written out."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
from pydantic import BaseModel
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

from deskhand.cli.output import opened, results
from deskhand.cli.tenants import chosen_tenant, on_database
from deskhand.domain.actions.ledger import all_actions
from deskhand.domain.actions.schemas import ActionView
from deskhand.domain.audit import AuditView, all_entries
from deskhand.domain.tables import AuditEntry, LedgerEntry
from deskhand.domain.trail import ChainState, verify_in_steps
from deskhand.infra.db.paging import json_lines
from deskhand.infra.db.session import Database

_Tenant = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Whose trail; needed when there are several.")
]

_HELP = """Check that nobody changed the audit trail, or write it out.

[bold]Examples[/bold]

  deskhand audit verify

  deskhand audit export --to trail.jsonl

  deskhand audit export actions --to action_log.jsonl
"""


class Kind(StrEnum):
    """What can be written out."""

    ENTRIES = "entries"
    ACTIONS = "actions"


_Query = tuple[Callable[[], Select[tuple[Any]]], InstrumentedAttribute[UUID], type[BaseModel]]
_KINDS: dict[Kind, _Query] = {
    Kind.ENTRIES: (all_entries, AuditEntry.id, AuditView),
    Kind.ACTIONS: (all_actions, LedgerEntry.id, ActionView),
}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.command("verify")(verify)
    group.command("export")(export)
    app.add_typer(group, name="audit", rich_help_panel="Look")


def verify(tenant: _Tenant = None) -> None:
    """Check every entry, the chain and its head; ends with 1 where something does not hold.

    [bold]Example[/bold]

      deskhand audit verify --tenant my-shop
    """
    states: list[ChainState] = []

    async def check(database: Database) -> None:
        tenant_id = await chosen_tenant(database, tenant)
        states.append(await verify_in_steps(database, tenant_id))

    on_database(check)
    state = states[0]
    if state.intact:
        results.print(f"{state.sealed} entries hold, {state.waiting} wait for their seal")
        return
    place = f"at {state.broken_at}" if state.broken_at else "outside the chain"
    named = f", entry {state.entry_id}" if state.entry_id else ""
    results.print(f"The trail does not hold {place}{named}: {state.what}", markup=False)
    raise typer.Exit(1)


def export(
    kind: Annotated[
        Kind, typer.Argument(help="`entries` of the trail, or the ledger of `actions`.")
    ] = Kind.ENTRIES,
    tenant: _Tenant = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there instead of to the terminal.")
    ] = None,
) -> None:
    """Write it as JSON, one object on each line, the newest first.

    [bold]Examples[/bold]

      deskhand audit export --to trail.jsonl

      deskhand audit export actions --to action_log.jsonl
    """
    query, key, view = _KINDS[kind]
    written = 0

    async def write(database: Database) -> None:
        nonlocal written
        tenant_id = await chosen_tenant(database, tenant)
        with opened(to) as file:
            async for lines in json_lines(database, tenant_id, query(), key, view):
                file.write(lines)
                written += lines.count("\n")

    on_database(write)
    if to is not None:
        results.print(f"{written} lines were written to {to}", markup=False)
