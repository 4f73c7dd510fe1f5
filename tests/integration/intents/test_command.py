"""`deskhand intents` and `deskhand evaluate` as a person uses them: real processes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.commands import deskhand

WRAPPING = ["can you wrap it as a present", "do you gift wrap", "wrap it with a ribbon please"]
MENDING = ["do you mend zippers", "my zip broke, mend it", "can a torn sleeve be mended"]


def lines(path: Path, texts: dict[str, list[str]]) -> str:
    rows = [{"text": text, "label": label} for label, some in texts.items() for text in some]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return str(path)


def test_a_tenant_is_taught_tried_and_rolled_back(desk: Path, tmp_path: Path) -> None:
    taught = deskhand(desk, "intents", "teach", "gift_wrapping", *WRAPPING)
    assert taught.stdout.strip() == "3 examples added, 0 moved, 0 known already", taught.stderr
    file = lines(tmp_path / "mending.jsonl", {"mending": MENDING})
    more = deskhand(desk, "intents", "teach", "--file", file)
    assert more.stdout.splitlines() == [
        "3 examples added, 0 moved, 0 known already",
        "new intents: mending",
    ]
    trained = deskhand(desk, "intents", "train", "--no-with-pack")
    assert trained.stdout.startswith("version 1 is in service"), trained.stderr
    tried = deskhand(desk, "intents", "try", "gift wrap it please")
    assert tried.stdout.splitlines()[0] == "version 1: gift_wrapping", tried.stderr
    assert "gift_wrapping" in deskhand(desk, "intents", "list").stdout
    back = deskhand(desk, "intents", "rollback")
    assert back.stdout.strip() == "the pack alone reads customers' messages again"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["teach"], "Say what to teach"),
        (["teach", "--file", "nowhere.csv"], "nowhere.csv cannot be read"),
        (["switch", "77"], "No training has this number here."),
    ],
)
def test_what_cannot_be_done_is_one_line_and_the_exit_code_2(
    desk: Path, words: list[str], said: str
) -> None:
    done = deskhand(desk, "intents", *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_intents_of_a_file_are_measured_with_a_report(tmp_path: Path) -> None:
    both = {"wrapping": WRAPPING, "mending": MENDING}
    train = lines(tmp_path / "train.jsonl", both)
    test = lines(tmp_path / "test.jsonl", {"wrapping": ["wrap a present"], "mending": ["mend it"]})
    oos = lines(tmp_path / "oos.jsonl", {"none": ["what is the capital of france"]})
    report = tmp_path / "report.html"
    words = ("--train", train, "--test", test, "--oos", oos, "--json", "--html", str(report))
    done = deskhand(tmp_path, "evaluate", "intents", *words)
    assert done.returncode == 0, done.stderr
    figures = json.loads(done.stdout)["figures"]
    assert (figures["texts"], figures["outside_texts"], figures["training_labels"]) == (2, 1, 2)
    assert 0 <= figures["accuracy"] <= 1
    assert figures["training_cpu_seconds"] > 0
    assert report.read_text(encoding="utf-8").startswith("<!doctype html>")
