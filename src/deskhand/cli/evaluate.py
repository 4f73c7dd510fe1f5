"""`deskhand evaluate`: scripted customers of the sample shop, and how well they are answered."""

from __future__ import annotations

import asyncio
import json
from contextlib import AsyncExitStack
from typing import Annotated
from uuid import UUID

import typer
from rich.markup import escape
from rich.table import Table

from deskhand.cli.ground import ready_database
from deskhand.cli.output import console, results, step
from deskhand.cli.reading import read_documents
from deskhand.evaluation.report import Report, read_thresholds, report
from deskhand.evaluation.run import evaluate as run_cases
from deskhand.evaluation.schemas import Result
from deskhand.evaluation.suites import SUITES, load_suite
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import Settings
from deskhand.samples.loader import load_samples
from deskhand.worker.assembly import open_assistant
from deskhand.worker.turns import TurnRunner


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Look")(evaluate)


def evaluate(
    suite: Annotated[
        list[str] | None, typer.Option(help=f"One of {', '.join(SUITES)}; all when left out.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for programs.")] = False,
    fail_under: Annotated[
        list[str] | None,
        typer.Option(metavar="NUMBER", help="Exit 1 below it: `0.8`, or `compliance=1`."),
    ] = None,
) -> None:
    """Let scripted customers of the sample shop ask, and measure the answers.

    The turns are real ones, with the engine that is configured; their conversations and tickets
    are erased afterwards.

    [bold]Examples[/bold]

      deskhand evaluate

      deskhand evaluate --suite orders --json

      deskhand evaluate --fail-under 0.8 --fail-under compliance=1
    """
    thresholds = read_thresholds(fail_under or ())
    suites = suite or list(SUITES)
    for name in suites:
        load_suite(name)
    settings = Settings()
    with ready_database(settings) as urls:
        found = asyncio.run(_evaluate(settings, urls, suites))
    outcome = report(found, thresholds)
    if as_json:
        results.print(json.dumps(outcome.to_json(), indent=2), markup=False)
    else:
        _show(outcome)
    raise typer.Exit(0 if outcome.good else 1)


async def _evaluate(settings: Settings, urls: DatabaseUrls, suites: list[str]) -> list[Result]:
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls))
        with step("Sample shop"):
            shop = await load_samples(runtime)
        if shop.waiting_documents:
            await read_documents(runtime, shop.tenant_id)
        assistant = await stack.enter_async_context(open_assistant(runtime))
        turns = TurnRunner(runtime, assistant)

        async def answer(turn_id: UUID) -> None:
            """The turn and what follows it, so that nothing runs when the case is erased."""
            await turns.run(turn_id)
            await turns.drain()

        return await run_cases(
            runtime.database,
            shop.tenant_id,
            answer,
            suites,
            _show_case,
            max_chars=settings.turns.max_message_chars,
        )


def _show_case(result: Result) -> None:
    sign = "[green]✓[/green]" if result.passed else "[red]✗[/red]"
    took = f"[dim]{result.observed.seconds * 1000:.0f} ms[/dim]"
    console.print(f"  {sign} {result.suite}/{result.case.name} {took}")
    for line in result.missed:
        console.print(f"      {escape(line)}")
    if not result.passed:
        console.print(f"      [dim]{escape(' '.join(result.observed.text.split()))}[/dim]")


def _show(outcome: Report) -> None:
    table = Table("Metric", "Value", "Least", "Meaning")
    for score in outcome.scores:
        value = "-" if score.value is None else f"{score.value:.2f}"
        least = "" if score.least is None else f"{score.least:.2f}"
        colour = "red" if score.too_low else "green"
        table.add_row(score.name, f"[{colour}]{value}[/{colour}]", least, score.meaning)
    passed = sum(one.passed for one in outcome.results)
    results.print(table)
    results.print(f"{passed} of {len(outcome.results)} cases met every expectation")
