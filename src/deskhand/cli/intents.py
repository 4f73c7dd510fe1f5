"""`deskhand intents`: teach intents by examples, train, try, switch and roll back."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, TypeVar
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.cli.ground import ready_database
from deskhand.cli.output import console, results
from deskhand.cli.tenants import OPERATOR, chosen_tenant, in_tenant
from deskhand.domain.intents import examples, trying, versions
from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.intents.intents import add_intent, intents_of
from deskhand.domain.intents.schemas import IntentChange, IntentView, NewTraining, Taken, Tried
from deskhand.domain.packs.store import PackStore
from deskhand.domain.tables import IntentVersion
from deskhand.infra.classification.training import TrainingFailed
from deskhand.infra.errors import InvalidInput, NotFound
from deskhand.infra.runtime import Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.packs.loader import Pack
from deskhand.worker.training import TrainingRunner

_HELP = """What customers want, taught by examples of how they say it.

Examples add to the pack's intents, or teach intents of your own, which lead to your documents,
start a procedure of the pack or answer with a macro. What you teach is known after the next
training.

[bold]Examples[/bold]

  deskhand intents teach gift_wrapping "can you wrap it?" "do you gift wrap" --tenant fernway

  deskhand intents teach --file examples.jsonl --tenant fernway

  deskhand intents train --tenant fernway

  deskhand intents try "please wrap it as a present" --tenant fernway

  deskhand intents list --tenant fernway

  deskhand intents rollback --tenant fernway
"""

Result = TypeVar("Result")
TenantSlug = Annotated[
    str | None, typer.Option("--tenant", metavar="SLUG", help="Whose; needed with several.")
]
Language = Annotated[
    str | None, typer.Option(metavar="CODE", help="Such as `de`; default: the pack's first.")
]


class NothingToTeach(InvalidInput):
    """Say what to teach: an intent with its examples, or --file."""


class ExampleFileMissing(NotFound):
    """The file cannot be read."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.command("teach")(teach)
    group.command("train")(train)
    group.command("list")(list_intents)
    group.command("try")(try_text)
    group.command("versions")(list_versions)
    group.command("switch")(switch)
    group.command("rollback")(rollback)
    app.add_typer(group, name="intents", rich_help_panel="Set up")


def teach(
    intent: Annotated[str | None, typer.Argument(help="Its name; a new one is added.")] = None,
    texts: Annotated[list[str] | None, typer.Argument(help="What customers write.")] = None,
    file: Annotated[
        Path | None, typer.Option(help="JSON lines, CSV or XLSX with `text` and `intent`.")
    ] = None,
    language: Language = None,
    procedure: Annotated[
        str | None, typer.Option(help="A new intent starts this procedure of the pack.")
    ] = None,
    macro: Annotated[
        UUID | None, typer.Option(metavar="ID", help="A new intent answers with this macro.")
    ] = None,
    outside: Annotated[
        str | None, typer.Option(metavar="LABEL", help="In a file: belongs to nothing.")
    ] = None,
    tenant: TenantSlug = None,
) -> None:
    """Give examples: of one intent, or of all that a file names. Nothing is trained yet.

    [bold]Examples[/bold]

      deskhand intents teach gift_wrapping "can you wrap it?" "do you gift wrap"

      deskhand intents teach order_status "wo is my pakage"

      deskhand intents teach --file examples.csv --outside nothing
    """
    if (file is None) == (intent is None or not texts):
        raise NothingToTeach
    content = _content(file) if file is not None else b""

    async def give(session: AsyncSession) -> None:
        pack = await _pack(session)
        if file is not None:
            _say(
                await examples.import_examples(
                    session, OPERATOR, pack, content, file.name, language=language, outside=outside
                )
            )
            return
        name = intent or ""
        if name not in {one.name for one in await intents_of(session, pack)}:
            change = IntentChange(procedure=procedure, macro_id=macro)
            await add_intent(session, OPERATOR, pack, name, change)
        _say(await examples.give(session, OPERATOR, pack, name, texts or [], language))

    in_tenant(tenant, give)


def train(
    tenant: TenantSlug = None,
    note: Annotated[str, typer.Option(help="Why.")] = "",
    switch: Annotated[
        bool, typer.Option(help="Let it read customers' messages as soon as it is trained.")
    ] = True,
    with_pack: Annotated[
        bool, typer.Option(help="Whether the pack's intents are told apart as well.")
    ] = True,
) -> None:
    """Learn all that is taught, in a process of its own, and tell how well that went.

    [bold]Example[/bold]

      deskhand intents train --tenant fernway --note "Gift wrapping"
    """
    wanted = NewTraining(switch=switch, with_pack=with_pack, note=note)

    async def work(runtime: Runtime, tenant_id: UUID) -> IntentVersion:
        async with runtime.database.transaction(tenant_id) as session:
            version = await versions.queue_training(
                session, OPERATOR, await _pack(session), runtime.embedder.name, wanted
            )
        return await _trained(runtime, tenant_id, version.number, version.id)

    done = _in_runtime(tenant, work)
    if done.status == "failed":
        raise TrainingFailed(done.error)
    results.print(f"version {done.number} is {done.status.replace('_', ' ')}")
    table = Table("Language", "Examples", "Intents", "Accuracy", "Calibration error", "Refused")
    for language, figures in done.figures.items():
        refused = 1 - figures["accepted"] if figures["accepted"] is not None else None
        shares = (figures["accuracy"], figures["calibration_error"], refused)
        table.add_row(
            language, str(figures["examples"]), str(figures["labels"]), *map(_per_cent, shares)
        )
    results.print(table)


