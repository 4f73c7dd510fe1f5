"""What the judgement weighs: measures of a unit and of a passage against a question."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from deskhand.assistant.answering.questions import ANSWERED_BY, Focus, fits, leans
from deskhand.assistant.answering.reading import Asked, Met, heading_of
from deskhand.assistant.answering.sentences import UnitKind, units_of
from deskhand.assistant.answering.words import held, stems_of
from deskhand.assistant.evidence import Evidence

Array = npt.NDArray[np.float32]

UNIT_FEATURES = (
    "near",
    "near_below_best",
    "words",
    "words_below_best",
    "own_words",
    "shared",
    "shared_below_best",
    "fits",
    "fails",
    "first",
    "row",
    "leans",
    "length",
)
PASSAGE_FEATURES = (
    "score",
    "near",
    "near_unit",
    "words",
    "words_unit",
    "words_heading",
    "weakest",
    "weakest_unit",
    "explained",
    "shared",
    "shared_unit",
    "shared_heading",
    "heading_alike",
    "names_missing",
    "codes_missing",
    "fits",
    "fails",
    "says",
    "lead",
    "lead_near",
    "lead_score",
    "length",
    "short",
)
"""Without token vectors the measures made of them are 0, and other weights are used."""

_LEADS = (("lead", "words_unit"), ("lead_near", "near"), ("lead_score", "score"))

_NO_WORD = 0.5
"""What stands for the weakest word of a question that has none: neither met nor missed."""
_CONTEXT = 0.25
"""What a word of the context counts beside one of the question itself."""


def weights_of(asked: Asked, found: Sequence[Evidence]) -> Array:
    """What each word of the question counts: the rarer in the passages found, the more."""
    held_by = [stems_of(item.text) | stems_of(heading_of(item)) for item in found]
    weights = [
        (1.0 if word.own else _CONTEXT)
        * _rarity(sum(word.stem in one for one in held_by), len(found))
        for word in asked.words
    ]
    total = sum(weights)
    return np.array([weight / total for weight in weights] if total else weights, dtype=np.float32)


def _rarity(holders: int, size: int) -> float:
    """1 for a word that one passage holds or none, less the more do (an idf, scaled)."""
    return math.log(1 + size / max(holders, 1)) / math.log(1 + size)


def shares(asked: Asked, weights: Array, texts: Sequence[str]) -> Array:
    """The share of the question's words that each text holds as words."""
    stems = [stems_of(text) for text in texts]
    return np.array(
        [
            sum(w * held(word.stem, one) for word, w in zip(asked.words, weights, strict=True))
            for one in stems
        ],
        dtype=np.float32,
    )


def unit_features(asked: Asked, item: Evidence, met: Met | None, weights: Array) -> Array:
    """One row of `UNIT_FEATURES` for each unit of the passage."""
    units = units_of(item.text)
    near = met.near_units if met else np.zeros(len(units), dtype=np.float32)
    words = met.units @ weights if met else np.zeros(len(units), dtype=np.float32)
    own = np.array([word.own for word in asked.words], dtype=np.float32) * weights
    own_words = met.units @ (own / max(float(own.sum()), 1e-6)) if met else words
    shared = shares(asked, weights, [unit.text for unit in units])
    rows = [
        (
            near[place],
            near[place] - near.max(),
            words[place],
            words[place] - words.max(),
            own_words[place],
            shared[place],
            shared[place] - shared.max(),
            *_fit(asked.question.focus, unit.text),
            1.0 / (1 + place),
            float(unit.kind is UnitKind.ROW),
            float(unit.kind is UnitKind.SENTENCE and leans(unit.text)),
            math.log1p(len(unit.text.split())),
        )
        for place, unit in enumerate(units)
    ]
    return np.array(rows, dtype=np.float32).reshape(len(units), len(UNIT_FEATURES))


