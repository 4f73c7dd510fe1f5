"""The data folder of the embedded server: whether it fits, who owns it, and making a new one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from deskhand.infra.embedded.installation import MAJOR_VERSION, Confinement, programs
from deskhand.infra.embedded.roles import SUPERUSER
from deskhand.infra.errors import ConfigurationInvalid

_UNFINISHED = ".unfinished-"


class DataFolderOfAnotherMajorVersion(ConfigurationInvalid):
    """The data folder was made by another major version of PostgreSQL."""


class DataFolderNotOurs(ConfigurationInvalid):
    """The data folder belongs to another user or holds something else."""


class DataFolderNotMade(ConfigurationInvalid):
    """No database could be created in the data folder."""


def check_usable(data_dir: Path) -> None:
    """Refuse a folder of another version or owner, or with other contents; a missing one is fine.

    Raises DataFolderOfAnotherMajorVersion or DataFolderNotOurs, each one line with the remedy.
    """
    try:
        owner = data_dir.stat().st_uid
    except FileNotFoundError:
        return
    except OSError as error:
        raise DataFolderNotOurs(
            f"{data_dir} cannot be reached ({error.strerror}):"
            " set DESKHAND_DATA_DIR to a folder of your own."
        ) from error
    if os.geteuid() not in (0, owner):
        raise DataFolderNotOurs(
            f"{data_dir} belongs to user id {owner}: start Deskhand as that user or as root,"
            " or set DESKHAND_DATA_DIR to a folder of your own."
        )
    if not data_dir.is_dir() or (any(data_dir.iterdir()) and not _has_version(data_dir)):
        raise DataFolderNotOurs(
            f"{data_dir} holds something else than a PostgreSQL database: move it away"
            " or set DESKHAND_DATA_DIR to another folder."
        )
    if _has_version(data_dir):
        found = (data_dir / "PG_VERSION").read_text(encoding="ascii").strip()
        if found != str(MAJOR_VERSION):
            raise DataFolderOfAnotherMajorVersion(
                f"{data_dir} was made by PostgreSQL {found} and this is PostgreSQL {MAJOR_VERSION}:"
                f" export it with pg_dump of version {found}, move the folder away and import,"
                " or set DESKHAND_DATA_DIR to another folder."
            )


def prepare(data_dir: Path, confinement: Confinement) -> None:
    """Make the cluster when there is none, and give its files to the user PostgreSQL runs as."""
    for leftover in data_dir.parent.glob(f"{data_dir.name}{_UNFINISHED}*"):
        shutil.rmtree(leftover)
    if not _has_version(data_dir):
        _create(data_dir, confinement)
    _give(data_dir, confinement)
    data_dir.chmod(0o700)


def _has_version(data_dir: Path) -> bool:
    return (data_dir / "PG_VERSION").is_file()


def _create(data_dir: Path, confinement: Confinement) -> None:
    """Run initdb beside the folder and move the result there, so that no half cluster is left."""
    if data_dir.is_mount():
        _initdb(data_dir, confinement)
        return
    name = f"{data_dir.name}{_UNFINISHED}"
    unfinished = Path(tempfile.mkdtemp(prefix=name, dir=data_dir.parent))
    try:
        _initdb(unfinished, confinement)
        unfinished.rename(data_dir)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise


def _initdb(folder: Path, confinement: Confinement) -> None:
    _give(folder, confinement)
    command = confinement.command(
        folder.parent,
        programs() / "initdb",
        f"--pgdata={folder}",
        f"--username={SUPERUSER}",
        "--auth-local=trust",
        "--auth-host=reject",
        "--encoding=UTF8",
        # The built-in provider sorts and folds the same on every machine; C needs no system locale.
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--text-search-config=english",
        "--wal-segsize=4",
    )
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    if result.returncode != 0:
        reason = " ".join(result.stderr.split()) or f"exit code {result.returncode}"
        raise DataFolderNotMade(f"No database could be created in {folder.parent}: {reason}")


def _give(folder: Path, confinement: Confinement) -> None:
    """Change the owner of all files, when root runs it and the way in has changed."""
    owner = (confinement.file_uid, confinement.file_gid)
    if os.geteuid() != 0 or folder.stat().st_uid == owner[0]:
        return
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(os.path.join(parent, name), *owner, follow_symlinks=False)
    # Last, so that an interrupted change is taken up again by the next start.
    os.chown(folder, *owner)
