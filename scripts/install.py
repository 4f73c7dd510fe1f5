"""Installs a lock into this interpreter's environment: `python install.py requirements.lock`."""

from __future__ import annotations

import importlib.metadata
import sys
import sysconfig
import time

from pinned_uv import environment, find_uv, pip
from told import ProgramFailed, run_told


def install(lock: str) -> None:
    """Install with uv, or with pip where that fails; raises ProgramFailed when both do.

    Either one takes the same lock: nothing but what is in it, and nothing without its hash.
    """
    wanted = ("--no-deps", "--require-hashes", "--requirement", lock)
    try:
        words = (str(find_uv()), "pip", "install", "--python", sys.executable, *wanted)
        run_told("uv", words, environment())
    except ProgramFailed as error:
        print(f"{error}\nuv cannot install here; pip does, which takes minutes.", flush=True)
        run_told("pip", (*pip(), "install", "--progress-bar", "off", *wanted))


def main(lock: str) -> None:
    """Install, say what there is and how long it took; exit code 2 where it cannot be done."""
    began = time.monotonic()
    print(f"Installing {lock} ...", flush=True)
    try:
        install(lock)
    except ProgramFailed as error:
        sys.stderr.write(f"{error}\nThe packages of {lock} could not be installed.\n")
        sys.exit(2)
    count = len(list(importlib.metadata.distributions(path=[sysconfig.get_path("purelib")])))
    print(f"Installed {lock}: {count} packages, {time.monotonic() - began:.0f} s.", flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)
