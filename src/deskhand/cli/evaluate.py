"""`deskhand evaluate`: scripted customers of the sample shops, and how well they are answered."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from itertools import groupby
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from deskhand.assistant.procedures.walk import WALKED
from deskhand.cli.evaluate_answers import answers
from deskhand.cli.evaluate_intents import intents
from deskhand.cli.evaluate_reading import injection, language, pii, sentiment
from deskhand.cli.evaluate_retrieval import retrieval
from deskhand.cli.ground import ready_database
from deskhand.cli.output import console, results, step
from deskhand.cli.reading import read_documents
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.evaluation.dialogues import Case, choose
from deskhand.evaluation.report import Limits, Report, Result, Share
from deskhand.evaluation.run import Hall, hold
from deskhand.infra.errors import NotFound
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.samples.loader import load_samples
from deskhand.worker.assembly import open_assistant
from deskhand.worker.second_reading import SecondReading
from deskhand.worker.turns import TurnRunner

_COLUMNS = ("sent", "good", "right", "poor", "refused", "wrong", "harmful", "none")
_COLOURS = {"right": "green", "poor": "yellow", "refused": "yellow"}


_Suites = Annotated[
    list[str] | None, typer.Option(help="A file of dialogues by name; all when left out.")
]
_Languages = Annotated[list[str] | None, typer.Option(help="Such as `de`.")]
_Only = Annotated[list[str] | None, typer.Option(metavar="ID", help="One dialogue.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
_Verbose = Annotated[bool, typer.Option("--verbose", help="Show every reply.")]
_MinGood = Annotated[
    float | None, typer.Option(metavar="PER CENT", help="Exit 1 with fewer good replies.")
]
_MaxWrong = Annotated[
    float | None, typer.Option(metavar="PER CENT", help="Exit 1 with more wrong replies.")
]
_MaxHarmful = Annotated[
    int | None, typer.Option(metavar="COUNT", help="Exit 1 with more harmful replies.")
]


_Walked = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write which paths of procedures were walked."),
]


class ShopNotLoaded(NotFound):
    """The dialogues are held in a sample shop that is not in this database."""


def register(app: typer.Typer) -> None:
    """Add the command; what else is measured becomes a command of the same group."""
    group = typer.Typer(invoke_without_command=True, rich_markup_mode="rich")
    group.callback()(evaluate)
    for command in (retrieval, answers, intents, sentiment, language, pii, injection):
        group.command()(command)
    app.add_typer(group, name="evaluate", rich_help_panel="Look")


def evaluate(
    context: typer.Context,
    suite: _Suites = None,
    language: _Languages = None,
    only: _Only = None,
    as_json: _AsJson = False,
    verbose: _Verbose = False,
    min_good: _MinGood = None,
    max_wrong: _MaxWrong = None,
    max_harmful: _MaxHarmful = None,
    walked: _Walked = None,
) -> None:
    """Let scripted customers of the sample shops ask, and grade the replies by their facts.

    The turns are real ones, with the engine that is configured; conversations, tickets and
    effects are taken back afterwards.

    [bold]Examples[/bold]

      deskhand evaluate

      deskhand evaluate --suite orders-en --verbose

      deskhand evaluate --min-good 85 --max-wrong 3 --max-harmful 0
    """
    if context.invoked_subcommand is not None:
        return
    cases = choose(suite or (), language or (), only or ())
    settings = Settings()
    # A script is never still typing, so no turn waits for more.
    settings.turns = settings.turns.model_copy(update={"settle_seconds": 0.0})
    paths: set[str] = set()
    WALKED.set(paths)
    with ready_database(settings) as urls:
        found = asyncio.run(_evaluate(settings, urls, cases, verbose=verbose))
    if walked is not None:
        walked.write_text(json.dumps(sorted(paths), indent=1), encoding="utf-8")
    outcome = Report(tuple(found), Limits(min_good, max_wrong, max_harmful))
    if as_json:
        results.print(json.dumps(outcome.to_json(), indent=2, ensure_ascii=False), markup=False)
    else:
        _show(outcome)
    raise typer.Exit(1 if outcome.missed else 0)


async def _evaluate(
    settings: Settings, urls: DatabaseUrls, cases: list[Case], *, verbose: bool
) -> list[Result]:
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls))
        with step("Sample shops"):
            shop = await load_samples(runtime)
        if shop.waiting_documents:
            await read_documents(runtime, shop.tenant_id)
        assistant = await stack.enter_async_context(open_assistant(runtime))
        turns = TurnRunner(runtime, assistant)

        async def answer(turn_id: UUID) -> None:
            """The turn and what follows it, so that nothing runs when the case is erased."""
            await turns.run(turn_id)
            await turns.drain()

        def show(result: Result) -> None:
            _show_result(result, verbose=verbose)

        found = []
        for slug, group in groupby(sorted(cases, key=_tenant), key=_tenant):
            tenant_id = await _tenant_id(runtime, slug)
            if tenant_id != shop.tenant_id:
                await read_documents(runtime, tenant_id)
            await SecondReading(runtime).read(tenant_id)
            hall = Hall(runtime.database, tenant_id, answer, settings.turns.max_message_chars)
            found += await hold(hall, list(group), show)
        return found


def _tenant(case: Case) -> str:
    return case.tenant


async def _tenant_id(runtime: Runtime, slug: str) -> UUID:
    async with runtime.database.transaction(None) as session:
        found = await find_tenant(session, slug)
    if found is None:
        raise ShopNotLoaded(f"There is no sample shop {slug!r} in this database.")
    return found


def _show_result(result: Result, *, verbose: bool) -> None:
    """One line of progress; the words too when asked for."""
    grade = result.verdict.grade
    colour = _COLOURS.get(grade, "red")
    took = f"[dim]{result.heard.seconds * 1000:.0f} ms[/dim]"
    console.print(f"  [{colour}]{grade:<10}[/{colour}] {result.name} {took}")
    if verbose:
        _show_words(result, console)


def _show_words(result: Result, where: Console) -> None:
    for text in result.step.says:
        where.print(f"      [bold]{escape(text)}[/bold]")
    where.print(f"      {escape(' '.join(result.heard.shown.split()))}")
    for reason in result.verdict.reasons:
        where.print(f"      [red]{escape(reason)}[/red]")


def _show(outcome: Report) -> None:
    table = Table("in per cent", *_COLUMNS)
    table.add_row(*_cells(outcome.all))
    for shares in outcome.groups.values():
        table.add_section()
        for share in shares:
            table.add_row(*_cells(share))
    results.print(table)
    overs, (median, high) = outcome.hand_overs, outcome.seconds
    results.print(
        f"A person was wanted and called {overs.met} times, wanted and not called {overs.missed},"
        f" called and not wanted {overs.unwanted}."
    )
    results.print(f"Half of the replies took up to {median:.2f} s, 95 % up to {high:.2f} s.")
    for result in outcome.worst:
        results.print(f"{result.verdict.grade} · {result.case.suite} · {result.name}")
        _show_words(result, results)
    for line in outcome.missed:
        results.print(f"[red]missed[/red] {escape(line)}")


def _cells(share: Share) -> list[str]:
    shown = [share.group, str(share.total), f"{share.per_cent('right', 'poor'):.1f}"]
    return shown + [f"{100 * count / max(share.total, 1):.1f}" for _, count in share.counts]
