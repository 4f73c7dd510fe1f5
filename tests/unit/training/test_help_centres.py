"""The invented help centres keep their format, and no centre is in two parts of the split."""

from __future__ import annotations

from pathlib import Path

import pytest
from training.centres import FOLDER, CentreInvalid, read_centre, read_centres
from training.check import counts, faults
from training.split import SHARES, extended

FIRST = sorted(FOLDER.glob("*.yaml"))[0]


def test_every_help_centre_is_as_described_and_in_one_part() -> None:
    assert faults() == []


def test_a_third_is_in_other_languages_and_each_part_has_them() -> None:
    assert len(read_centres()) >= 60
    for part in SHARES:
        held = counts(read_centres(part))
        assert 0.25 <= held["not in English"] / held["help centres"] <= 0.45


def test_new_centres_move_none_that_is_there() -> None:
    languages = {f"centre-{number}": ("en", "de")[number % 2] for number in range(30)}
    before = extended({}, languages)
    after = extended(before, {**languages, "another": "en"})
    assert all(set(names) <= set(after[part]) for part, names in before.items())
    assert sum(map(len, after.values())) == 31


def test_parts_have_their_shares_in_every_language() -> None:
    languages = {f"centre-{number}": ("en", "de")[number % 2] for number in range(120)}
    split = extended({}, languages)
    for language in ("en", "de"):
        held = {part: sum(languages[one] == language for one in split[part]) for part in SHARES}
        assert held == {"train": 36, "choose": 8, "report": 16}


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("  - ask: ", "  - asks: ", "ask"),
        ("    kind: ", "    kind: un", "kind"),
        ("centre: ", "centre: other-", "names itself"),
        ("    evidence:\n    - ", "    evidence:\n    - Never said. ", "not in the text"),
    ],
)
def test_a_fault_is_told_with_its_file(tmp_path: Path, before: str, after: str, told: str) -> None:
    content = FIRST.read_text(encoding="utf-8")
    assert before in content
    broken = tmp_path / FIRST.name
    broken.write_text(content.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(CentreInvalid, match=told) as error:
        read_centre(broken)
    assert FIRST.name in str(error.value)
