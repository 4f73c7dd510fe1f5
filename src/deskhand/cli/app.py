"""The commands by name, and how their errors become one line and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Annotated

import typer
from pydantic import ValidationError

from deskhand.cli.output import error_line, quiet_logs
from deskhand.infra.errors import DeskhandError

COMMANDS = (
    "serve",
    "worker",
    "chat",
    "ingest",
    "seed",
    "migrate",
    "users",
    "pack",
    "evaluate",
    "doctor",
)
"""Each is a file of this folder with a function `register`; the order is that of the help."""

_EPILOG = (
    "Exit codes: 0 done, 1 done and something was found wrong, 2 could not be done. "
    "Settings come from the environment and from `.env`; `--debug` shows where an error arose."
)
_INTERRUPTED = 130


def build_app(only: str | None = None) -> typer.Typer:
    """The application with every command, or with the one that was asked for."""
    app = typer.Typer(
        name="deskhand",
        help="A self-hosted AI support desk that answers only what it can prove.\n\n"
        "Start with [bold]deskhand serve --sample[/bold] and open the address that it prints.",
        epilog=_EPILOG,
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_all_commands)
    for name in COMMANDS if only is None else (only,):
        _module(name).register(app)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    # A command's imports can take a second: only those of the command that was asked for.
    named = words[0] if words and words[0] in COMMANDS else None
    quiet_logs()
    try:
        build_app(named)(words, prog_name="deskhand")
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:
        # Whoever read our output has gone, as `head` does. Python must not complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        for line in _lines(error):
            error_line(line)
        sys.exit(2)


def _all_commands(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the whole traceback of an error.")
    ] = False,
) -> None:
    """`--debug` is taken out of the words before, wherever it stands."""


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"deskhand.cli.{name}")


def _lines(error: Exception) -> list[str]:
    """A line for each fault that was found, or one that says what went wrong."""
    faults = error.extra.get("faults") if isinstance(error, DeskhandError) else None
    return list(faults) if faults else [_sentence(error)]


def _sentence(error: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(error, DeskhandError):
        return " ".join(error.detail.split())
    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors(include_url=False, include_input=False)
        )
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first} (`--debug` shows where)"
