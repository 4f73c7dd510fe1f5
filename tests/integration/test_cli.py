"""The command line as a person uses it: real processes, their output and their exit codes."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from deskhand import __version__
from deskhand.cli.app import COMMANDS, build_app
from tests.support.commands import ROOT, command_environment, deskhand


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data holds the sample shops, every document read."""
    folder = tmp_path_factory.mktemp("cli")
    done = deskhand(folder, "seed")
    assert done.returncode == 0, done.stderr
    assert "maya@example.com" in done.stdout
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_help_teaches_by_example(command: str, tmp_path: Path) -> None:
    done = deskhand(tmp_path, command, "--help")
    assert done.returncode == 0, done.stderr
    if command == "users":
        done = deskhand(tmp_path, command, "add", "--help")
    assert "Example" in done.stdout
    assert f"deskhand {command}" in done.stdout


def test_all_commands_are_listed_without_any(tmp_path: Path) -> None:
    done = deskhand(tmp_path, "--help")
    assert all(command in done.stdout for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_list_of_commands_says_what_each_says_of_itself(command: str) -> None:
    group: Any = typer.main.get_command(build_app(command))
    itself = group.commands[command]
    first = " ".join((itself.help or "").split("\n\n")[0].split())
    assert (itself.rich_help_panel, first) == COMMANDS[command]


def test_the_list_of_commands_loads_none_of_them() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys\nfrom deskhand.cli import main\n"
            "try:\n    main(['--help'])\nfinally:\n    print(*sys.modules, file=sys.stderr)",
        ],
        env=command_environment(ROOT),
        capture_output=True,
        text=True,
        check=True,
    ).stderr.split()
    assert "typer" in loaded
    assert {"sqlalchemy", "fastapi", "pydantic", "numpy"}.isdisjoint(loaded)


