"""`deskhand import`: a tenant's own records out of a file, shown before anything is written."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from deskhand.cli.ground import ready_database
from deskhand.cli.output import console, results
from deskhand.cli.tenants import chosen_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.commerce.importing.faults import FileTooLarge, FileUnreadable
from deskhand.domain.commerce.importing.running import (
    ImportReport,
    Options,
    Prepared,
    prepared,
    run,
)
from deskhand.domain.commerce.kinds import kind_named, noun_of
from deskhand.domain.packs.store import PackStore
from deskhand.infra.db.engine import open_engine
from deskhand.infra.db.session import Database
from deskhand.infra.errors import InvalidInput
from deskhand.infra.runtime import audit_sealing
from deskhand.infra.settings import Settings

_SHOWN = 5
_OPEN = "as each value tells"


class PairInvalid(InvalidInput):
    """Write it as NAME=VALUE."""


class NotConfirmed(InvalidInput):
    """Nothing was imported: look at the preview, then say --yes."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("import", rich_help_panel="Use")(import_file)


def import_file(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="customers, orders, subscriptions, invoices, shipments, payments, refunds, or a"
            " noun of the pack.",
        ),
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, XLSX or JSON lines.")],
    tenant: Annotated[
        str | None, typer.Option(metavar="SLUG", help="Whose records; needed when several.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Import without asking.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the preview only.")] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="A column's field; `-` leaves it out."),
    ] = None,
    constants: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="FIELD=VALUE", help="A value for all rows, as currency=EUR."),
    ] = None,
    locale: Annotated[
        str | None, typer.Option(help="How amounts and days are written, as de or en-US.")
    ] = None,
    encoding: Annotated[str | None, typer.Option(help="The file's encoding; else guessed.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Between cells; else guessed.")] = None,
) -> None:
    """Bring your own records in: shows what would change, asks, and tells of each refused line.

    Columns are matched by name in six languages and by their values. The same file again changes
    nothing. Exits with 1 when lines were refused.

    [bold]Examples[/bold]

      deskhand import orders orders.csv --dry-run

      deskhand import orders orders.xlsx --map "Ref=number" --set currency=EUR --yes

      deskhand import customers kunden.csv --locale de --tenant my-shop
    """
    options = Options(_pairs(columns), _pairs(constants), locale, encoding, delimiter)
    settings = Settings()
    content = _content(file, settings.imports.max_bytes)
    with ready_database(settings) as urls:
        importing = _Import(settings, urls.application, kind, content, file.name, options)
        asked = None if yes else (lambda: False) if dry_run else _ask
        report = asyncio.run(importing.run(tenant, dry_run, asked))
    raise typer.Exit(1 if report.refused else 0)


def _pairs(given: list[str] | None) -> dict[str, str]:
    found = {}
    for pair in given or ():
        name, sign, value = pair.rpartition("=")
        if not sign or not name.strip() or not value.strip():
            raise PairInvalid(f"{pair!r} is no NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _content(file: Path, most: int) -> bytes:
    try:
        if file.stat().st_size > most:
            raise FileTooLarge(f"{file} has more than {most // 1_000_000} MB: cut it in parts.")
        return file.read_bytes()
    except OSError as error:
        raise FileUnreadable(f"{file} cannot be read: {error.strerror}.") from error


def _ask() -> bool:
    if not sys.stdin.isatty():
        raise NotConfirmed
    return typer.confirm("Import this?")


class _Import:
    """One import, from the tenant's pack to the report."""

    def __init__(
        self,
        settings: Settings,
        url: str,
        kind: str,
        content: bytes,
        name: str,
        options: Options,
    ) -> None:
        self._settings, self._url = settings, url
        self._kind, self._content, self._name, self._options = kind, content, name, options

    async def run(
        self, tenant: str | None, dry_run: bool, ask: Callable[[], bool] | None
    ) -> ImportReport:
        """Preview, ask, import. Without `ask` it is imported at once."""
        async with AsyncExitStack() as stack:
            database = Database(open_engine(self._url, 2), audit_sealing(self._settings))
            stack.push_async_callback(database.close)
            tenant_id = await chosen_tenant(database, tenant)
            async with database.transaction(tenant_id) as session:
                nouns = (await PackStore().of_tenant(session)).pack.nouns
            kind = kind_named(self._kind, nouns)
            most = self._settings.imports.max_bytes
            found = prepared(
                kind, noun_of(kind, nouns), self._content, self._name, self._options, most
            )
            _show_columns(found)
            inside = partial(database.transaction, tenant_id)
            if ask is not None:
                with _bar("looking") as moved:
                    report = await run(inside, SYSTEM, found, dry_run=True, progress=moved)
                _show(report, "would be ")
                if dry_run or not ask():
                    return report
            with _bar("importing") as moved:
                report = await run(inside, SYSTEM, found, dry_run=False, progress=moved)
            _show(report, "")
            return report


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int], None]]:
    columns = (TextColumn(f"  {what}"), TextColumn("{task.completed} rows"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        task = progress.add_task(what, total=None)
        yield lambda rows: progress.update(task, completed=rows)


def _show_columns(found: Prepared) -> None:
    table = Table("Column", "Field", "Chosen by")
    for choice in found.choices:
        table.add_row(escape(choice.column), choice.field or "-", choice.why)
    results.print(table)
    style = found.recipe.style
    cents = {".": "1,234.50", ",": "1.234,50", None: _OPEN}[style.decimal]
    order = {True: "day first", False: "month first", None: _OPEN}[style.days_first]
    results.print(f"{found.sheet.how}; amounts {cents}; days {order}", markup=False)


def _show(report: ImportReport, would: str) -> None:
    for change in report.samples[:_SHOWN]:
        told = "; ".join(f"{n}: {b} → {a}" for n, (b, a) in change.changes.items())
        results.print(f"line {change.line} ({change.number}): {told}", markup=False)
    for state in report.kept_states:
        results.print(f"kept as it is: the state {state!r}, which the pack does not know")
    for problem in report.problems:
        results.print(f"line {problem.line}: {problem.detail}", markup=False, style="red")
    if report.refused > len(report.problems):
        results.print(f"… and {report.refused - len(report.problems)} more lines")
    results.print(
        f"{report.rows} {report.kind}: {report.created} {would}created, {report.changed} {would}"
        f"changed, {report.unchanged} unchanged, {report.refused} {would}refused; "
        f"{report.new_customers} new customers"
    )
