"""Opens the assistant that the settings ask for: offline, or a model with offline behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from deskhand.assistant.engine.model.engine import ModelEngine
from deskhand.assistant.engine.offline.engine import OfflineEngine
from deskhand.assistant.understanding.language import load_detector
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.run import Assistant
from deskhand.infra.errors import DeskhandError
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.runtime import Runtime

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_assistant(
    runtime: Runtime, *, loaded: Callable[[], None] | None = None
) -> AsyncIterator[Assistant]:
    """The assistant, ready to answer; a model's connections are closed at the end.

    Loading the classifiers takes about 0.1 s, training them the first time some seconds. A model
    is opened beside, so that the start does not wait for it; until then offline answers. `loaded`
    is called when that is done.
    """
    understander = await Understander.open(runtime.embedder, runtime.cache_dir)
    offline = OfflineEngine(understander)
    settings = runtime.settings.model
    if not settings.configured:
        async with _warming(None, loaded):
            yield Assistant(offline)
        return
    engine = ModelEngine(lambda: open_chat_model(settings), fallback=offline, settings=settings)
    try:
        async with _warming(engine, loaded):
            yield Assistant(engine)
    finally:
        await engine.aclose()


@asynccontextmanager
async def _warming(
    engine: ModelEngine | None, loaded: Callable[[], None] | None
) -> AsyncIterator[None]:
    """Inside, what the first questions will need is loaded beside the work."""
    task = asyncio.create_task(_warm(engine, loaded))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _warm(engine: ModelEngine | None, loaded: Callable[[], None] | None) -> None:
    await asyncio.to_thread(load_detector)
    if engine is not None:
        try:
            await engine.warm()
        except DeskhandError as error:
            log.error("the chat model could not be opened", reason=error.detail)
    if loaded is not None:
        loaded()
