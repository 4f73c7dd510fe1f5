"""What the commands that measure share: their options, a private database, and their reports."""

from __future__ import annotations

import json
import resource
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.table import Table

from deskhand.cli.ground import bring_up_to_date
from deskhand.cli.output import console, results
from deskhand.evaluation.measured import Measured
from deskhand.evaluation.page import page, shown
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.runtime import DatabaseUrls
from deskhand.infra.settings import Settings

Item = TypeVar("Item")
AsJson = Annotated[bool, typer.Option("--json", help="Write JSON for programs.")]
Html = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write a report with plots, one page of HTML.")
]
Most = Annotated[
    int | None, typer.Option(min=1, help="Only so many lines of the file, spread over it.")
]

_FOLDER = "evaluation"


@contextmanager
def kept_database(settings: Settings) -> Iterator[DatabaseUrls]:
    """The private database of measurements in the data folder, which stays from run to run."""
    with _database(settings.app.data_dir / _FOLDER / "pg") as urls:
        yield urls


@contextmanager
def fresh_database() -> Iterator[DatabaseUrls]:
    """An empty private database, gone at the end."""
    with (
        tempfile.TemporaryDirectory(prefix="deskhand-evaluation-") as folder,
        _database(Path(folder) / "pg") as urls,
    ):
        yield urls


@contextmanager
def _database(folder: Path) -> Iterator[DatabaseUrls]:
    with EmbeddedPostgres(folder) as server:
        urls = DatabaseUrls(server.url("deskhand_app"), server.url("deskhand_owner"), True)
        bring_up_to_date(urls)
        yield urls


def tell(measured: Measured, *, as_json: bool, html: Path | None) -> None:
    """The figures as a table or as JSON, and the page where one is wished for."""
    if html is not None:
        html.write_text(page(measured), encoding="utf-8")
        console.print(f"  report in {html}", markup=False)
    if as_json:
        results.print(json.dumps(measured.to_json(), indent=2), markup=False)
        return
    table = Table("figure", "measured", title=measured.title)
    for name, value in measured.figures.items():
        table.add_row(name, shown(value))
    results.print(table)


def spread(items: list[Item], most: int | None) -> list[Item]:
    """At most so many of the items, at even distances."""
    if most is None or len(items) <= most:
        return items
    return [items[at * len(items) // most] for at in range(most)]


def memory_mb() -> int:
    """The most that this process has held at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
