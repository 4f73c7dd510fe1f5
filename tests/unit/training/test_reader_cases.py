"""What the reader is trained on: windows as a turn cuts them, and the units that answer."""

from __future__ import annotations

import json
from pathlib import Path

from training.marked import is_marked
from training.reader.cases import of_base, of_centres, windows_of

from deskhand.assistant.answering.reading import window_texts
from deskhand.assistant.answering.sentences import units_of

LONG = "\n\n".join(
    f"Part {number} of this passage says what is done in case {number} and by whom it is done."
    for number in range(30)
)


def test_windows_are_those_that_a_turn_reads_and_lose_no_unit() -> None:
    windows = windows_of("Page › Section", LONG)
    assert len(windows) > 1
    assert [one.text for one in windows] == window_texts("Page › Section", units_of(LONG))
    assert [text for one in windows for text in one.units] == [one.text for one in units_of(LONG)]
    for one in windows:
        assert [one.text[start:end] for start, end in one.spans] == list(one.units)


def test_every_answerable_question_of_a_centre_has_a_window_with_units_that_answer() -> None:
    for collection in of_centres("choose"):
        answerable = [one for one in collection.learned if one.says]
        others = [one for one in collection.learned if not one.says]
        assert len(answerable) > len(others) > 0
        for one in answerable:
            assert set(one.says) <= set(one.own)
            for place, rows in one.says.items():
                assert rows
                assert max(rows) < len(collection.windows[place].units)


def test_a_row_is_marked_by_its_cells_and_a_sentence_by_its_words() -> None:
    assert is_marked("Kayak: 12 pounds.", "| Kayak | 12 pounds |")
    assert is_marked("You can cancel until noon.", "You can cancel until noon. It is free.")
    assert not is_marked("You can cancel until noon.", "You can cancel until one.")
    assert not is_marked("…", "You can cancel until noon.")


def test_a_base_set_is_read_by_document_with_what_comes_near(tmp_path: Path) -> None:
    text = "Doors open at nine. Dogs wait outside."
    passages = [{"id": 4, "title": "Museum", "section": "Visits", "text": text}]
    asked = [("when does it open?", 4, None, [0, 19]), ("who guards the dogs?", None, 4, None)]
    questions = [
        {"source": "squad2", "question": q, "answers": a, "near_but_no_answer": n, "evidence": e}
        for q, a, n, e in asked
    ]
    for name, lines in (("passages", passages), ("questions", questions)):
        told = "\n".join(json.dumps(line) for line in lines)
        (tmp_path / f"{name}.jsonl").write_text(told, encoding="utf-8")
    (museum,) = of_base(tmp_path)
    assert [one.text for one in museum.windows] == [
        "Museum › Visits\nDoors open at nine.\nDogs wait outside."
    ]
    assert [one.says for one in museum.learned] == [{0: (0,)}, {}]
    assert [one.own for one in museum.learned] == [(0,), (0,)]