def test_the_version_is_told(tmp_path: Path) -> None:
    done = deskhand(tmp_path, "--version")
    assert (done.returncode, done.stdout) == (0, f"deskhand {__version__}\n")


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = deskhand(tmp_path, "serve", "--port", str(port))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert f"Port {port} on 127.0.0.1 is in use" in done.stderr
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("words", "more", "said"),
    [
        (["serve", "--sample", "--host", "0.0.0.0"], {}, "does not listen on 0.0.0.0"),
        (["serve"], {"PORT": "eighty"}, "PORT: Input should be a valid integer"),
        (["worker"], {}, "set REDIS_URL"),
        (["ingest", "nowhere.md"], {}, "nowhere.md does not exist"),
        (["evaluate", "--suite", "poems"], {}, "There is no suite 'poems'"),
        (["evaluate", "--only", "nobody"], {}, "No dialogue fits nobody"),
        (["chat", "--url", "http://127.0.0.1:9"], {}, "No chat at http://127.0.0.1:9"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_exit_code_2(
    words: list[str], more: dict[str, str], said: str, tmp_path: Path
) -> None:
    done = deskhand(tmp_path, *words, more=more)
    assert done.returncode == 2, done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_debug_shows_where_an_error_arose(tmp_path: Path) -> None:
    done = deskhand(tmp_path, "worker", "--debug")
    assert done.returncode == 1
    assert "Traceback" in done.stderr


def test_migrate_checks_then_migrates(tmp_path: Path) -> None:
    before = deskhand(tmp_path, "migrate", "--check")
    assert before.returncode == 1
    assert "schema none" in before.stdout
    assert deskhand(tmp_path, "migrate").returncode == 0
    assert deskhand(tmp_path, "migrate", "--check").returncode == 0


def test_doctor_finds_a_seeded_installation_healthy(seeded: Path) -> None:
    done = deskhand(seeded, "doctor", "--json")
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    checks = {check["name"]: check for check in report["checks"]}
    assert report["healthy"]
    assert "held by row-level security" in checks["role"]["detail"]
    assert checks["database"]["detail"].startswith("PostgreSQL 18")


def test_doctor_says_what_to_do(seeded: Path) -> None:
    done = deskhand(
        seeded, "doctor", more={"SECRET_KEY": "short", "REDIS_URL": "redis://127.0.0.1:9/0"}
    )
    assert done.returncode == 1
    assert "SECRET_KEY is shorter than 32 bytes" in done.stdout
    assert "openssl rand" in done.stdout
    assert "Check REDIS_URL" in done.stdout


def test_a_user_is_added_listed_and_deactivated(seeded: Path) -> None:
    words = ["users", "add", "zoe@example.com", "--name", "Zoe", "--tenant", "fernway"]
    added = deskhand(seeded, *words, "--password-stdin", given="a long pass phrase\n")
    assert added.returncode == 0, added.stderr
    assert "zoe@example.com is agent" in added.stdout
    assert deskhand(seeded, *words, "--password-stdin", given="again again\n").returncode == 2
    gone = deskhand(seeded, "users", "deactivate", "zoe@example.com", "--tenant", "fernway")
    assert gone.returncode == 0, gone.stderr
    listed = deskhand(seeded, "users", "list", "--tenant", "fernway").stdout
    row = next(line for line in listed.splitlines() if "zoe@example.com" in line)
    assert "no" in row


def test_several_tenants_must_be_told_apart(seeded: Path) -> None:
    done = deskhand(seeded, "users", "list")
    assert done.returncode == 2
    assert "fernway, harbour" in done.stderr


def test_ingest_reads_a_folder_and_tells_what_failed(seeded: Path, tmp_path: Path) -> None:
    (tmp_path / "parking.md").write_text("# Parking\n\nCustomers park behind the house.\n")
    (tmp_path / "broken.txt").write_bytes(b"\xff\xff\xff")
    first = deskhand(seeded, "ingest", str(tmp_path), "--tenant", "harbour")
    assert first.returncode == 1
    assert "failed: broken.txt" in first.stdout
    assert "1 read (1 passages), 0 unchanged, 1 failed" in first.stdout
    (tmp_path / "broken.txt").unlink()
    again = deskhand(seeded, "ingest", str(tmp_path), "--tenant", "harbour")
    assert again.returncode == 0
    assert "0 read (0 passages), 1 unchanged, 0 failed" in again.stdout


def test_chat_answers_from_the_terminal_without_a_server(seeded: Path) -> None:
    asked = "Where is my order ORD123?\nHow long do I have to return something?\n"
    done = deskhand(seeded, "chat", given=asked)
    assert done.returncode == 0, done.stderr
    assert "is on its way with Sample Parcel" in done.stdout
    assert "source: Returns and refunds" in done.stdout


def test_evaluate_measures_and_leaves_nothing_behind(seeded: Path) -> None:
    words = ["evaluate", "--only", "hub-on-its-way", "--json", "--max-harmful", "0"]
    done = deskhand(seeded, *words)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert report["all"]["messages"] == 4
    assert report["all"]["unanswered"] == 0
    assert "ORD123" in report["messages"][0]["reply"]
    missed = deskhand(seeded, *words, "--min-good", "101")
    assert missed.returncode == 1


def test_serve_answers_the_first_question_and_stops_in_order(seeded: Path) -> None:
    server = subprocess.Popen(
        [sys.executable, "-m", "deskhand", "serve", "--sample", "--port", "0"],
        cwd=seeded,
        env=command_environment(seeded),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        url = _address(server)
        with httpx.Client(base_url=url, timeout=30) as client:
            accepted = client.post("/support/reply", json={"message": "Where is my order ORD123?"})
            assert accepted.status_code == 202
            task = accepted.json()["task_id"]
            result = _result(client, task)
        assert result["category"] == "SHIPPING"
        assert "SP100000123" in result["final_response"]
        assert result["compliance_checked"] is True
        server.send_signal(signal.SIGTERM)
        _, said = server.communicate(timeout=30)
        assert server.returncode == 0
        assert "Deskhand has stopped." in said
    finally:
        server.kill()
        server.communicate()


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stderr is not None
    for line in server.stderr:
        found = re.search(r"is ready after [\d.]+ s: (http://\S+)", line)
        if found:
            return found[1]
    pytest.fail("the server ended before it was ready")


def _result(client: httpx.Client, task: str) -> dict[str, Any]:
    """The finished task; each look is a request, so this waits for work and not for time."""
    for _ in range(5000):
        answer = client.get(f"/support/status/{task}").json()
        if answer["status"] != "processing":
            found: dict[str, Any] = answer["result"]
            return found
    pytest.fail("no answer came")
