"""What every implementation of `Wakeup` promises, as tests to inherit from."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID, uuid4

from deskhand.infra.wakeup.port import Task, Wakeup


class Ears(Protocol):
    """Where the rings of the wake-up under test arrive."""

    async def hear(self, count: int) -> set[tuple[Task, UUID]]:
        """Wait for `count` rings and return them."""
        ...


class WakeupContract:
    """Inherit and give fixtures `bell` (the wake-up) and `ears` (its listener)."""

    async def test_a_ring_tells_the_listener_which_row_and_what_for(
        self, bell: Wakeup, ears: Ears
    ) -> None:
        turn, document = uuid4(), uuid4()
        await bell.ring("turn", turn)
        await bell.ring("ingest", document)
        assert await ears.hear(2) == {("turn", turn), ("ingest", document)}

    async def test_every_ring_of_a_crowd_is_heard(self, bell: Wakeup, ears: Ears) -> None:
        rows = [uuid4() for _ in range(60)]
        for row in rows:
            await bell.ring("turn", row)
        assert await ears.hear(60) == {("turn", row) for row in rows}

    async def test_a_row_can_be_rung_again_after_it_was_heard(
        self, bell: Wakeup, ears: Ears
    ) -> None:
        row = uuid4()
        for _ in range(2):
            await bell.ring("turn", row)
            assert await ears.hear(1) == {("turn", row)}
