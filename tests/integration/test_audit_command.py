"""`deskhand audit` as a person uses it: real processes, their output and their exit codes."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.commands import deskhand


def test_a_trail_that_nobody_changed_holds(desk: Path) -> None:
    done = deskhand(desk, "audit", "verify")
    assert done.returncode == 0, done.stderr
    assert "hold" in done.stdout


def test_a_trail_that_another_key_marked_does_not_hold(desk: Path) -> None:
    done = deskhand(desk, "audit", "verify", more={"SECRET_KEY": "another key, long enough " * 2})
    assert done.returncode == 1, done.stderr
    assert "does not hold" in done.stdout


def test_every_entry_is_written_out_as_one_line(desk: Path) -> None:
    done = deskhand(desk, "audit", "export", "--to", "trail.jsonl")
    assert done.returncode == 0, done.stderr
    lines = (desk / "trail.jsonl").read_text(encoding="utf-8").splitlines()
    assert done.stdout == f"{len(lines)} lines were written to trail.jsonl\n"
    entries = [json.loads(line) for line in lines]
    assert {"actor", "action", "target", "detail", "created_at"} <= entries[0].keys()
    assert [entry["id"] for entry in entries] == sorted(
        (entry["id"] for entry in entries), reverse=True
    )


def test_the_ledger_of_a_desk_that_did_nothing_is_empty(desk: Path) -> None:
    done = deskhand(desk, "audit", "export", "actions")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_file_that_cannot_be_written_is_told(desk: Path) -> None:
    done = deskhand(desk, "audit", "export", "--to", "no/such/folder.jsonl")
    assert done.returncode == 2
    assert "cannot be written: No such file or directory." in done.stderr
