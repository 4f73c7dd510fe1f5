"""What the commands say: to a person on stderr, so that stdout stays for results and logs."""

from __future__ import annotations

import logging
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import structlog
from rich.console import Console

from deskhand.infra.errors import InvalidInput

console = Console(stderr=True, highlight=False, soft_wrap=True)
"""Progress, banners and errors."""

results = Console(highlight=False, soft_wrap=True)
"""What was asked for: tables, lists, answers."""


class FileUnwritable(InvalidInput):
    """The file cannot be written."""


@contextmanager
def opened(to: Path | None) -> Iterator[TextIO]:
    """Where a result goes: the file, or the terminal. Raises FileUnwritable."""
    if to is None:
        yield sys.stdout
        return
    try:
        file = to.open("w", encoding="utf-8")
    except OSError as error:
        raise FileUnwritable(f"{to} cannot be written: {error.strerror}.") from error
    with file:
        yield file


def error_line(sentence: str) -> None:
    """One line that says what went wrong."""
    console.print("[bold red]error[/bold red] ", end="")
    console.print(sentence, markup=False)


def quiet_logs() -> None:
    """No log records: what a command has to say it says itself.

    `serve` and `worker` set up the product's own logging instead.
    """
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


@contextmanager
def step(what: str) -> Iterator[None]:
    """Say what is being done, and how long it took."""
    started = time.perf_counter()
    if sys.stderr.isatty():
        with console.status(f"{what} …"):
            yield
    else:
        yield
    console.print(f"  [green]✓[/green] {what} [dim]{time.perf_counter() - started:.1f} s[/dim]")


def seconds_of_life() -> float:
    """How long this process has existed, imports included."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        began = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return time.clock_gettime(time.CLOCK_BOOTTIME) - began
    except (OSError, AttributeError):
        return time.process_time()
