"""Runs a program and tells every two seconds what it is at."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence

_TOLD_EVERY_SECONDS = 2.0
_LONGEST_LINE = 90
_LINES_OF_A_FAILURE = 15


class ProgramFailed(Exception):
    """The program ended with an error; the message is what it printed last."""


def run_told(name: str, words: Sequence[str], env: Mapping[str, str] | None = None) -> None:
    """Run to the end, telling the program's own last line; raises ProgramFailed."""
    began = time.monotonic()
    written: list[str] = []
    try:
        process = subprocess.Popen(  # noqa: S603 - pip or uv
            words, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    except OSError as error:
        # A program made for another machine, or on a file system that lets nothing run.
        raise ProgramFailed(f"{words[0]}: {error.strerror}") from error
    with process:
        reader = threading.Thread(target=_keep, args=(process.stdout, written))
        reader.start()
        while reader.is_alive():
            reader.join(_TOLD_EVERY_SECONDS)
            if reader.is_alive():
                last = written[-1].strip()[:_LONGEST_LINE] if written else "..."
                print(f"  {name}, {time.monotonic() - began:.0f} s: {last}", flush=True)
    if process.returncode != 0:
        raise ProgramFailed("\n".join(written[-_LINES_OF_A_FAILURE:]))


def _keep(stream: Iterable[str], written: list[str]) -> None:
    written.extend(line.rstrip() for line in stream if line.strip())
