"""`deskhand customers`: what is held of one customer, told or erased."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.output import opened, results
from deskhand.cli.tenants import OPERATOR, in_tenant
from deskhand.domain.commerce.customers import CustomerNotFound, find_customer
from deskhand.domain.privacy.erasing import Erasure, erase_customer, plan_erasure
from deskhand.domain.privacy.telling import CustomerExport, export_customer
from deskhand.infra.errors import InvalidInput

_Tenant = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Whose customer; needed when there are several.")
]
_Email = Annotated[str, typer.Argument(help="The customer's e-mail address.")]

_HELP = """Tell or erase what is held of one customer.

[bold]Examples[/bold]

  deskhand customers export maya@example.com --to maya.json

  deskhand customers erase maya@example.com
"""


class ErasureNotConfirmed(InvalidInput):
    """Nothing was erased: say yes when asked, or give --yes."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.command("export")(export)
    group.command("erase")(erase)
    app.add_typer(group, name="customers", rich_help_panel="Use")


def export(
    email: _Email,
    tenant: _Tenant = None,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write there instead of to the terminal.")
    ] = None,
) -> None:
    """Write all that is held of a customer as JSON: records, conversations, log-ins.

    [bold]Example[/bold]

      deskhand customers export maya@example.com --to maya.json
    """
    told: list[CustomerExport] = []

    async def look(session: AsyncSession) -> None:
        told.append(await export_customer(session, OPERATOR, await _id_of(session, email)))

    in_tenant(tenant, look)
    text = told[0].model_dump_json(indent=2)
    with opened(to) as file:
        file.write(f"{text}\n")
    if to is not None:
        rows = sum(map(len, told[0].holdings.values()))
        results.print(f"{rows} rows were written to {to}", markup=False)


def erase(
    email: _Email,
    tenant: _Tenant = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase a customer: conversations and log-ins go, the books stay without name and words.

    Shows what would happen and asks first. It cannot be undone.

    [bold]Example[/bold]

      deskhand customers erase maya@example.com
    """
    planned: list[Erasure] = []

    async def plan(session: AsyncSession) -> None:
        planned.append(await plan_erasure(session, OPERATOR, await _id_of(session, email)))

    async def do(session: AsyncSession) -> None:
        await erase_customer(session, OPERATOR, planned[0].customer_id, email=email)

    in_tenant(tenant, plan)
    results.print(_table(planned[0]))
    if not yes and not (sys.stdin.isatty() and typer.confirm(f"Erase {email} for good?")):
        raise ErasureNotConfirmed
    in_tenant(tenant, do)
    results.print(f"{email} was erased")


async def _id_of(session: AsyncSession, email: str) -> UUID:
    customer = await find_customer(session, OPERATOR, email=email)
    if customer is None:
        raise CustomerNotFound(f"No customer with the address {email} exists here.")
    return customer.id


def _table(planned: Erasure) -> Table:
    table = Table("Table", "Deleted", "Stays without words")
    for name in sorted({*planned.deleted, *planned.emptied}):
        table.add_row(
            name, *(str(part.get(name, "")) for part in (planned.deleted, planned.emptied))
        )
    return table
