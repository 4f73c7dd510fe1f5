"""A small part of `make attack`: what it tries holds, and what does not hold is told."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from attacks.__main__ import CAMPAIGNS, main
from attacks.tally import Tally
from attacks.target import Target, running

SMALL = 0.03
"""Of what the whole campaign tries."""


@pytest.fixture(scope="module")
def target(pytestconfig: pytest.Config) -> Iterator[Target]:
    assert pytestconfig.cache is not None
    with running(pytestconfig.cache.mkdir("deskhand-models"), SMALL) as desk:
        yield desk


@pytest.mark.parametrize("name", ["texts", "lines", "doors", "strangers"])
async def test_a_desk_holds_against(target: Target, name: str) -> None:
    tally = await CAMPAIGNS[name](target, random.Random(f"9 {name}"))

    assert tally.tried > 0
    assert tally.failures == []


def test_what_does_not_hold_is_counted_and_told_shortly() -> None:
    tally = Tally()
    for number in range(9):
        tally.note(number % 2 == 0, f"try {number}")

    assert (tally.tried, tally.held) == (9, 5)
    assert tally.told() == ["try 1", "try 3", "try 5", "try 7"]


@pytest.mark.parametrize("words", [["nonsense"], ["--scale", "0"], ["--scale", "2"]])
def test_what_cannot_be_asked_for_is_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(words)
    assert refused.value.code == 2
