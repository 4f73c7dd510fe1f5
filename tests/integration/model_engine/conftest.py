"""A scripted model, a small offline engine and a model engine whose pauses take no time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

import pytest

from deskhand.assistant.engine.model.engine import ModelEngine
from deskhand.assistant.engine.port import (
    Brief,
    Draft,
    Drafted,
    OnText,
    Past,
    PastMessage,
    Prompt,
    Usage,
)
from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact, FactKind
from deskhand.assistant.understanding.schemas import (
    Category,
    Entities,
    Intent,
    Understanding,
)
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.retries import Pacing
from deskhand.infra.settings import ModelSettings
from tests.scripted_model import ScriptedModel, running

KEY = "sk-secret-of-the-shop-1234567890"
ORDER = Evidence(
    "order:ORD123",
    "record",
    "order",
    "Order ORD123 is in transit.",
    (Fact("status", FactKind.STATUS, "in transit"), Fact("delivery_date", FactKind.DATE, None)),
)
PLAIN = Draft("Order ORD123 is in transit.", ("order:ORD123",), 0.8)


@dataclass
class PlainEngine:
    """Stands in for the offline engine: returns the brief's plain draft."""

    name: str = "offline"
    confidence: float = 0.3
    briefs: list[Brief] = field(default_factory=list)

    async def expect(self, message: str) -> None:
        pass

    async def understand(self, message: str, past: Past) -> tuple[Understanding, Usage]:
        found = Understanding(
            intent=Intent.OUT_OF_SCOPE,
            confidence=self.confidence,
            category=Category.GENERAL,
            entities=Entities(order_numbers=("ORD123",)),
        )
        return found, Usage()

    async def draft(self, brief: Brief, spent: Usage, on_text: OnText | None = None) -> Drafted:
        self.briefs.append(brief)
        if on_text is not None:
            await on_text(brief.plain.text)
        return Drafted(brief.plain, self.name)

    async def summarize(self, previous: str, messages: Sequence[PastMessage]) -> str:
        return f"{previous} {len(messages)} messages.".strip()


@dataclass
class Bench:
    """A model engine against the scripted model, and what came out of it."""

    model: ScriptedModel
    engine: ModelEngine
    fallback: PlainEngine
    pauses: list[float]
    shown: list[str] = field(default_factory=list)

    async def draft(self, brief: Brief | None = None, spent: Usage = Usage()) -> Drafted:
        async def on_text(text: str) -> None:
            self.shown.append(text)

        return await self.engine.draft(brief or brief_of(), spent, on_text)

    def system(self, request: int = 0) -> str:
        """The system prompt of a request."""
        text: str = self.model.requests[request]["messages"][0]["content"]
        return text


def brief_of(message: str = "Where is my order?", **more: Any) -> Brief:
    given: dict[str, Any] = {
        "message": message,
        "understanding": Understanding(
            intent=Intent.ORDER_STATUS, confidence=0.9, category=Category.SHIPPING
        ),
        "evidence": EvidenceSet((ORDER,)),
        "plain": PLAIN,
        "prompt": Prompt(
            context="A shop for garden tools.",
            objective="Tell where the order is.",
            style="Short sentences.",
            tone="Warm.",
            audience="A customer in a hurry.",
            response="Two sentences at most.",
        ),
        "strategy": "concise",
    }
    return Brief(**(given | more))


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

    def make(confidence: float = 0.3, **given: Any) -> Bench:
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
        fallback = PlainEngine(confidence=confidence)
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
