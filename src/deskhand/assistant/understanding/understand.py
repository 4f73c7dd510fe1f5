"""Reads a message in its conversation: its clauses, what each does, language, mood and urgency."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from deskhand.assistant.understanding.acts import SMALL, Act, Reading
from deskhand.assistant.understanding.clauses import clauses_of, readable
from deskhand.assistant.understanding.examples import mood_examples, open_classifier
from deskhand.assistant.understanding.identifiers import Identifiers
from deskhand.assistant.understanding.language import language_among
from deskhand.assistant.understanding.sentiment import mood_of, settle_mood
from deskhand.assistant.understanding.taught import Taught
from deskhand.assistant.understanding.urgency import urgency_of
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.errors import Unavailable
from deskhand.infra.models.embeddings import Embedder
from deskhand.packs.loader import Pack, phrases
from deskhand.packs.phrases import POINTING, Phrases, folded

_WHOLE_ACTS = ("decline", "thank", "confirm", "hello_again", "greet", "goodbye", "vague")
"""Acts that a clause does when it is nothing else; the stricter ones first."""
_PHRASE_ACTS = (
    "others",
    "capability",
    "bot",
    "recall",
    "language",
    "person",
)
"""Acts that a phrase anywhere in the clause tells."""
_BARE = frozenset({"ellipsis", "repeat", "shorter"})
"""Acts that ask nothing of their own beside a clause that does."""
_NO_YES = frozenset({"why", "options"})
"""Bare questions that hold words of a yes or a no: "why not?", "and now?"."""
_WHOLE_QUESTIONS = frozenset({"options"})
"""Bare questions that ask something of their own beside a statement: "…, what are my options?"."""
_RANKED = 12
_SHORT = 7


class Understander:
    """Reads messages of any pack; deterministic, safe to share between tasks."""

    def __init__(self, embedder: Embedder, moods: IntentClassifier, taught: Taught) -> None:
        self._embedder = embedder
        self._moods = moods
        self._taught = taught

    @classmethod
    async def open(cls, embedder: Embedder, cache_dir: Path, packs: Sequence[Pack]) -> Self:
        """Load or train the classifiers of mood and of each pack's first language.

        Those of other languages are opened in the background, or when first needed. Raises
        `ExamplesUnusable` and, when training is needed, the embedder's errors.
        """
        moods = await open_classifier("sentiment", mood_examples(), embedder, cache_dir)
        taught = Taught(embedder, cache_dir)
        for pack in packs:
            await taught.classifier(pack, pack.about.languages[0])
        return cls(embedder, moods, taught)

    async def warm(self, packs: Sequence[Pack]) -> None:
        """Open the classifiers of all languages."""
        for pack in packs:
            for language in pack.about.languages:
                await self._taught.classifier(pack, language)

    async def aclose(self) -> None:
        """End what is opened in the background."""
        await self._taught.aclose()

    async def expect(self, message: str) -> None:
        """Begin on the vectors that `read` will need of the message."""
        said = readable(message)
        await self._vectors(clauses_of(said, phrases("en")))

    async def read(self, message: str, dialogue: Dialogue, pack: Pack) -> Reading:
        """What `message` does in its dialogue. Never raises for any text."""
        said = readable(message)
        language = await self._language(said, dialogue, pack)
        served = pack.speaks(language)
        speech = phrases(language if served else pack.about.languages[0])
        clauses = clauses_of(speech.written_out(said), speech)
        classifier = await self._taught.classifier(pack, language)
        identifiers = self._taught.identifiers(pack)
        vectors = await self._vectors(clauses)
        acts = [
            self._act(clause, vector, classifier, identifiers, speech, dialogue)
            for clause, vector in zip(clauses, vectors, strict=True)
        ]
        mood = mood_of(said)
        if vectors and any(vector is not None for vector in vectors):
            felt = self._moods.predict(said, _mean(vectors))
            mood = settle_mood(mood, dict(felt.ranked), len(said.split()))
        return Reading(
            message=said,
            acts=_worth_answering(acts),
            language=language,
            served=served,
            sentiment=mood.sentiment,
            frustrated=speech.says("insult", said) or (mood.frustrated and "!" in said),
            urgency=urgency_of(said, frustrated=mood.frustrated),
        )

    def _act(
        self,
        clause: str,
        vector: NDArray[np.float32] | None,
        classifier: IntentClassifier,
        identifiers: Identifiers,
        speech: Phrases,
        dialogue: Dialogue,
    ) -> Act:
        awaited = dialogue.open.noun if dialogue.open else None
        mentions = identifiers.named_in(clause, awaited)
        corrects = speech.says("correct", clause)
        predicted = classifier.predict(clause, vector)
        act = Act(
            kind="says",
            text=clause,
            mentions=mentions,
            ranked=predicted.ranked[:_RANKED],
            in_scope=predicted.in_scope,
            ellipsis=speech.ellipsis(clause),
            points=_points(clause, speech),
            general=speech.says("general", clause),
            procedural=speech.says("procedural", clause),
            supposing=speech.says("supposing", clause),
            own=speech.says("own", clause),
            corrects=corrects,
        )
        kind = _kind_of(clause, speech, short=len(clause.split()) <= _SHORT, named=bool(mentions))
        return act if kind is None else replace(act, kind=kind)

    async def _language(self, said: str, dialogue: Dialogue, pack: Pack) -> str:
        return await asyncio.to_thread(
            language_among, said, pack.about.languages, dialogue.language
        )

    async def _vectors(self, texts: Sequence[str]) -> Sequence[NDArray[np.float32] | None]:
        """The vectors of the texts; all None when the embedding model does not answer."""
        try:
            return await asyncio.gather(*(self._embedder.embed_query(text) for text in texts))
        except Unavailable:
            return [None] * len(texts)


def _kind_of(clause: str, speech: Phrases, *, short: bool, named: bool) -> str | None:
    if not any(char.isalnum() for char in clause):
        return "vague"
    if not named and speech.ellipsis(clause) in _NO_YES:
        return "ellipsis"
    if not named:
        for act in _WHOLE_ACTS:
            if speech.is_only(act, clause):
                return act
    if short and not named and _only_waits(clause, speech):
        return "wait"
    if short and not named and speech.says("drop", clause):
        return "drop"
    for act in _PHRASE_ACTS:
        if speech.says(act, clause) and not (act == "person" and speech.says("not_person", clause)):
            return act
    if not named and speech.ellipsis(clause) is not None:
        return "ellipsis"
    if len(clause.split()) <= _SHORT + 2:
        for act in ("shorter", "repeat", "already_done", "no_help", "promise"):
            if speech.says(act, clause):
                return act
    return None


def _only_waits(clause: str, speech: Phrases) -> bool:
    """ "No wait", "actually hold on": the customer goes on thinking."""
    rest = speech.without_all(("wait", "correct"), clause)
    takes_back = speech.is_only("decline", rest)
    return speech.says("wait", clause) and not takes_back and not speech.content(rest)


def _points(clause: str, speech: Phrases) -> frozenset[str]:
    found = {name for name in POINTING if speech.says(name, clause)}
    if speech.place(clause) is not None:
        found.add("place")
    return frozenset(found)


def _worth_answering(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Greetings and thanks beside others go; two that are word for word the same are one."""
    kept = [act for act in acts if act.kind not in SMALL] or list(acts[:1])
    asked = [act for act in kept if act.kind == "says"]
    if asked:  # "It is not accepted, why?" is one question.
        kept = [
            act
            for act in kept
            if act.kind not in _BARE or act is kept[0] or act.ellipsis in _WHOLE_QUESTIONS
        ]
    known: dict[str, Act] = {}
    for act in kept:
        known.setdefault(folded(act.text), act)
    return tuple(known.values())


def _mean(vectors: Sequence[NDArray[np.float32] | None]) -> NDArray[np.float32]:
    known = np.stack([vector for vector in vectors if vector is not None])
    mean: NDArray[np.float32] = known.mean(axis=0)
    return mean