def passage_features(
    asked: Asked,
    item: Evidence,
    met: Met | None,
    weights: Array,
    unit_odds: Array,
) -> Array:
    """A row of `PASSAGE_FEATURES`; the leads, which need the other passages, stay 0 here."""
    units = units_of(item.text)
    heading = heading_of(item)
    best = int(unit_odds.argmax()) if len(unit_odds) else 0
    told = units[best].text if units else ""
    score = item.passage.score if item.passage else 0.0
    shared, shared_unit, shared_heading = shares(
        asked, weights, [f"{heading} {item.text}", f"{heading} {told}", heading]
    )
    fit = _fit(asked.question.focus, told)
    return np.array(
        (
            _odds(score),
            *_measured(asked, met, weights, best),
            shared,
            shared_unit,
            shared_heading,
            _heading_alike(asked, item),
            *_missing(asked, f"{heading} {item.text}"),
            *fit,
            float(unit_odds[best]) if len(unit_odds) else 0.0,
            *(0.0 for _ in _LEADS),
            math.log1p(len(asked.words)),
            float(sum(word.own for word in asked.words) < 2),
        ),
        dtype=np.float32,
    )


def _measured(asked: Asked, met: Met | None, weights: Array, best: int) -> tuple[float, ...]:
    """near, near_unit, words, words_unit, words_heading, weakest, weakest_unit, explained."""
    if met is None or not len(met.units):
        return (0.0,) * 8
    anywhere = np.maximum(met.units.max(axis=0), met.heading)
    own = [column for column, word in enumerate(asked.words) if word.own]
    told = np.maximum(met.units[best], met.heading)
    weakest = float(anywhere[own].min()) if own else _NO_WORD
    return (
        met.near,
        float(met.near_units[best]),
        float(anywhere @ weights),
        float(told @ weights),
        float(met.heading @ weights),
        weakest,
        float(told[own].min()) if own else _NO_WORD,
        met.explained,
    )


def _fit(focus: Focus, text: str) -> tuple[float, float]:
    """Whether the text offers what is asked for, and whether it lacks it; both 0 for no demand."""
    if focus not in ANSWERED_BY:
        return 0.0, 0.0
    offered = fits(focus, text)
    return float(offered), float(not offered)


def _heading_alike(asked: Asked, item: Evidence) -> float:
    """What the question and the last heading have in common, 0 to 1.

    The words that carry meaning count, and all words: "how long" tells "How long the warranty
    lasts" from what else is said of the warranty.
    """
    path = item.passage.heading_path if item.passage else ()
    if not path:
        return 0.0
    heading = stems_of(path[-1])
    meaning = frozenset(word.stem for word in asked.words)
    return (_dice(meaning, heading) + _dice(stems_of(asked.question.text), heading)) / 2


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of words."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _missing(asked: Asked, text: str) -> tuple[float, float]:
    """The shares of the question's names, and of its figures and codes, that the text lacks."""
    stems = stems_of(text)
    codes = [name for name in asked.question.names if any(one.isdigit() for one in name)]
    names = [name for name in asked.question.names if name not in codes]
    return (
        sum(name not in stems for name in names) / max(len(names), 1),
        sum(code not in stems for code in codes) / max(len(codes), 1),
    )


def _odds(probability: float) -> float:
    kept = min(max(probability, 0.001), 0.999)
    return math.log(kept / (1 - kept))


def measured(
    asked: Asked,
    passages: Sequence[Evidence],
    met: Sequence[Met | None],
    weights: Array,
    odds: Sequence[Array],
) -> Array:
    """The rows of `PASSAGE_FEATURES` of passages that were found together."""
    rows = [
        passage_features(asked, item, one, weights, units)
        for item, one, units in zip(passages, met, odds, strict=True)
    ]
    return _with_leads(np.stack(rows))


def _with_leads(rows: Array) -> Array:
    """The passages' rows with how far each is before the best of the others."""
    for name, measure in _LEADS:
        values = rows[:, PASSAGE_FEATURES.index(measure)].copy()
        for row in range(len(rows)):
            others = np.delete(values, row)
            rows[row, PASSAGE_FEATURES.index(name)] = (
                values[row] - others.max() if len(others) else 0.0
            )
    return rows
