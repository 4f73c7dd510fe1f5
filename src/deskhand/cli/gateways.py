"""`deskhand gateways`: a tenant's own systems, in which its actions are done."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.output import results
from deskhand.cli.tenants import OPERATOR, in_tenant
from deskhand.domain.actions.gateways import registering
from deskhand.domain.actions.gateways.checking import checked
from deskhand.domain.actions.gateways.registering import GatewayChange, NewGateway
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.packs.store import PackStore
from deskhand.infra.errors import InvalidInput
from deskhand.infra.outgoing import check_url
from deskhand.infra.runtime import signing_secret
from deskhand.infra.settings import Settings
from deskhand.packs.loader import Pack, read_pack

_HELP = """Your own systems, in which actions are done: by HTTP, as an OpenAPI document says.

[bold]Examples[/bold]

  deskhand gateways check gateway.yaml openapi.yaml --tenant fernway

  deskhand gateways add gateway.yaml openapi.yaml --tenant fernway --credential-stdin

  deskhand gateways list --tenant fernway

  deskhand gateways remove shop --tenant fernway

  deskhand gateways rotate --tenant fernway
"""

File = Annotated[Path, typer.Argument(metavar="GATEWAY", help="The file that maps our actions.")]
Description = Annotated[Path, typer.Argument(metavar="OPENAPI", help="Its OpenAPI document.")]
Tenant = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Whose gateways; needed when there are several.")
]


class GatewayFileUnreadable(InvalidInput):
    """This file cannot be read as text."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.command("add")(add)
    group.command("check")(check)
    group.command("list")(list_gateways)
    group.command("remove")(remove)
    group.command("rotate")(rotate)
    app.add_typer(group, name="gateways", rich_help_panel="Set up")


def check(
    file: File,
    description: Description,
    tenant: Tenant = None,
    pack: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Check against this pack instead.")
    ] = None,
) -> None:
    """Find every fault, each on a line with its file. Nothing is kept, and nobody is called.

    [bold]Example[/bold]

      deskhand gateways check gateway.yaml openapi.yaml --pack my-pack
    """
    text, document = _text(file), _text(description)
    if pack is not None:
        _tell(text, document, read_pack(pack))
        return

    async def of_tenant(session: AsyncSession) -> None:
        _tell(text, document, await _pack(session))

    in_tenant(tenant, of_tenant)


def _tell(text: str, document: str, pack: Pack) -> None:
    file, _ = checked(text, document, pack)
    rest = sorted(set(pack.actions) - set(file.actions))
    results.print(f"{file.name}: no fault; does {', '.join(sorted(file.actions))}")
    if rest:
        results.print(f"done in the built-in records: {', '.join(rest)}")


def add(
    file: File,
    description: Description,
    tenant: Tenant = None,
    credential_stdin: Annotated[
        bool, typer.Option("--credential-stdin", help="Read the credential from standard input.")
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Take the place of the gateway of that name.")
    ] = False,
) -> None:
    """Register a gateway: from then on its actions are done there.

    [bold]Example[/bold]

      deskhand gateways add gateway.yaml openapi.yaml --credential-stdin
    """
    text, document = _text(file), _text(description)
    credential = SecretStr(sys.stdin.readline().strip()) if credential_stdin else None
    gateways = _registered()

    async def keep(session: AsyncSession) -> None:
        pack = await _pack(session)
        wanted, _ = checked(text, document, pack)
        check_url(wanted.base_url, allow_private=gateways.may_be_private(wanted.base_url))
        known = {row.name: row for row in await registering.gateways_of(session)}
        if replace and wanted.name in known:
            given = {"file": text, "description": document}
            change = GatewayChange(**given, **({"credential": credential} if credential else {}))
            await registering.change_gateway(
                session, OPERATOR, gateways.vault, pack, known[wanted.name], change
            )
        else:
            new = NewGateway(file=text, description=document, credential=credential)
            await registering.add_gateway(session, OPERATOR, gateways.vault, pack, new)
        results.print(f"{wanted.name} does {', '.join(sorted(wanted.actions))} from now on")

    in_tenant(tenant, keep)


def list_gateways(tenant: Tenant = None) -> None:
    """Show the gateways, and what is done in each.

    [bold]Example[/bold]

      deskhand gateways list --tenant fernway
    """

    async def show(session: AsyncSession) -> None:
        table = Table("name", "address", "does", "credential", box=None)
        for row in await registering.gateways_of(session):
            one = registering.view_of(row)
            kept = "kept" if one.has_credential else "none"
            table.add_row(one.name, one.base_url, ", ".join(one.actions), kept)
        results.print(table)

    in_tenant(tenant, show)


def remove(
    name: Annotated[str, typer.Argument(help="The gateway's name.")], tenant: Tenant = None
) -> None:
    """Remove a gateway: its actions are done in the built-in records again.

    [bold]Example[/bold]

      deskhand gateways remove shop --tenant fernway
    """

    async def drop(session: AsyncSession) -> None:
        row = await registering.get_gateway(session, name)
        await registering.remove_gateway(session, OPERATOR, row)
        results.print(f"{name} is removed")

    in_tenant(tenant, drop)


def rotate(tenant: Tenant = None) -> None:
    """Encrypt all credentials anew with the first of CREDENTIAL_KEYS.

    [bold]Example[/bold]

      deskhand gateways rotate --tenant fernway
    """
    vault = _registered().vault

    async def renew(session: AsyncSession) -> None:
        count = await registering.renew_credentials(session, OPERATOR, vault)
        results.print(f"{count} credentials are encrypted with the first key")

    in_tenant(tenant, renew)


def _registered() -> Registered:
    settings = Settings()
    return Registered.of(settings.gateways, signing_secret(settings))


async def _pack(session: AsyncSession) -> Pack:
    return (await PackStore().of_tenant(session)).pack


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise GatewayFileUnreadable(f"{path} cannot be read as text.") from error
