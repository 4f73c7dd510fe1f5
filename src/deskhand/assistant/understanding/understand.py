"""Understands a message: intent, mood, urgency, language, entities and dialogue act together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from deskhand.assistant.understanding.classifier import IntentClassifier
from deskhand.assistant.understanding.dialogue import dialogue_act, refuses_person, wants_person
from deskhand.assistant.understanding.entities import find_entities
from deskhand.assistant.understanding.intents import (
    CATEGORY_OF,
    intent_examples,
    open_classifier,
    read_examples,
)
from deskhand.assistant.understanding.language import detect_language, language_at_a_glance
from deskhand.assistant.understanding.reading import (
    SMALL_TALK,
    SURE,
    Reading,
    after,
    continuing,
    inherited,
    named_alone,
    small_talk,
    weigh,
)
from deskhand.assistant.understanding.schemas import Entities, Intent, Understanding
from deskhand.assistant.understanding.sentences import (
    clipped,
    leans_on_the_past,
    readable,
    requests_in,
    says_nothing_itself,
)
from deskhand.assistant.understanding.sentiment import Mood, mood_of, settle_mood
from deskhand.assistant.understanding.urgency import urgency_of
from deskhand.infra.errors import Unavailable
from deskhand.infra.models.embeddings import Embedder

_ALTERNATIVES = 4
_LOOKED_BACK = 6
_JOINED = 300


class Understander:
    """Reads messages; holds the trained classifiers. Deterministic, safe to share."""

    def __init__(
        self, embedder: Embedder, intents: IntentClassifier, moods: IntentClassifier
    ) -> None:
        self._embedder = embedder
        self._intents = intents
        self._moods = moods

    @classmethod
    async def open(cls, embedder: Embedder, cache_dir: Path) -> Self:
        """Load the classifiers from `cache_dir`, or train them (seconds, once) and store them.

        Raises `ExamplesInvalid` and, when training is needed, the embedder's errors.
        """
        intents = await open_classifier(
            "intents", intent_examples(), embedder, cache_dir, outside=Intent.OUT_OF_SCOPE.value
        )
        moods = await open_classifier(
            "sentiment", read_examples("sentiment.yaml", "sentiment"), embedder, cache_dir
        )
        return cls(embedder, intents, moods)

    async def understand(
        self, message: str, recent: Sequence[str] = (), products: Sequence[str] = ()
    ) -> Understanding:
        """What `message` says. Never raises for any text; works, less surely, without vectors.

        `recent` are the customer's earlier messages, oldest first. They matter only when the
        message leans on them (`leans_on_the_past`). Then the newest earlier message with an
        intent counts: a message that says nothing itself ("yes", "and the other one?") has its
        intent, at nine tenths of the confidence; another follow-up ("and cancel it") is read
        both alone and joined to it. A follow-up that names no order, invoice or ticket has
        those of that message, unless it speaks of another one. `products` are names to find.
        """
        text = readable(message)
        said = clipped(text)
        entities = find_entities(text, products)
        language = language_at_a_glance(said)
        if language is None:
            # The model behind it takes a while to load, if it is not there yet.
            language = await asyncio.to_thread(detect_language, said)
        reading, mood = await self._read(said, entities)
        if leans_on_the_past(said):
            reading, entities = await self._resolve(said, reading, entities, recent)
        act = dialogue_act(
            said,
            negative=mood.sentiment == "negative",
            complaint=reading.intent is Intent.COMPLAINT and reading.confidence >= SURE,
        )
        person = wants_person(said) or (
            reading.intent is Intent.TALK_TO_PERSON
            and reading.confidence >= SURE
            and not refuses_person(said)
        )
        if person and reading.intent in {Intent.COMPLAINT, *SMALL_TALK}:
            reading = reading.led_by(Intent.TALK_TO_PERSON, max(reading.confidence, SURE))
        return Understanding(
            intent=reading.intent,
            confidence=reading.confidence,
            category=CATEGORY_OF[reading.intent],
            urgency=urgency_of(said, frustrated=mood.frustrated),
            sentiment=mood.sentiment,
            frustrated=mood.frustrated,
            language=language,
            entities=entities,
            dialogue_act=act,
            wants_person=person,
            alternatives=reading.ranked[1 : 1 + _ALTERNATIVES],
        )

    async def expect(self, message: str) -> None:
        """Begin on what `understand` will need of the message: its vectors."""
        pieces = _pieces(requests_in(clipped(readable(message))))
        if pieces and not says_nothing_itself(pieces[0]):
            await self._vectors(pieces)

    async def _read(self, said: str, entities: Entities) -> tuple[Reading, Mood]:
        """Intent and mood of a text by itself."""
        asked = requests_in(said)
        words = mood_of(said)
        if not asked:
            return small_talk(said), words
        pieces = _pieces(asked)
        whole = pieces[0]
        if says_nothing_itself(whole):
            return named_alone(entities) or small_talk(said), words
        vectors = await self._vectors(pieces)
        read = zip(pieces, vectors, strict=True)
        predictions = [self._intents.predict(piece, vector) for piece, vector in read]
        felt = self._moods.predict(whole, vectors[0])
        return weigh(predictions, entities), settle_mood(
            words, dict(felt.ranked), len(whole.split())
        )

    async def _vectors(self, pieces: Sequence[str]) -> Sequence[NDArray[np.float32] | None]:
        """The vectors of the pieces; all None when the embedding model does not answer."""
        try:
            return await asyncio.gather(*(self._embedder.embed_query(piece) for piece in pieces))
        except Unavailable:
            return [None] * len(pieces)

    async def _resolve(
        self, said: str, reading: Reading, entities: Entities, recent: Sequence[str]
    ) -> tuple[Reading, Entities]:
        """`reading` and `entities` seen after the newest earlier message that means something."""
        for earlier in reversed(recent[-_LOOKED_BACK:]):
            text = clipped(readable(earlier))
            if not text or says_nothing_itself(text):
                continue
            named = find_entities(text)
            past, _ = await self._read(text, named)
            if past.intent in SMALL_TALK:
                continue
            entities = inherited(entities, named, said)
            if says_nothing_itself(said):
                return continuing(past), entities
            joined, _ = await self._read(f"{text[-_JOINED:]} {said}", entities)
            return after(reading, joined, past), entities
        return reading, entities


def _pieces(asked: Sequence[str]) -> tuple[str, ...]:
    """A text that asks, first whole, then sentence by sentence when it has several."""
    return (" ".join(asked), *asked) if len(asked) > 1 else tuple(asked)
