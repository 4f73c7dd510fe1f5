"""Whole messages read with the local embedding model and the shop's examples."""

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

from deskhand.assistant.understanding.acts import Act, Reading
from deskhand.assistant.understanding.understand import Understander
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion
from deskhand.infra.models.embeddings import Embedder, EmbeddingUnavailable, open_embedder
from deskhand.infra.settings import EmbeddingSettings
from deskhand.packs.loader import built_in

SHOP = built_in("shop")
NEW = Dialogue()


@pytest.fixture(scope="module")
def cache(pytestconfig: pytest.Config) -> Path:
    """The embedding model and what was trained stay from run to run."""
    assert pytestconfig.cache is not None
    return pytestconfig.cache.mkdir("deskhand-models")


@pytest.fixture(scope="module")
async def embedder(cache: Path) -> AsyncIterator[Embedder]:
    opened = open_embedder(EmbeddingSettings(EMBEDDING_MODEL="local:all-MiniLM-L6-v2"), cache)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
async def understander(embedder: Embedder, cache: Path) -> Understander:
    return await Understander.open(embedder, cache, [SHOP])


async def first_act(understander: Understander, message: str, dialogue: Dialogue = NEW) -> Act:
    return (await understander.read(message, dialogue, SHOP)).acts[0]


@pytest.mark.parametrize(
    ("message", "intent"),
    [
        ("Where is my order ORD123?", "order_status"),
        ("wheres my pakage", "order_status"),
        ("I need a refund for order #12345", "refund_request"),
        ("when will the refund reach my bank account?", "refund_status"),
        ("I want to cancel order ORD124", "cancel_order"),
        ("you charged my card twice for one order", "double_charge"),
        ("cancel my subscription please", "cancel_subscription"),
        ("I can't log in, the password is not accepted", "account_access"),
        ("¿Dónde está mi pedido ORD123?", "order_status"),
        ("Wo bleibt meine Bestellung?", "order_status"),
    ],
)
async def test_what_a_customer_wants_is_seen(
    understander: Understander, message: str, intent: str
) -> None:
    act = await first_act(understander, message)
    assert (act.kind, act.intent) == ("says", intent)
    assert act.in_scope


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("let me talk to a real person", "person"),
        ("good morning!", "greet"),
        ("thank you very much", "thank"),
        ("bye bye", "goodbye"),
        ("yes please", "confirm"),
        ("no, never mind", "decline"),
        ("why?", "ellipsis"),
        ("are you a bot?", "bot"),
        ("what can you do", "capability"),
        ("😀😀😀", "vague"),
    ],
)
async def test_what_people_say_in_any_trade_is_told_by_its_phrases(
    understander: Understander, message: str, kind: str
) -> None:
    assert (await first_act(understander, message)).kind == kind


@pytest.mark.parametrize("message", ["who won the football game last night?", "asdf qwer zxcv"])
async def test_what_the_shop_has_nothing_to_do_with_is_out_of_scope(
    understander: Understander, message: str
) -> None:
    act = await first_act(understander, message)
    outside = act.intent is not None and SHOP.intents[act.intent].outside
    assert outside or not act.in_scope or act.probability < 0.5


async def test_two_wishes_in_one_message_are_two_acts(understander: Understander) -> None:
    read = await understander.read(
        "I want to cancel my order ORD124. Also, I forgot my password and can't log in.", NEW, SHOP
    )
    intents = [act.intent for act in read.acts]
    assert intents[0] == "cancel_order"
    assert "account_access" in intents[1:]
    assert [one.record.number for one in read.acts[0].mentions] == ["ORD124"]


async def test_a_greeting_beside_a_question_is_left_out(understander: Understander) -> None:
    read = await understander.read(
        "Hi there! Thanks for the help. Where's my order ORD123?", NEW, SHOP
    )
    assert [act.intent for act in read.acts] == ["order_status"]


async def test_a_bare_number_answers_what_was_asked(understander: Understander) -> None:
    asked = Dialogue(open=OpenQuestion(kind="record", noun="invoice", slot="invoice"))
    act = await first_act(understander, "2001", asked)
    assert [(one.record.noun, one.record.number) for one in act.mentions] == [
        ("invoice", "INV-2001")
    ]