def list_intents(tenant: TenantSlug = None) -> None:
    """List the intents of the pack and of the tenant, with their examples and where they lead.

    [bold]Example[/bold]

      deskhand intents list --tenant fernway
    """
    table = Table("Intent", "From", "Leads to", "Pack's examples", "Own examples")

    async def look(session: AsyncSession) -> None:
        for one in await intents_of(session, await _pack(session)):
            leads = one.procedure or (f"macro {one.macro_id}" if one.macro_id else "")
            counts = (str(one.pack_examples), str(one.own_examples))
            table.add_row(
                one.name, one.origin, leads or "documents" * (one.origin == "own"), *counts
            )

    in_tenant(tenant, look)
    results.print(table)


def try_text(
    text: Annotated[str, typer.Argument(help="What a customer may write.")],
    tenant: TenantSlug = None,
    number: Annotated[
        int | None, typer.Option(min=1, help="A version; default: what is in service.")
    ] = None,
    language: Language = None,
) -> None:
    """Show what a text is taken for, and how surely.

    [bold]Example[/bold]

      deskhand intents try "please wrap it as a present" --tenant fernway
    """

    async def work(runtime: Runtime, tenant_id: UUID) -> Tried:
        async with runtime.database.transaction(tenant_id) as session:
            chosen, spoken, classifier = await trying.classifier_of(
                session,
                TaughtPacks(runtime.embedder.name),
                await _pack(session),
                number,
                language,
            )
        vector = await runtime.embedder.embed_query(text)
        return trying.told(chosen, spoken, classifier.predict(text, vector))

    tried = _in_runtime(tenant, work)
    verdict = tried.intent or "refused: like nothing that was taught"
    results.print(f"version {tried.version}: {verdict}", markup=False)
    for score in tried.scores:
        results.print(f"  {score.probability:6.1%}  {score.intent}", markup=False)


def list_versions(tenant: TenantSlug = None) -> None:
    """List the trainings, the newest first.

    [bold]Example[/bold]

      deskhand intents versions --tenant fernway
    """
    table = Table("Number", "Status", "Made", "In service since", "Note")

    async def look(session: AsyncSession) -> None:
        for one in await session.scalars(
            select(IntentVersion).order_by(IntentVersion.number.desc())
        ):
            since = f"{one.in_service_at:%Y-%m-%d %H:%M}" if one.in_service_at else ""
            made = f"{one.created_at:%Y-%m-%d %H:%M}"
            table.add_row(str(one.number), one.status, made, since, one.error or one.note)

    in_tenant(tenant, look)
    results.print(table)


def switch(
    number: Annotated[int, typer.Argument(min=1, help="The version.")], tenant: TenantSlug = None
) -> None:
    """Let another version read customers' messages, from the next one on.

    [bold]Example[/bold]

      deskhand intents switch 2 --tenant fernway
    """

    async def change(session: AsyncSession) -> None:
        version = await versions.switch(session, OPERATOR, number)
        results.print(f"version {version.number} is in service")

    in_tenant(tenant, change)


def rollback(tenant: TenantSlug = None) -> None:
    """Withdraw the version in service; what was in service before it is again.

    [bold]Example[/bold]

      deskhand intents rollback --tenant fernway
    """

    async def withdraw(session: AsyncSession) -> None:
        before = await versions.roll_back(session, OPERATOR)
        again = f"version {before.number}" if before is not None else "the pack alone"
        results.print(f"{again} reads customers' messages again")

    in_tenant(tenant, withdraw)


def _leads_to(one: IntentView) -> str:
    if one.macro_id is not None:
        return f"macro {one.macro_id}"
    return one.procedure or ("documents" if one.origin == "own" else "")


async def _pack(session: AsyncSession) -> Pack:
    return (await PackStore().of_tenant(session)).pack


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ExampleFileMissing(f"{file} cannot be read: {error.strerror}.") from error


def _say(taken: Taken) -> None:
    results.print(
        f"{taken.added} examples added, {taken.moved} moved, {taken.unchanged} known already"
    )
    if taken.intents_added:
        results.print(f"new intents: {', '.join(taken.intents_added)}", markup=False)
    for line in taken.refused:
        results.print(f"line {line.line} left out: {line.fault}", markup=False)


def _per_cent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


async def _trained(
    runtime: Runtime, tenant_id: UUID, number: int, version_id: UUID
) -> IntentVersion:
    """The version once its training has ended, done here when no worker holds it."""
    columns = (
        TextColumn("  learning"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("examples"),
        TimeElapsedColumn(),
    )
    runner = TrainingRunner(runtime)
    with Progress(*columns, console=console, transient=not console.is_terminal) as progress:
        bar = progress.add_task("learning", total=None)
        while True:
            await runner.begin(version_id)
            await asyncio.sleep(0.2)
            async with runtime.database.transaction(tenant_id) as session:
                version = await versions.get_version(session, number)
            progress.update(bar, completed=version.done, total=version.total or None)
            if version.status not in ("queued", "running"):
                return version


def _in_runtime(slug: str | None, work: Callable[[Runtime, UUID], Awaitable[Result]]) -> Result:
    """Do `work` for a tenant on an opened ground; see `chosen_tenant` for which."""
    settings = Settings()

    async def run() -> Result:
        async with open_runtime(settings, urls) as runtime:
            return await work(runtime, await chosen_tenant(runtime.database, slug))

    with ready_database(settings) as urls:
        return asyncio.run(run())
