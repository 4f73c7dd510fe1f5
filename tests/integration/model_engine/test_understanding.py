"""Understanding and summaries by the model."""

from __future__ import annotations

import json
from typing import Any

import pytest

from deskhand.assistant.engine.port import Past, PastMessage
from deskhand.assistant.understanding.schemas import Category, Intent
from tests.integration.model_engine.conftest import Bench, MakeBench
from tests.scripted_model import Fails, Says

READ: dict[str, Any] = {
    "intent": "refund_request",
    "confidence": 0.9,
    "urgency": "high",
    "sentiment": "negative",
    "frustrated": True,
    "language": "de",
    "dialogue_act": "complain",
    "wants_person": False,
}


async def test_an_unsure_classifier_lets_the_model_understand(bench: Bench) -> None:
    bench.model.plays(Says(f"```json\n{json.dumps(READ)}\n```"))
    found, usage = await bench.engine.understand("Ich will mein Geld!", Past())
    assert (found.intent, found.category) == (Intent.REFUND_REQUEST, Category.REFUND)
    assert (found.urgency, found.language, found.frustrated) == ("high", "de", True)
    assert found.entities.order_numbers == ("ORD123",)
    assert usage.calls == 1


async def test_a_sure_classifier_costs_no_call(make_bench: MakeBench) -> None:
    bench = make_bench(confidence=0.8)
    found, usage = await bench.engine.understand("Hello", Past())
    assert found.intent == Intent.OUT_OF_SCOPE
    assert usage.calls == 0
    assert bench.model.requests == []


@pytest.mark.parametrize(
    "said",
    [
        "I think it is a refund.",
        json.dumps(READ | {"intent": "destroy_everything"}),
        json.dumps(READ | {"confidence": 7}),
        json.dumps(READ | {"language": "<script>"}),
    ],
)
async def test_an_understanding_that_is_not_valid_is_not_used(bench: Bench, said: str) -> None:
    bench.model.plays(Says(said))
    found, usage = await bench.engine.understand("?", Past())
    assert found.intent == Intent.OUT_OF_SCOPE
    assert usage.calls == 1


async def test_a_model_that_is_down_leaves_the_local_understanding(bench: Bench) -> None:
    bench.model.plays(Fails(400))
    found, _ = await bench.engine.understand("?", Past())
    assert found.intent == Intent.OUT_OF_SCOPE


async def test_a_summary_is_written_from_the_earlier_one_and_the_messages(bench: Bench) -> None:
    bench.model.plays(Says("The customer waits for a spade."))
    text = await bench.engine.summarize("Bought a spade.", [PastMessage("customer", "Where?")])
    assert text == "The customer waits for a spade."
    asked = bench.model.requests[0]["messages"][1]["content"]
    assert "Bought a spade." in asked
    assert "customer: Where?" in asked


@pytest.mark.parametrize("entry", [Fails(400), Says("word " * 1000), Says("")])
async def test_a_summary_that_fails_is_written_offline(bench: Bench, entry: Says | Fails) -> None:
    bench.model.plays(entry)
    text = await bench.engine.summarize("", [PastMessage("customer", "Where?")])
    assert text == "1 messages."
