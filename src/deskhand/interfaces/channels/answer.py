"""Waiting for the answer of a turn: live events tell when, the database tells what."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from deskhand.domain.conversations.intake import Accepted
from deskhand.domain.conversations.replies import get_turn
from deskhand.domain.conversations.schemas import TurnView
from deskhand.domain.conversations.waiting import turn_of_message
from deskhand.infra.db.admission import TooBusy, TooMuchAtOnce
from deskhand.infra.wakeup.port import GAP, stream_of
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground
from deskhand.interfaces.web.room import stepping_aside

_FINAL = frozenset({"completed", "failed", "silent"})
_POLL_SECONDS = 1.0
_TELLING = frozenset({"reply", "conversation", GAP})


async def wait_for_answer(
    ground: Ground, caller: Principal, accepted: Accepted, seconds: float
) -> TurnView:
    """The turn that answers the message as soon as it is final, or as it stands after `seconds`.

    That is the turn that the message joined, or the one it was moved to. Live events may be lost,
    so the database is asked once a second besides. Raises TurnNotFound, and TooBusy when it could
    not be asked at all.
    """
    heard = asyncio.Event()
    stream = stream_of(caller.tenant_id, accepted.conversation_id)
    listener = asyncio.create_task(_listen(ground, stream, heard))
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    turn: TurnView | None = None
    try:
        while True:
            heard.clear()
            with suppress(TooBusy, TooMuchAtOnce):  # It is accepted; it is looked at again.
                turn = await _as_it_stands(ground, caller, accepted)
            left = end - loop.time()
            if turn is not None and (turn.status in _FINAL or left <= 0):
                return turn
            if left <= 0:
                raise TooBusy
            with stepping_aside(), suppress(TimeoutError):
                await asyncio.wait_for(heard.wait(), min(_POLL_SECONDS, left))
    finally:
        listener.cancel()
        await asyncio.gather(listener, return_exceptions=True)


async def _as_it_stands(ground: Ground, caller: Principal, accepted: Accepted) -> TurnView:
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        turn_id = await turn_of_message(session, accepted.message_id)
        return await get_turn(session, caller.actor, turn_id or accepted.turn_id)


async def _listen(ground: Ground, stream: str, heard: asyncio.Event) -> None:
    subscription = ground.runtime.events.subscribe(stream)
    try:
        async for event in subscription:
            if event.type in _TELLING:
                heard.set()
    finally:
        await subscription.aclose()
