"""What `make faults` can be asked for, and what it knows of fail-points."""

from __future__ import annotations

import pytest
from faults.__main__ import main
from faults.harms import REACHED

from deskhand.infra.failpoints import POINTS


@pytest.mark.parametrize("words", [["--rounds", "0"], ["nonsense"]])
def test_what_cannot_be_asked_for_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert refused.value.code == 2


def test_most_fail_points_are_reached_by_questions_and_refunds() -> None:
    assert set(REACHED) <= set(POINTS)
    assert len(REACHED) > len(POINTS) / 2
