"""The command line as a process of its own, in a folder with its own data."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.environment import environment

ROOT = Path(__file__).parents[2]
TIMEOUT = 170


def command_environment(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment of a command whose data lies in `folder`, with `more` on top."""
    ours = {
        "DESKHAND_DATA_DIR": str(folder / "data"),
        "DOCUMENTS_PATH": str(folder / "documents"),
        "PYTHONPATH": str(ROOT / "src"),
        "COLUMNS": "200",
        "PORT": "0",
    }
    return environment({**ours, **(more or {})})


def deskhand(
    folder: Path, *words: str, more: Mapping[str, str] | None = None, given: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run one command in `folder`, away from any `.env`."""
    return subprocess.run(
        [sys.executable, "-m", "deskhand", *words],
        cwd=folder,
        env=command_environment(folder, more),
        input=given,
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )


def add_tenant(folder: Path) -> str:
    """Make a tenant whose owner is olive@example.com; what the command told."""
    words = ("--name", "Olive", "--new-tenant", "Small Shop", "--password-stdin")
    done = deskhand(folder, "users", "add", "olive@example.com", *words, given="a pass phrase\n")
    assert done.returncode == 0, done.stderr
    return done.stdout
