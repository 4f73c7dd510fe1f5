"""Opens the assistant that the settings ask for: offline, or a model with offline behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

import structlog

from deskhand.assistant.engine import Engine, OfflineEngine
from deskhand.assistant.model.engine import ModelEngine
from deskhand.assistant.understanding.language import load_detector
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.run import Assistant
from deskhand.infra.errors import DeskhandError
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.runtime import Runtime
from deskhand.packs.loader import BUILT_IN, built_in

log = structlog.get_logger(__name__)


@asynccontextmanager
async def open_assistant(
    runtime: Runtime, *, loaded: Callable[[], None] | None = None
) -> AsyncIterator[Assistant]:
    """The assistant, ready to answer; a model's connections are closed at the end.

    Loading the classifiers takes about 0.1 s, training them the first time some seconds; those
    of further languages are trained beside the work. A model is opened beside, so that the start
    does not wait for it. `loaded` is called when that is done.
    """
    packs = [built_in(name) for name in BUILT_IN]
    understander = await Understander.open(runtime.embedder, runtime.cache_dir, packs)
    offline = OfflineEngine(understander)
    settings = runtime.settings.model
    model: ModelEngine | None = None
    if settings.configured:
        model = ModelEngine(lambda: open_chat_model(settings), fallback=offline, settings=settings)
    engine: Engine = model or offline

    async def warm() -> None:
        await asyncio.to_thread(load_detector)
        await _warm(model)
        await understander.warm(packs)
        if loaded is not None:
            loaded()

    task = asyncio.create_task(warm())
    try:
        yield Assistant(engine)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, DeskhandError):
            await task
        await understander.aclose()
        if model is not None:
            await model.aclose()


async def _warm(model: ModelEngine | None) -> None:
    """Open the model; one that cannot be opened leaves the answers to offline."""
    if model is None:
        return
    try:
        await model.warm()
    except DeskhandError as error:
        log.error("the chat model could not be opened", reason=error.detail)
