"""`deskhand pack`: a tenant's pack as a folder: checked, compared, published, exported."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.output import results
from deskhand.cli.tenants import in_tenant
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.packs import comparing, versions
from deskhand.domain.packs.schemas import check_files
from deskhand.domain.tables import PackVersion
from deskhand.infra.errors import Conflict, InvalidInput
from deskhand.packs.loader import built_in_files, files_in, pack_of

_HELP = """What Deskhand knows of a trade, as a folder of files that can live in your own git.

[bold]Examples[/bold]

  deskhand pack export my-pack --built-in shop

  deskhand pack check my-pack

  deskhand pack diff my-pack --tenant fernway

  deskhand pack publish my-pack --tenant fernway --note "Winter hours"

  deskhand pack publish --number 3 --tenant fernway

  deskhand pack export my-pack --tenant fernway --number 2 --replace

  deskhand pack rollback --tenant fernway
"""

Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder that holds pack.yaml.")]
Tenant = Annotated[
    str | None, typer.Option(metavar="SLUG", help="Whose pack; needed when there are several.")
]
Note = Annotated[str, typer.Option(help="Why this version was made.")]


class FolderNotEmpty(Conflict):
    """The folder holds files already."""


class VersionNotChosen(InvalidInput):
    """Say what to publish: a folder, or a version that was drafted before with --number."""


class ExportNotChosen(InvalidInput):
    """A built-in pack has no tenant and no number: leave --tenant and --number out."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.command("check")(check)
    group.command("diff")(diff)
    group.command("import")(draft)
    group.command("publish")(publish)
    group.command("rollback")(rollback)
    group.command("list")(list_versions)
    group.command("export")(export)
    app.add_typer(group, name="pack", rich_help_panel="Set up")


def check(folder: Folder) -> None:
    """Find every fault of a pack, each on a line with its file. Needs no database.

    [bold]Example[/bold]

      deskhand pack check my-pack
    """
    pack = pack_of(files_in(folder))
    results.print(
        f"{pack.name}: no fault in {len(pack.files)} files: {len(pack.nouns)} nouns, "
        f"{len(pack.intents)} intents, {len(pack.procedures)} procedures, "
        f"in {', '.join(pack.about.languages)}"
    )


def diff(folder: Folder, tenant: Tenant = None) -> None:
    """Show how the folder differs from the pack that answers now.

    [bold]Example[/bold]

      deskhand pack diff my-pack --tenant fernway
    """
    files = files_in(folder)

    async def compare(session: AsyncSession) -> None:
        name, now = await _answering(session)
        changes = comparing.diff(now, files)
        for change in changes:
            results.print(change.diff, markup=False, end="")
        results.print(f"{len(changes)} files differ from {name}")

    in_tenant(tenant, compare)


def draft(folder: Folder, tenant: Tenant = None, note: Note = "") -> None:
    """Keep the folder as a draft, finished or not. Nothing answers with it yet.

    [bold]Example[/bold]

      deskhand pack import my-pack --tenant fernway --note "Half way"
    """
    files = files_in(folder)

    async def keep(session: AsyncSession) -> None:
        version = await versions.draft(session, SYSTEM, files, note)
        results.print(f"version {version.number} is drafted")

    in_tenant(tenant, keep)


def publish(
    folder: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER]", help="The folder that holds pack.yaml.")
    ] = None,
    tenant: Tenant = None,
    note: Note = "",
    number: Annotated[
        int | None, typer.Option(min=1, help="Instead of a folder: a version from before.")
    ] = None,
) -> None:
    """Let a pack answer customers, from their next message on. One with faults is refused.

    [bold]Examples[/bold]

      deskhand pack publish my-pack --tenant fernway --note "Winter hours"

      deskhand pack publish --number 3 --tenant fernway
    """
    if (folder is None) == (number is None):
        raise VersionNotChosen
    files = files_in(folder) if folder is not None else {}
    if folder is not None:
        pack_of(files)

    async def put_in_service(session: AsyncSession) -> None:
        chosen = number or (await versions.draft(session, SYSTEM, files, note)).number
        version = await versions.publish(session, SYSTEM, chosen)
        results.print(f"version {version.number} ({version.name}) is published")

    in_tenant(tenant, put_in_service)


def rollback(tenant: Tenant = None) -> None:
    """Withdraw what is published; what answered before it does so again.

    [bold]Example[/bold]

      deskhand pack rollback --tenant fernway
    """

    async def withdraw(session: AsyncSession) -> None:
        before = await versions.roll_back(session, SYSTEM)
        if before is not None:
            results.print(f"version {before.number} ({before.name}) answers again")
        else:
            name = (await own_tenant(session)).pack
            results.print(f"the built-in pack {name} answers again")

    in_tenant(tenant, withdraw)


def list_versions(tenant: Tenant = None) -> None:
    """List the versions of a tenant's pack, the newest first.

    [bold]Example[/bold]

      deskhand pack list --tenant fernway
    """
    table = Table("Number", "Name", "Status", "Made", "In service since", "Note")

    async def look(session: AsyncSession) -> None:
        query = select(PackVersion).order_by(PackVersion.number.desc())
        for version in await session.scalars(query):
            since = version.published_at
            table.add_row(
                str(version.number),
                version.name or "",
                version.status,
                f"{version.created_at:%Y-%m-%d %H:%M}",
                f"{since:%Y-%m-%d %H:%M}" if since is not None else "",
                version.note,
            )
        if not table.rows:
            name = (await own_tenant(session)).pack
            results.print(f"no version yet: the built-in pack {name} answers")

    in_tenant(tenant, look)
    if table.rows:
        results.print(table)


def export(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Made when it is not there.")],
    tenant: Tenant = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="Which version; default: what answers now.")
    ] = None,
    built_in: Annotated[
        str | None, typer.Option(metavar="NAME", help="A pack that comes with Deskhand.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over what is there.")] = False,
) -> None:
    """Write a pack into a folder, to read it, change it, and publish it again.

    [bold]Examples[/bold]

      deskhand pack export my-pack --built-in shop

      deskhand pack export my-pack --tenant fernway
    """
    if built_in is not None and (tenant is not None or number is not None):
        raise ExportNotChosen
    if folder.exists() and not replace and (not folder.is_dir() or any(folder.iterdir())):
        raise FolderNotEmpty(f"{folder} holds files already: choose another folder, or --replace.")

    async def fetch(session: AsyncSession) -> None:
        if number is None:
            name, files = await _answering(session)
        else:
            name, files = f"version {number}", await versions.files_of(session, number)
        _write(folder, files, name)

    if built_in is not None:
        _write(folder, built_in_files(built_in), built_in)
    else:
        in_tenant(tenant, fetch)


async def _answering(session: AsyncSession) -> tuple[str, dict[str, str]]:
    """What answers the tenant's customers now: its name for people, and its files."""
    published = await versions.published_version(session)
    if published is not None:
        files = await versions.files_of(session, published.number)
        return f"version {published.number}", files
    name = (await own_tenant(session)).pack
    return f"the built-in pack {name}", built_in_files(name)


def _write(folder: Path, files: dict[str, str], name: str) -> None:
    check_files(files)
    for path, text in files.items():
        place = folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="")
    results.print(f"{len(files)} files of {name} are in {folder}")
    for path in sorted(set(files_in(folder)) - set(files)):
        results.print(f"not of this version: {path}", markup=False)
