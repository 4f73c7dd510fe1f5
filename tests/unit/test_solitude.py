"""Many together, or one alone, and nobody waits for ever."""

from __future__ import annotations

import asyncio

import pytest

from deskhand.worker.solitude import Solitude


async def test_one_alone_waits_for_the_others_and_keeps_new_ones_out() -> None:
    solitude, told = Solitude(), list[str]()
    leave = asyncio.Event()

    async def beside(name: str) -> None:
        async with solitude.together():
            told.append(f"{name} in")
            await leave.wait()
            told.append(f"{name} out")

    async def by_itself() -> None:
        async with solitude.alone():
            told.append("alone")

    first = [asyncio.create_task(beside(name)) for name in ("a", "b")]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    alone = asyncio.create_task(by_itself())
    for _ in range(5):
        await asyncio.sleep(0)
    late = asyncio.create_task(beside("c"))
    for _ in range(5):
        await asyncio.sleep(0)
    assert told == ["a in", "b in"]
    leave.set()
    await asyncio.gather(*first, alone, late)
    assert told.index("alone") < told.index("c in")
    assert told.index("alone") > max(told.index("a out"), told.index("b out"))


async def test_who_gives_up_waiting_to_be_alone_lets_the_others_in() -> None:
    solitude = Solitude()
    async with solitude.together():
        waiting = asyncio.create_task(solitude.alone().__aenter__())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with asyncio.timeout(5), solitude.together():
        pass
