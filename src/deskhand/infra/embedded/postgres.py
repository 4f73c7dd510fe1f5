"""A private PostgreSQL with pgvector, started from the wheel's programs or attached to."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psycopg

from deskhand.infra.embedded import data_folder, roles
from deskhand.infra.embedded.installation import (
    PARENT,
    WAYS_FOR_ROOT,
    Confinement,
    Way,
    choose_confinement,
    programs,
    supervisor_command,
)
from deskhand.infra.embedded.locks import LockHeldTooLong, is_free, lock, locked, try_lock
from deskhand.infra.embedded.socket_folder import PORT, make_socket_dir
from deskhand.infra.errors import Unavailable

_START_SECONDS = 60.0
_STOP_SECONDS = 45.0
_PAUSE_SECONDS = 0.01
_LARGEST_LOG_BYTES = 10_000_000

_SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "min_wal_size": "32MB",
    "max_wal_size": "512MB",
    "jit": "off",
    "io_method": "sync",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_destination": "stderr",
    "log_line_prefix": "%m [%p] %u@%d ",
    # Statements and error details can hold what a customer wrote.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


class EmbeddedPostgresDidNotStart(Unavailable):
    """The embedded PostgreSQL did not start."""


class EmbeddedPostgresNotStarted(Unavailable):
    """The embedded PostgreSQL has not been started by this process."""


class EmbeddedPostgres:
    """The server of one data folder, shared by all processes of this machine that start it.

    The server runs under a supervisor of its own and lives as long as any process that started or
    attached to it lives and has not called `stop`; it ends also when the last of them is killed.
    Beside the data folder `pg` lie `pg.log` and `pg.run` (lock files).
    """

    def __init__(self, data_dir: Path, *, ways: Sequence[Way] = WAYS_FOR_ROOT) -> None:
        """`ways` are the ways to give up root's rights, in the order in which they are tried."""
        self._data_dir = Path(os.path.realpath(data_dir))
        self._run_dir = self._data_dir.with_name(f"{self._data_dir.name}.run")
        self._ways = tuple(ways)
        self._attached = False
        self._use: int | None = None
        self._process = 0
        self._socket_dir = ""

    @property
    def attached(self) -> bool:
        """Whether the server was already running when this process came to it."""
        return self._attached

    @property
    def log_file(self) -> Path:
        """Where the server and its supervisor write what happens."""
        return self._data_dir.with_name(f"{self._data_dir.name}.log")

    def start(self) -> None:
        """Start the server or attach to it; returns when it answers and the database is there.

        Raises a ConfigurationInvalid that says what to do, or EmbeddedPostgresDidNotStart.
        """
        if self._use is not None:
            return
        data_folder.check_usable(self._data_dir)
        self._make_run_dir()
        with locked(self._run_dir / "start.lock", "exclusive", seconds=2 * _START_SECONDS):
            use = lock(self._users_lock, "shared", seconds=_STOP_SECONDS)
            try:
                self._attached = self._attach()
                if not self._attached:
                    self._launch()
                roles.ensure_database(self._socket_dir, PORT)
            except BaseException:
                os.close(use)
                raise
        self._use, self._process = use, os.getpid()

    def stop(self) -> None:
        """Let go of the server; waits for its end when no other process uses it. Idempotent."""
        use, self._use = self._use, None
        if use is None:
            return
        os.close(use)
        if self._process != os.getpid():
            # A forked child shares its parent's use of the server and must not wait for its end.
            return
        with (
            contextlib.suppress(LockHeldTooLong, FileNotFoundError),
            locked(self._run_dir / "start.lock", "exclusive", seconds=_STOP_SECONDS),
        ):
            self._wait_for_end()

    def url(
        self,
        role: str,
        database: str = roles.DATABASE,
        driver: str = "postgresql+psycopg",
    ) -> str:
        """The SQLAlchemy URL for `role`; EmbeddedPostgresNotStarted before `start`."""
        if self._use is None:
            raise EmbeddedPostgresNotStarted
        host = quote(self._socket_dir, safe="/")
        return f"{driver}://{quote(role)}@/{quote(database)}?host={host}&port={PORT}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def _users_lock(self) -> Path:
        return self._run_dir / "users.lock"

    @property
    def _server_lock(self) -> Path:
        """Held by the supervisor and by each process of the server, so free only without any."""
        return self._run_dir / "server.lock"

    def _make_run_dir(self) -> None:
        try:
            self._run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            usable = os.access(self._run_dir, os.R_OK | os.W_OK | os.X_OK)
        except OSError:
            usable = False
        if not usable:
            raise data_folder.DataFolderNotOurs(
                f"{self._run_dir} cannot be made or written by you:"
                " set DESKHAND_DATA_DIR to a folder of your own."
            )

    def _attach(self) -> bool:
        """Wait for a server that is running or starting; False when there is none (any more)."""
        return not is_free(self._server_lock) and self._answers()

    def _launch(self) -> None:
        server_lock = lock(self._server_lock, "exclusive", seconds=_STOP_SECONDS)
        try:
            data_folder.check_usable(self._data_dir)
            confinement = choose_confinement(self._data_dir, self._ways)
            data_folder.prepare(self._data_dir, confinement)
            # The lock says that no server lives, so whatever process has this number is another.
            (self._data_dir / "postmaster.pid").unlink(missing_ok=True)
            self._share_with(confinement)
            socket_dir = make_socket_dir(self._data_dir, confinement)
            self._supervise(confinement, socket_dir, server_lock)
        finally:
            os.close(server_lock)
        if not self._answers():
            raise EmbeddedPostgresDidNotStart(
                f"The embedded PostgreSQL did not start: {self._last_words()}"
                f" (the whole log is {self.log_file})"
            )

    def _supervise(self, confinement: Confinement, socket_dir: Path, server_lock: int) -> None:
        settings = {**_SETTINGS, "unix_socket_directories": str(socket_dir)}
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        server = confinement.command(
            self._data_dir, programs() / "postgres", "-D", self._data_dir, *words, parent=PARENT
        )
        command = supervisor_command(
            str(self._users_lock), str(server_lock), str(self._data_dir), str(socket_dir), *server
        )
        with self.log_file.open("ab") as log:
            subprocess.run(  # noqa: S603 - our own program
                command,
                check=True,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=(server_lock,),
            )

    def _share_with(self, confinement: Confinement) -> None:
        """Keep the log short, and let the owner of the data start the server without root too."""
        with contextlib.suppress(FileNotFoundError):
            if self.log_file.stat().st_size > _LARGEST_LOG_BYTES:
                self.log_file.replace(self.log_file.with_suffix(".log.1"))
        os.close(os.open(self.log_file, os.O_WRONLY | os.O_CREAT | os.O_NOFOLLOW, 0o600))
        if os.geteuid() == 0:
            # By name: what else its owner may have put there is none of root's business.
            locks = (self._run_dir / "start.lock", self._users_lock, self._server_lock)
            for path in (self.log_file, self._run_dir, *locks):
                ids = confinement.file_uid, confinement.file_gid
                os.chown(path, *ids, follow_symlinks=False)

    def _answers(self) -> bool:
        """Wait until the server accepts a connection; False when it ends or hangs instead."""
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            socket_dir = self._ready_socket_dir()
            if socket_dir is not None:
                with contextlib.suppress(psycopg.OperationalError):
                    psycopg.connect(
                        host=socket_dir, port=PORT, user=roles.SUPERUSER, dbname="postgres"
                    ).close()
                    self._socket_dir = socket_dir
                    return True
            if is_free(self._server_lock):
                return False
            time.sleep(_PAUSE_SECONDS)
        return False

    def _ready_socket_dir(self) -> str | None:
        """The socket's folder as the server itself notes it in postmaster.pid once it is ready."""
        try:
            lines = (self._data_dir / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        if len(lines) < 8 or lines[7].strip() != "ready":
            return None
        if not (Path(lines[4]) / f".s.PGSQL.{PORT}").exists():
            # Something cleaned the temporary folder: nobody can connect to this server any more.
            _end_postmaster(int(lines[0]), self._data_dir)
            return None
        return lines[4]

    def _last_words(self) -> str:
        with self.log_file.open("rb") as log:
            log.seek(max(0, self.log_file.stat().st_size - 4_000))
            lines = log.read().decode("utf-8", "replace").splitlines()
        telling = [line for line in lines if "FATAL" in line or "PANIC" in line or "Error" in line]
        return (telling or lines or ["it wrote no reason"])[-1]

    def _wait_for_end(self) -> None:
        """Return when the server has ended, or as soon as it is clear that somebody uses it."""
        deadline = time.monotonic() + _STOP_SECONDS
        while time.monotonic() < deadline and not is_free(self._server_lock):
            # Free means: the supervisor is about to take the lock. Shared means: others use it.
            # Neither means: the supervisor has taken it and is stopping the server.
            if not is_free(self._users_lock):
                shared = try_lock(self._users_lock, "shared")
                if shared is not None:
                    os.close(shared)
                    return
            time.sleep(_PAUSE_SECONDS)


def _end_postmaster(pid: int, data_dir: Path) -> None:
    """Ask a server for its fast shutdown, after making sure that the number is really its own."""
    with contextlib.suppress(OSError):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"-D" in words and os.fsencode(data_dir) in words:
            os.kill(pid, signal.SIGINT)