async def test_an_angry_customer_who_wants_a_person_is_heard(understander: Understander) -> None:
    read = await understander.read(
        "This is ridiculous, the third time I ask for my refund!!! Get me a human!", NEW, SHOP
    )
    assert read.wants_person
    assert read.frustrated
    assert (read.sentiment, read.urgency) == ("negative", "high")


async def test_a_short_word_is_in_the_language_of_the_conversation(
    understander: Understander,
) -> None:
    german = await understander.read("ok super", Dialogue(language="de"), SHOP)
    english = await understander.read("ok super", NEW, SHOP)
    assert (german.language, english.language) == ("de", "en")


async def test_a_language_without_wording_is_known_and_not_served(
    understander: Understander,
) -> None:
    read = await understander.read("Где мой заказ ORD123?", NEW, SHOP)
    assert (read.language, read.served) == ("ru", False)
    assert [one.record.number for one in read.acts[0].mentions] == ["ORD123"]


class _Silent:
    """An embedder whose model has gone away."""

    name = "local:all-MiniLM-L6-v2"

    async def embed_query(self, text: str) -> np.ndarray:
        raise EmbeddingUnavailable


async def test_without_the_embedding_model_words_alone_are_used(
    understander: Understander, cache: Path
) -> None:
    silent = cast("Embedder", _Silent())  # Nothing else of it is asked for.
    lonely = await Understander.open(silent, cache, [SHOP])
    assert (await first_act(lonely, "where is my order?")).intent == "order_status"


async def test_the_same_message_is_always_read_the_same(understander: Understander) -> None:
    message = "My parcel says delivered, but I don't have it. What now?"
    first: Reading = await understander.read(message, NEW, SHOP)
    assert await understander.read(message, NEW, SHOP) == first


def _damage(good: Path, bad: Path) -> None:
    for stored in [*good.glob("intents-shop-en-*.npz"), *good.glob("sentiment-*.npz")]:
        (bad / stored.name).write_bytes(stored.read_bytes()[:5_000])


async def test_a_damaged_cache_is_trained_again(
    embedder: Embedder, understander: Understander, cache: Path, tmp_path: Path
) -> None:
    _damage(cache, tmp_path)
    repaired = await Understander.open(embedder, tmp_path, [SHOP])
    message = "where is my parcel"
    assert await repaired.read(message, NEW, SHOP) == await understander.read(message, NEW, SHOP)


@pytest.mark.usefixtures("understander")
def test_a_second_start_is_quick_and_loads_no_scikit_learn(cache: Path) -> None:
    script = (
        "import asyncio, pathlib, sys, time\n"
        "from deskhand.assistant.understanding.understand import Understander\n"
        "from deskhand.packs.loader import built_in\n"
        "class Named:\n    name = 'local:all-MiniLM-L6-v2'\n"
        "shop = built_in('shop')\n"
        "started = time.process_time()\n"
        "asyncio.run(Understander.open(Named(), pathlib.Path(sys.argv[1]), [shop]))\n"
        "print(time.process_time() - started, 'sklearn' in sys.modules, 'lingua' in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(cache)],
        capture_output=True, text=True, check=True, env={"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    seconds, learned, lingua = done.stdout.split()
    assert (learned, lingua) == ("False", "False")
    assert float(seconds) < 0.5


async def test_reading_beside_the_vectors_takes_milliseconds(understander: Understander) -> None:
    message = "Where is my order ORD123? I ordered it on Monday."
    await understander.read(message, NEW, SHOP)  # Now the vectors are remembered.
    started = time.process_time()
    for _ in range(20):
        await understander.read(message, NEW, SHOP)
    assert (time.process_time() - started) / 20 < 0.03


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.text(max_size=200))
async def test_nothing_raises_for_any_message(understander: Understander, message: str) -> None:
    read = await understander.read(message, NEW, SHOP)
    assert all(0 <= act.probability <= 1 for act in read.acts)


async def test_a_wish_is_found_at_the_end_of_a_long_story(understander: Understander) -> None:
    story = "Last summer we moved to a new flat and painted every wall ourselves. " * 30
    read = await understander.read(
        f"Hello team,\n{story}\nI want to cancel order ORD124.", NEW, SHOP
    )
    last = read.acts[-1]
    assert last.intent == "cancel_order"
    assert [one.record.number for one in last.mentions] == ["ORD124"]
