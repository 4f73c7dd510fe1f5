"""The commands by name, and how their errors become one line and an exit code."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Mapping, Sequence
from types import MappingProxyType, ModuleType
from typing import Annotated

import typer

from deskhand import __version__
from deskhand.cli.output import error_line, quiet_logs, results
from deskhand.infra.errors import DeskhandError

COMMANDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "serve": (
            "Run",
            "Start the server: chat page, API and, without Redis, the worker that answers.",
        ),
        "worker": ("Run", "Start a worker, which answers what the servers took in."),
        "chat": ("Use", "Chat in the terminal: answers stream in, their sources stand below."),
        "ingest": (
            "Use",
            "Read documents into the knowledge base and wait until they can be cited.",
        ),
        "import": (
            "Use",
            "Bring your own records in: shows what would change, asks, and tells of each refused"
            " line.",
        ),
        "customers": ("Use", "Tell or erase what is held of one customer."),
        "seed": ("Set up", "Load the sample tenants: two shops and a hotel."),
        "migrate": (
            "Set up",
            "Bring the database to the schema of this version."
            " `serve` does so by itself when it may.",
        ),
        "users": ("Set up", "List, add and change the people who sign in."),
        "pack": (
            "Set up",
            "What Deskhand knows of a trade, as a folder of files that can live in your own git.",
        ),
        "gateways": (
            "Set up",
            "Your own systems, in which actions are done: by HTTP, as an OpenAPI document says.",
        ),
        "intents": (
            "Set up",
            "What customers want, taught by examples of how they say it.",
        ),
        "evaluate": (
            "Look",
            "Let scripted customers of the sample shops ask, and grade the replies by their facts.",
        ),
        "audit": ("Look", "Check that nobody changed the audit trail, or write it out."),
        "procedures": (
            "Look",
            "The procedures of a pack: checked, drawn, and held against the cases that walk them.",
        ),
        "doctor": (
            "Look",
            "Examine the installation: each line says ok, warn or fail, and what to do.",
        ),
    }
)
"""Each is a file of this folder with a function `register`: its panel and its line of the help.

The list of all commands is shown from here, since importing all of them takes seconds.
"""

_EPILOG = (
    "Exit codes: 0 done, 1 done and something was found wrong, 2 could not be done. "
    "Settings come from the environment and from `.env`; `--debug` shows where an error arose."
)
_INTERRUPTED = 130


def build_app(only: str | None = None) -> typer.Typer:
    """The application with the command that was asked for, or with the names of all."""
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
    if only is not None:
        _module(only).register(app)
        return app
    for name, (panel, sentence) in COMMANDS.items():
        app.command(name, help=sentence, rich_help_panel=panel)(_named_only)
    return app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    # A command's imports can take a second: only those of the command that was asked for.
    first = next((word for word in words if not word.startswith("-")), None)
    named = first if first in COMMANDS else None
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


def _tell_version(wanted: bool) -> None:
    if wanted:
        results.print(f"deskhand {__version__}")
        raise typer.Exit


def _all_commands(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the whole traceback of an error.")
    ] = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_tell_version, help="Which one.")
    ] = False,
) -> None:
    """`--debug` is taken out of the words before, wherever it stands."""


def _named_only() -> None:
    """Stands in the list of commands; a command that is called is loaded instead."""


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
    from pydantic import ValidationError  # Here, since the list of commands does without it.

    if isinstance(error, ValidationError):
        return "; ".join(
            f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
            for item in error.errors(include_url=False, include_input=False)
        )
    first = next(iter(str(error).strip().splitlines()), "")
    return f"{type(error).__name__}: {first} (`--debug` shows where)"
