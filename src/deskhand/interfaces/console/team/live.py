"""What happens at the desk, live: one line per page, replayed by sequence number."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from deskhand.infra.errors import BUSY, DeskhandError
from deskhand.infra.wakeup.port import desk_of
from deskhand.interfaces.channels.pace import Pace
from deskhand.interfaces.console.team.routing import CONSOLE
from deskhand.interfaces.web.browsers import person_at
from deskhand.interfaces.web.deps import Ground

router = APIRouter()

_STILL_SIGNED_IN_SECONDS = 30.0


@router.websocket(f"{CONSOLE}/live")
async def live(socket: WebSocket, after: int = 0) -> None:
    """Events behind `after` as `{"seq", "type", "conversation_id"}`, until the page leaves.

    An event of type `gap` says that some may be missing: the page reads itself again.
    """
    ground: Ground = socket.app.state.ground
    await socket.accept()
    try:
        person = await person_at(socket, ground)
    except DeskhandError as error:
        await socket.send_json({"type": "error", "code": error.code, "detail": error.detail})
        await socket.close(1013 if error.status in BUSY else 4401)
        return
    tasks = {
        asyncio.create_task(_forward(socket, ground, desk_of(person.principal.tenant_id), after)),
        asyncio.create_task(_hear(socket)),
        asyncio.create_task(_watch(socket, ground)),
    }
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    with suppress(RuntimeError, WebSocketDisconnect):
        await socket.close()


async def _forward(socket: WebSocket, ground: Ground, stream: str, after: int) -> None:
    subscription = ground.runtime.events.subscribe(stream, after)
    try:
        async for event in subscription:
            await socket.send_json({"seq": event.seq, "type": event.type, **event.data})
    finally:
        await subscription.aclose()


async def _hear(socket: WebSocket) -> None:
    """Ends when the page leaves; whatever it sends is a ping, so that it knows the line holds."""
    pace = Pace()
    while True:
        await pace.kept()
        await socket.receive_text()
        await socket.send_json({"type": "pong"})


async def _watch(socket: WebSocket, ground: Ground) -> None:
    """Ends the line when the sign-in was revoked."""
    while True:
        await asyncio.sleep(_STILL_SIGNED_IN_SECONDS)
        await person_at(socket, ground)
