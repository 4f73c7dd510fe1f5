"""The mood of a message: words with weights, turned by negations, sharpened by emphasis."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import log
from typing import Literal

from deskhand.assistant.understanding.sentiment_words import (
    ANGER,
    EMPHASIS,
    FACES,
    NEGATIONS,
    PHRASES,
    POLARITY,
)
from deskhand.assistant.understanding.urgency import is_shouting

Sentiment = Literal["positive", "neutral", "negative"]

_READ = 4_000
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|[.!?;,]|\bbut\b", re.UNICODE)
_LETTERS_REPEATED = re.compile(r"(.)\1{2,}")
_REACH = 3
_TURNED = -0.7
_WORDS_COUNT = 0.8
_TOO_SHORT_TO_FEEL = 3
_SHORT_OF_NEUTRAL = 1.2


@dataclass(frozen=True, slots=True)
class Mood:
    """`score` is below 0 for negative words, above for positive ones, roughly -10 to 10."""

    sentiment: Sentiment
    score: float
    frustrated: bool


def mood_of(text: str) -> Mood:
    """The mood of `text` by its words alone; neutral when they are silent or cancel out.

    After "but" words count double, before it half. `frustrated` needs words of anger or of
    vain repetition, or a clearly negative message that shouts.
    """
    read = text[:_READ].replace("’", "'")
    folded = _LETTERS_REPEATED.sub(r"\1\1", read.casefold())
    score = _score(folded) + sum(
        weight * min(read.count(face), 3) for face, weight in FACES.items() if face in read
    )
    loud = is_shouting(read) or "!!" in read or "?!" in read
    if loud and abs(score) > 1:
        score *= 1.25
    angry = any(word in folded for word in ANGER)
    frustrated = score < 1 and ((angry and score < 0) or (loud and score <= -2) or score <= -6)
    return Mood(label_of(score), score, frustrated)


def settle_mood(words: Mood, learned: Mapping[str, float], length: int) -> Mood:
    """`words` weighed with class probabilities of a trained classifier.

    The classifier catches trouble told without strong words; the words keep it honest. Of a
    text of few words (`length`) that holds no word of mood it knows nothing.
    """
    if words.score == 0 and length <= _TOO_SHORT_TO_FEEL:
        return words
    pull = _WORDS_COUNT * max(-4.0, min(4.0, words.score))
    sums: dict[Sentiment, float] = {
        "negative": log(learned.get("negative", 0.0) + 1e-6) - pull,
        "neutral": log(learned.get("neutral", 0.0) + 1e-6),
        "positive": log(learned.get("positive", 0.0) + 1e-6) + pull,
    }
    chosen = max(sums, key=lambda mood: sums[mood])
    return Mood(chosen, words.score, words.frustrated and chosen != "positive")


def label_of(score: float) -> Sentiment:
    """The class of a score."""
    if score >= _SHORT_OF_NEUTRAL:
        return "positive"
    return "negative" if score <= -_SHORT_OF_NEUTRAL else "neutral"


def _score(folded: str) -> float:
    total, rest = 0.0, folded
    for phrase, weight in _SORTED_PHRASES:
        if phrase in rest:
            parts = _phrase(phrase).split(rest)
            total += weight * min(len(parts) - 1, 3)
            rest = " , ".join(parts)
    before, _, after = rest.rpartition(" but ")
    if before:
        return total + 0.5 * _words(before) + 1.5 * _words(after)
    return total + _words(rest)


def _words(folded: str) -> float:
    total, factor, since_negation = 0.0, 1.0, _REACH + 1
    seen: dict[str, int] = {}
    for word in _TOKEN.findall(folded):
        if word in ".!?;,":
            factor, since_negation = 1.0, _REACH + 1
            continue
        since_negation += 1
        weight = POLARITY.get(word, 0.0)
        if weight and seen.get(word, 0) < 2:
            seen[word] = seen.get(word, 0) + 1
            total += weight * factor * (_TURNED if since_negation <= _REACH else 1.0)
        if word in NEGATIONS:
            since_negation = 0
        factor = EMPHASIS.get(word, 1.0)
    return total


def _phrase(phrase: str) -> re.Pattern[str]:
    return _PHRASE_PATTERNS[phrase]


_SORTED_PHRASES = sorted(PHRASES, key=lambda item: (-len(item[0]), item[0]))
_PHRASE_PATTERNS = {
    phrase: re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)") for phrase, _ in PHRASES
}
