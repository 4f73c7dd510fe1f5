"""Who gets a conversation that waits: room, skills, absence, then load or turn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from deskhand.domain.conversations.colleagues import Candidate, choose

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def one(number: int, *, load: int = 0, capacity: int = 5, away: bool = False, skills: str = "",
        ago: int | None = None) -> Candidate:  # fmt: skip
    last = None if ago is None else NOON - timedelta(minutes=ago)
    return Candidate(UUID(int=number), away, capacity, load, frozenset(skills.split()), last)


def chosen(
    team: list[Candidate], mode: Literal["load", "round_robin"], tags: str = ""
) -> int | None:
    found = choose(team, frozenset(tags.split()), mode)
    return found.int if found is not None else None


def test_by_load_who_carries_the_smallest_part_of_what_one_can_gets_it() -> None:
    team = [one(1, load=2, capacity=4), one(2, load=3, capacity=10), one(3, load=5)]
    assert chosen(team, "load") == 2


def test_in_turn_whoever_got_one_longest_ago_or_never_is_next() -> None:
    team = [one(1, ago=5), one(2, ago=50), one(3, load=4, ago=20)]
    assert chosen(team, "round_robin") == 2
    assert chosen([*team, one(4)], "round_robin") == 4


def test_nobody_who_is_away_or_full_gets_anything() -> None:
    assert chosen([one(1, away=True), one(2, load=5)], "load") is None
    assert chosen([one(1, capacity=0)], "round_robin") is None


def test_a_tag_that_is_a_skill_is_asked_of_whoever_gets_it() -> None:
    team = [one(1), one(2, load=4, skills="billing"), one(3, skills="hardware")]
    assert chosen(team, "load", "billing vip") == 2
    assert chosen(team, "load", "vip") == 1
    assert chosen(team, "load", "billing hardware") is None


@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.integers(0, 6), st.booleans()), min_size=1, max_size=8
    ),
    st.sampled_from(["load", "round_robin"]),
)
def test_room_is_never_exceeded_and_work_never_waits_while_there_is_room(
    shape: list[tuple[int, int, bool]], mode: Literal["load", "round_robin"]
) -> None:
    team = [
        one(number, load=load, capacity=capacity, away=away)
        for number, (load, capacity, away) in enumerate(shape, 1)
    ]
    found = choose(team, frozenset(), mode)
    able = {each.id for each in team if not each.away and each.load < each.capacity}
    assert (found in able) if able else found is None
