"""Tasks that end beside each other: each error is looked at, and none outlives what it is for."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, cast
from uuid import uuid4

import pytest
from starlette.websockets import WebSocketDisconnect

from deskhand.assistant.understanding.taught import Taught
from deskhand.infra.models.embeddings import Embedder
from deskhand.infra.wakeup.events import MemoryEvents
from deskhand.interfaces.channels import websocket
from deskhand.packs.loader import built_in


@pytest.fixture
async def forgotten() -> AsyncIterator[list[dict[str, Any]]]:
    """What the event loop complains about."""
    found: list[dict[str, Any]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: found.append(context))
    yield found
    loop.set_exception_handler(None)


async def test_a_chat_whose_parts_all_break_at_once_leaves_no_error_behind(
    monkeypatch: pytest.MonkeyPatch, forgotten: list[dict[str, Any]]
) -> None:
    hung_up = asyncio.Event()

    async def broken(*_: Any) -> None:
        await hung_up.wait()
        raise RuntimeError("nothing can be sent any more")

    async def left(*_: Any) -> None:
        await hung_up.wait()
        raise WebSocketDisconnect(1001)

    async def history(*_: Any) -> None:
        hung_up.set()

    monkeypatch.setattr(websocket, "_forward", broken)
    monkeypatch.setattr(websocket, "_watch", broken)
    monkeypatch.setattr(websocket, "_listen", left)
    monkeypatch.setattr(websocket, "_send_history", history)

    class Opened:
        events = MemoryEvents()
        tenant_id = uuid4()
        conversation_id = uuid4()

        @property
        def runtime(self) -> Opened:
            return self

    opened: Any = Opened()
    line = websocket._Line(opened, opened, opened, left, opened.conversation_id, opened)
    with pytest.raises(WebSocketDisconnect):
        await websocket._converse(line, 0)
    gc.collect()
    assert forgotten == []


async def test_what_is_trained_in_the_background_ends_with_the_assistant(
    tmp_path: Path, forgotten: list[dict[str, Any]]
) -> None:
    others, begun = asyncio.all_tasks(), asyncio.Event()

    class Slow:
        name = "slow"
        dimensions = 3

        async def embed_passages(self, texts: Any) -> Any:
            begun.set()
            await asyncio.Event().wait()

    pack = built_in("shop")
    taught = Taught(cast("Embedder", Slow()), tmp_path)
    waiting = asyncio.create_task(taught.classifier(pack, "en"))
    await begun.wait()
    waiting.cancel()
    await taught.aclose()
    await asyncio.gather(waiting, return_exceptions=True)
    assert asyncio.all_tasks() == others
    gc.collect()
    assert forgotten == []
