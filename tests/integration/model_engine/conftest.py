"""A scripted model, a stand-in for the offline engine, and an engine whose pauses take no time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from deskhand.assistant.engine import Brief, Planned
from deskhand.assistant.model.engine import ModelEngine
from deskhand.assistant.turn import PastMessage, Turn, Usage
from deskhand.assistant.understanding.acts import Reading
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.retries import Pacing
from deskhand.infra.settings import ModelSettings
from tests.scripted_model import ScriptedModel, running
from tests.support.model_turns import brief_of, reading_of

KEY = "sk-secret-of-the-shop-1234567890"


@dataclass
class PlainEngine:
    """Stands in for the offline engine: a given reading, and the plain plan of each brief."""

    reading: Reading = field(default_factory=reading_of)
    name: str = "offline"
    planned: int = 0

    async def expect(self, message: str) -> None:
        pass

    async def read(self, turn: Turn) -> tuple[Reading, Usage, str | None]:
        return self.reading, Usage(), None

    async def plan(self, brief: Brief, spent: Usage) -> Planned:
        self.planned += 1
        return Planned(brief.plain, self.name)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        return f"{previous} {len(messages)} messages.".strip()


@dataclass
class Bench:
    """A model engine against the scripted model."""

    model: ScriptedModel
    engine: ModelEngine
    fallback: PlainEngine
    pauses: list[float]

    async def plan(self, brief: Brief | None = None, spent: Usage = Usage()) -> Planned:
        return await self.engine.plan(brief or brief_of(), spent)

    def asked(self, request: int = 0) -> str:
        """Everything that was written to the model in a request, its schema included."""
        one = self.model.requests[request]
        said = "\n".join(message["content"] for message in one["messages"])
        return f"{said}\n{one.get('response_format', '')}"


@pytest.fixture(scope="package")
def server() -> Iterator[ScriptedModel]:
    with running(ScriptedModel()) as model:
        yield model


MakeBench = Callable[..., Bench]


@pytest.fixture
async def make_bench(server: ScriptedModel) -> AsyncIterator[MakeBench]:
    """Makes a bench; settings are given by their environment names."""
    engines: list[ModelEngine] = []
    server.plays()

    def make(reading: Reading | None = None, **given: Any) -> Bench:
        pauses: list[float] = []

        async def sleep(seconds: float) -> None:
            pauses.append(seconds)

        defaults: dict[str, Any] = {
            "OPENAI_API_KEY": KEY,
            "CHAT_MODEL_BASE_URL": server.base_url,
            "CHAT_TIMEOUT_SECONDS": 5.0,
            "CHAT_MAX_RETRIES": 2,
        }
        settings = ModelSettings.model_validate(defaults | given)
        fallback = PlainEngine(reading or reading_of())
        engine = ModelEngine(
            lambda: open_chat_model(settings),
            fallback=fallback,
            settings=settings,
            pacing=Pacing(sleep=sleep, random=Random(7)),
        )
        engines.append(engine)
        return Bench(server, engine, fallback, pauses)

    yield make
    for engine in engines:
        await engine.aclose()


@pytest.fixture
def bench(make_bench: MakeBench) -> Bench:
    return make_bench()
