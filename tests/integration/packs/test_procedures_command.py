"""`deskhand procedures check`: faults with their lines, drawings, and paths without a case."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from deskhand.cli import main
from tests.support.pack_files import small_pack


def written(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return folder


def ran(*words: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(["procedures", "check", *words])
    return int(left.value.code or 0)


def test_a_whole_pack_is_drawn_and_its_paths_are_held_against_the_cases(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    walked = tmp_path / "walked.json"
    walked.write_text(json.dumps(["refund: steps.1 yes"]))
    words = ("--svg", str(tmp_path / "drawn"), "--walked", str(walked))
    assert ran("shop", "--built-in", *words) == 0
    told = capsys.readouterr().out
    assert "no fault in" in told
    assert "no case walks refund: steps.1 no, steps.1.else.0 yes\n" in told
    assert "no case walks refund: steps.1 yes\n" not in told
    assert (tmp_path / "drawn" / "refund.svg").read_text().startswith("<svg ")


def test_a_fault_is_named_with_file_and_line_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = small_pack()
    path = next(path for path in files if path.startswith("procedures/"))
    files[path] += "  - end: over\n  - say: repair-where\n"
    assert ran(str(written(tmp_path / "pack", files))) == 2
    assert "nothing leads here: the step before ends every path." in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", "{}", "[1]", "nothing"])
def test_a_file_of_walks_that_is_none_ends_with_2(tmp_path: Path, text: str) -> None:
    (tmp_path / "walked.json").write_text(text)
    assert ran("shop", "--built-in", "--walked", str(tmp_path / "walked.json")) == 2
