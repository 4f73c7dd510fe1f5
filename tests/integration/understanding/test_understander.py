"""Whole messages understood with the local embedding model and the shipped examples."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.assistant.understanding.schemas import Category, Intent
from deskhand.assistant.understanding.understand import Understander
from deskhand.infra.models.embeddings import Embedder, EmbeddingUnavailable, open_embedder
from deskhand.infra.settings import EmbeddingSettings


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("understanding")


@pytest.fixture(scope="module")
async def embedder(cache: Path) -> AsyncIterator[Embedder]:
    opened = open_embedder(EmbeddingSettings(EMBEDDING_MODEL="local:all-MiniLM-L6-v2"), cache)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
async def understander(embedder: Embedder, cache: Path) -> Understander:
    return await Understander.open(embedder, cache)


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("Where is my order ORD123?", Intent.ORDER_STATUS),
        ("Hi, thanks for the help. Where's my order ORD123?", Intent.ORDER_STATUS),
        ("pls track my pakage", Intent.ORDER_STATUS),
        ("I need a refund for order #12345", Intent.REFUND_REQUEST),
        ("when will the refund reach my bank account?", Intent.REFUND_STATUS),
        ("I want to cancel order ORD124", Intent.CANCEL_ORDER),
        ("you charged my card twice for one order", Intent.DOUBLE_CHARGE),
        ("cancel my subscription please", Intent.CANCEL_SUBSCRIPTION),
        ("I can't log in, the password is not accepted", Intent.ACCOUNT_ACCESS),
        ("let me talk to a real person", Intent.TALK_TO_PERSON),
        ("good morning!", Intent.GREETING),
        ("thank you very much", Intent.THANKS),
        ("who won the football game last night?", Intent.OUT_OF_SCOPE),
        ("asdf qwer zxcv", Intent.OUT_OF_SCOPE),
        ("", Intent.OUT_OF_SCOPE),
        ("😀😀😀", Intent.OUT_OF_SCOPE),
        ("\n" * 10_000, Intent.OUT_OF_SCOPE),
    ],
)
async def test_a_message_is_understood(
    understander: Understander, message: str, intent: Intent
) -> None:
    assert (await understander.understand(message)).intent is intent


async def test_two_requests_in_one_message_both_rank_high(understander: Understander) -> None:
    found = await understander.understand(
        "I want to cancel my order ORD124. Also, I forgot my password and can't log in."
    )
    ranked = {found.intent, *(intent for intent, _ in found.alternatives[:1])}
    assert ranked == {Intent.CANCEL_ORDER, Intent.ACCOUNT_ACCESS}
    assert found.alternatives[0][1] > 0.3


@pytest.mark.parametrize(
    ("message", "orders"),
    [
        ("yes", ("ORD123",)),
        ("still nothing", ("ORD123",)),
        ("what about ORD124", ("ORD124",)),
        ("and the other one?", ()),
        ("why?", ("ORD123",)),
    ],
)
async def test_a_follow_up_takes_its_meaning_from_the_message_before(
    understander: Understander, message: str, orders: tuple[str, ...]
) -> None:
    found = await understander.understand(message, ["Where is my order ORD123?", "ok"])
    assert found.intent is Intent.ORDER_STATUS
    assert found.category is Category.SHIPPING
    assert found.entities.order_numbers == orders


async def test_a_clear_message_owes_nothing_to_the_one_before(understander: Understander) -> None:
    recent = ["I want a refund for ORD9"]
    found = await understander.understand("How do I reset my password?", recent)
    assert found.intent is Intent.ACCOUNT_ACCESS
    assert found.entities.order_numbers == ()
    thanks = await understander.understand("thanks!", recent)
    assert (thanks.intent, thanks.dialogue_act) == (Intent.THANKS, "thank")


async def test_an_angry_customer_who_wants_a_person_is_heard(understander: Understander) -> None:
    found = await understander.understand(
        "This is ridiculous, the third time I ask for my refund!!! Get me a human!"
    )
    assert found.wants_person
    assert found.frustrated
    assert (found.sentiment, found.urgency) == ("negative", "high")


async def test_trouble_told_without_strong_words_is_still_negative(
    understander: Understander,
) -> None:
    told = await understander.understand("I have called five times and the box is still empty")
    asked = await understander.understand("Do you ship to Norway and how long does it take?")
    assert (told.sentiment, asked.sentiment) == ("negative", "neutral")


async def test_another_language_with_an_order_number_is_not_turned_away(
    understander: Understander,
) -> None:
    found = await understander.understand("¿Dónde está mi pedido ORD123?")
    assert (found.language, found.intent) == ("es", Intent.ORDER_STATUS)


class _Silent:
    """An embedder whose model has gone away."""

    name = "silent"

    async def embed_query(self, text: str) -> np.ndarray:
        raise EmbeddingUnavailable


async def test_without_the_embedding_model_words_alone_are_used(understander: Understander) -> None:
    silent = cast("Embedder", _Silent())  # Nothing else of it is asked for.
    lonely = Understander(silent, understander._intents, understander._moods)
    assert (await lonely.understand("where is my order?")).intent is Intent.ORDER_STATUS


async def test_the_same_message_is_always_understood_the_same(understander: Understander) -> None:
    message = "My parcel says delivered, but I don't have it. What now?"
    assert await understander.understand(message) == await understander.understand(message)


def _damage(good: Path, bad: Path) -> None:
    for stored in good.glob("*.npz"):
        (bad / stored.name).write_bytes(stored.read_bytes()[:5_000])


async def test_a_damaged_cache_is_trained_again(
    embedder: Embedder, understander: Understander, cache: Path, tmp_path: Path
) -> None:
    _damage(cache, tmp_path)
    repaired = await Understander.open(embedder, tmp_path)
    message = "where is my parcel"
    assert await repaired.understand(message) == await understander.understand(message)


def test_a_second_start_is_quick_and_loads_no_scikit_learn(
    understander: Understander, cache: Path
) -> None:
    script = (
        "import asyncio, pathlib, sys, time\n"
        "from deskhand.assistant.understanding.understand import Understander\n"
        "class Named:\n    name = 'local:all-MiniLM-L6-v2'\n"
        "started = time.process_time()\n"
        "asyncio.run(Understander.open(Named(), pathlib.Path(sys.argv[1])))\n"
        "print(time.process_time() - started, 'sklearn' in sys.modules, 'lingua' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(cache)],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    seconds, learned, lingua = done.stdout.split()
    assert (learned, lingua) == ("False", "False")
    assert float(seconds) < 0.5


async def test_understanding_beside_the_vectors_takes_milliseconds(
    understander: Understander,
) -> None:
    message = "Where is my order ORD123? I ordered it on Monday."
    await understander.understand(message)  # Now the vectors are remembered.
    started = time.process_time()
    for _ in range(20):
        await understander.understand(message)
    assert (time.process_time() - started) / 20 < 0.03


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200), st.lists(st.text(max_size=40), max_size=3))
async def test_nothing_raises_for_any_message(
    understander: Understander, message: str, recent: list[str]
) -> None:
    found = await understander.understand(message, recent)
    assert 0 <= found.confidence <= 1


async def test_a_request_is_found_at_the_end_of_a_long_story(understander: Understander) -> None:
    story = "Last summer we moved to a new flat and painted every wall ourselves. " * 30
    found = await understander.understand(f"Hello team,\n{story}\nI want to cancel order ORD124.")
    assert found.intent is Intent.CANCEL_ORDER
    assert found.entities.order_numbers == ("ORD124",)
