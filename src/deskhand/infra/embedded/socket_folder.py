"""The private folder of the server's socket: short, since a socket's path may not be long."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from pathlib import Path

from deskhand.infra.embedded.installation import Confinement
from deskhand.infra.errors import ConfigurationInvalid

PORT = 5432

_LONGEST_SOCKET_PATH = 100


class NoSocketFolder(ConfigurationInvalid):
    """TMPDIR, /tmp and /var/tmp are all closed or taken; set TMPDIR to a short folder of yours."""


def make_socket_dir(data_dir: Path, confinement: Confinement) -> Path:
    """The folder for this data folder's socket, made anew when it is missing.

    Raises NoSocketFolder when no temporary folder will do.
    """
    identity = f"{data_dir}\0{data_dir.stat().st_ino}\0{confinement.file_uid}"
    digest = hashlib.sha256(os.fsencode(identity)).hexdigest()[:16]
    for base in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108 - see below
        path = base / f"deskhand-{digest}"
        if len(os.fsencode(path)) > _LONGEST_SOCKET_PATH - len(f"/.s.PGSQL.{PORT}"):
            continue
        if confinement.file_uid != os.geteuid() and not _open_to_all(base):
            continue
        with contextlib.suppress(OSError):
            path.mkdir(mode=0o700, exist_ok=True)
            if os.geteuid() == 0:
                os.chown(path, confinement.file_uid, confinement.file_gid, follow_symlinks=False)
            # Anybody may make folders there: only one that is ours and closed to others will do.
            found = path.lstat()
            if path.is_dir() and not path.is_symlink() and found.st_uid == confinement.file_uid:
                path.chmod(0o700)
                for name in path.iterdir():
                    name.unlink()
                return path
    raise NoSocketFolder


def _open_to_all(folder: Path) -> bool:
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))
