"""A WebSocket frame over the limit ends the line before it is read whole."""

from __future__ import annotations

from contextlib import suppress

import pytest
from fastapi import FastAPI, WebSocket
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.support.serving import serving


async def test_a_frame_over_the_limit_ends_the_line_unread() -> None:
    app, read = FastAPI(), list[int]()

    @app.websocket("/ws")
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        while True:
            read.append(len(await socket.receive_text()))
            await socket.send_text("ok")

    async with serving(app) as port, connect(f"ws://127.0.0.1:{port}/ws", proxy=None) as line:
        await line.send("é" * 65_536)
        assert await line.recv() == "ok"
        with suppress(ConnectionClosed):  # It may end before all of it is sent.
            await line.send("x" * 300_000)
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    assert read == [65_536]
