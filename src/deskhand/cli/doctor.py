"""`deskhand doctor`: what is wrong with this installation, and what to do about it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Annotated

import typer
from rich.markup import escape

from deskhand.cli.examination import Finding, examine
from deskhand.cli.output import results
from deskhand.infra.settings import Settings

_SIGNS = {"ok": "[green]✓[/green]", "warn": "[yellow]![/yellow]", "fail": "[red]✗[/red]"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Look")(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON for programs.")] = False,
    model: Annotated[
        bool, typer.Option("--model", help="Ask the chat model one question as well (may cost).")
    ] = False,
) -> None:
    """Examine the installation: each line says ok, warn or fail, and what to do.

    Exits with 1 when something fails. Changes nothing; the private PostgreSQL is started for the
    look when it does not run.

    [bold]Examples[/bold]

      deskhand doctor

      deskhand doctor --model --json
    """
    findings = examine(Settings(), ask_model=model)
    worst = any(finding.status == "fail" for finding in findings)
    if as_json:
        report = {"healthy": not worst, "checks": [asdict(finding) for finding in findings]}
        results.print(json.dumps(report, indent=2), markup=False)
    else:
        for finding in findings:
            _show(finding)
    raise typer.Exit(1 if worst else 0)


def _show(finding: Finding) -> None:
    results.print(f"{_SIGNS[finding.status]} {finding.name:<16} {escape(finding.detail)}")
    if finding.advice:
        results.print(f"  {'':<16} [dim]→[/dim] {escape(finding.advice)}")
