"""`deskhand pack` as a person uses it: real processes, their output and their exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from deskhand.cli.app import build_app
from deskhand.infra.errors import DeskhandError
from tests.support.commands import deskhand
from tests.support.pack_files import small_pack, with_words

SMALL = "workshop: no fault in 8 files: 1 nouns, 3 intents, 1 procedures, in en, de"


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def test_a_good_folder_has_no_fault_and_needs_no_database(tmp_path: Path) -> None:
    written(tmp_path / "mine", small_pack())
    done = deskhand(
        tmp_path, "pack", "check", "mine", more={"DATABASE_URL": "postgresql://nowhere"}
    )
    assert (done.returncode, done.stdout.strip()) == (0, SMALL), done.stderr
    assert not (tmp_path / "data").exists()


def test_each_fault_is_a_line_with_its_file_and_the_exit_code_is_2(tmp_path: Path) -> None:
    files = with_words("intents.yaml", "about: repair", "about: repiar")
    files["wording/de.ftl"] = files["wording/de.ftl"].replace("repair-none", "repair-nothing")
    done = deskhand(tmp_path, "pack", "check", str(written(tmp_path / "bad", files)))
    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "error intents.yaml, line 1: repair_status: there is no noun `repiar`.",
        "error wording/de.ftl: the sentence `repair-none` is missing.",
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "nowhere"], "nowhere is no folder of a pack."),
        (["publish"], "Say what to publish"),
        (["publish", "mine", "--number", "1"], "Say what to publish"),
        (["export", "mine", "--built-in", "poems"], "There is no built-in pack `poems`"),
        (["export", "mine", "--built-in", "shop", "--number", "1"], "no tenant and no number"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(words: list[str], said: str) -> None:
    done = CliRunner().invoke(build_app("pack"), ["pack", *words])
    assert isinstance(done.exception, DeskhandError)
    assert said in done.exception.detail


@pytest.mark.parametrize(
    "command", ["check", "diff", "import", "publish", "rollback", "list", "export"]
)
def test_every_command_teaches_by_example(command: str) -> None:
    done = CliRunner().invoke(build_app("pack"), ["pack", command, "--help"])
    assert done.exit_code == 0
    assert f"deskhand pack {command}" in done.stdout


def test_a_built_in_pack_is_exported_and_passes_its_own_check(tmp_path: Path) -> None:
    exported = deskhand(tmp_path, "pack", "export", "mine", "--built-in", "shop")
    assert exported.returncode == 0, exported.stderr
    checked = deskhand(tmp_path, "pack", "check", "mine")
    assert checked.returncode == 0, checked.stderr
    again = deskhand(tmp_path, "pack", "export", "mine", "--built-in", "shop")
    assert again.returncode == 2
    assert "mine holds files already" in again.stderr


def test_a_folder_is_published_compared_exported_and_rolled_back(desk: Path) -> None:
    mine = written(desk / "mine", small_pack())
    listed = deskhand(desk, "pack", "list")
    assert "no version yet: the built-in pack shop answers" in listed.stdout
    first = deskhand(desk, "pack", "publish", "mine", "--note", "First")
    assert first.stdout.strip() == "version 1 (workshop) is published", first.stderr
    written(mine, with_words("pack.yaml", "Repair shop", "Repairs"))
    compared = deskhand(desk, "pack", "diff", "mine")
    assert "-title: Repair shop\n+title: Repairs\n" in compared.stdout
    assert "1 files differ from version 1" in compared.stdout
    drafted = deskhand(desk, "pack", "import", "mine", "--note", "Second")
    assert drafted.stdout.strip() == "version 2 is drafted"
    second = deskhand(desk, "pack", "publish", "--number", "2")
    assert second.stdout.strip() == "version 2 (workshop) is published", second.stderr
    exported = deskhand(desk, "pack", "export", "theirs", "--number", "1")
    assert exported.returncode == 0, exported.stderr
    assert (desk / "theirs/pack.yaml").read_text() == small_pack()["pack.yaml"]
    back = deskhand(desk, "pack", "rollback")
    assert back.stdout.strip() == "version 1 (workshop) answers again"
    shown = deskhand(desk, "pack", "list").stdout
    rows = [line.split("│")[1:] for line in shown.splitlines() if line.startswith("│")]
    assert [(row[0].strip(), row[2].strip(), row[5].strip()) for row in rows] == [
        ("2", "rolled_back", "Second"),
        ("1", "published", "First"),
    ]


def test_a_folder_with_faults_leaves_no_version(desk: Path) -> None:
    before = deskhand(desk, "pack", "list").stdout
    bad = written(desk / "bad", with_words("intents.yaml", "about: repair", "about: repiar"))
    done = deskhand(desk, "pack", "publish", str(bad))
    assert done.returncode == 2
    assert "there is no noun `repiar`" in done.stderr
    assert deskhand(desk, "pack", "list").stdout == before


def test_writing_over_a_folder_names_what_is_left_of_another_version(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine/older.yaml").write_text("a: 1\n")
    done = deskhand(tmp_path, "pack", "export", "mine", "--built-in", "shop", "--replace")
    assert done.returncode == 0, done.stderr
    assert "not of this version: older.yaml" in done.stdout
