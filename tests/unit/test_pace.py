"""A line that floods is read more slowly; one that chats is not held up."""

from __future__ import annotations

from deskhand.interfaces.channels.pace import Pace


def test_a_chat_is_never_held_up() -> None:
    clock = iter(float(second) for second in range(1000))
    pace = Pace(lambda: next(clock))

    assert [pace.pause() for _ in range(900)] == [0.0] * 900


def test_a_flood_is_read_at_twenty_a_second_after_the_first_hundred() -> None:
    pace = Pace(lambda: 0.0)
    pauses = [pace.pause() for _ in range(120)]

    assert pauses[:100] == [0.0] * 100
    assert pauses[119] == 1.0
