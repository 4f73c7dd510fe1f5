"""`deskhand procedures`: the procedures of a pack checked, drawn, and held against the cases."""

from __future__ import annotations

import json
from pathlib import Path as File
from typing import Annotated

import typer

from deskhand.cli.output import results
from deskhand.infra.errors import InvalidInput
from deskhand.packs.drawing import drawing_of
from deskhand.packs.flow import paths_of
from deskhand.packs.loader import built_in_files, files_in, pack_of

_HELP = """The procedures of a pack: checked, drawn, and held against the cases that walk them.

[bold]Examples[/bold]

  deskhand procedures check my-pack

  deskhand procedures check my-pack --svg drawings

  deskhand procedures check shop --built-in --walked walked.json
"""


class WalkedUnreadable(InvalidInput):
    """This is no file that `deskhand evaluate --walked` wrote."""


class DrawingsNotWritten(InvalidInput):
    """The drawings cannot be written there."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help=_HELP, no_args_is_help=True, rich_markup_mode="rich")
    group.callback()(_of_procedures)
    group.command("check")(check)
    app.add_typer(group, name="procedures", rich_help_panel="Look")


def _of_procedures() -> None:
    """Stands above the commands, so that `check` keeps its name."""


def check(
    pack: Annotated[str, typer.Argument(metavar="PACK", help="The folder that holds pack.yaml.")],
    built_in: Annotated[
        bool, typer.Option("--built-in", help="PACK names one that comes with Deskhand.")
    ] = False,
    svg: Annotated[
        File | None, typer.Option(metavar="DIR", help="Draw each procedure into this folder.")
    ] = None,
    walked: Annotated[
        File | None,
        typer.Option(metavar="FILE", help="What `deskhand evaluate --walked` wrote."),
    ] = None,
) -> None:
    """Find every fault with its line: unknown steps, steps that nothing leads to.

    Needs no database. With `--walked` each path is listed that no case walks.

    [bold]Example[/bold]

      deskhand procedures check my-pack --svg drawings
    """
    found = pack_of(built_in_files(pack) if built_in else files_in(File(pack)))
    paths = [path for one in found.procedures.values() for path in paths_of(one)]
    results.print(
        f"{found.name}: no fault in {len(found.procedures)} procedures with {len(paths)} paths"
    )
    if svg is not None:
        _draw(svg, {name: drawing_of(one) for name, one in found.procedures.items()})
    if walked is not None:
        known = _walked(walked)
        missing = [str(path) for path in paths if str(path) not in known]
        for path in missing:
            results.print(f"no case walks {path}", markup=False, soft_wrap=True)
        results.print(f"{len(paths) - len(missing)} of {len(paths)} paths are walked")


def _draw(folder: File, drawings: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, drawing in drawings.items():
            (folder / f"{name}.svg").write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise DrawingsNotWritten(f"{folder}: {error.strerror}.") from error
    results.print(f"{len(drawings)} drawings are in {folder}")


def _walked(file: File) -> set[str]:
    try:
        listed = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WalkedUnreadable from error
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise WalkedUnreadable
    return set(listed)
