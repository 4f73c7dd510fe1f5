"""What a question asks for, and which sentences offer such a thing; the words are data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import yaml

from deskhand.assistant.answering.words import stem, words_of

LANGUAGES = ("en", "de", "fr", "es", "pt", "it")
"""Each has a `packs/languages/<code>/questions.yaml`."""

_MONEY = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥₹%]|(?:usd|eur|gbp|chf|cad|aud)\b)", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_PLACE = re.compile(r"→|\S@\S|\bwww\.|https?://")
_CLOCK = re.compile(r"\b\d{1,2}(?::\d\d|\s?[ap]\.?m\b|\s?(?:uhr|h)\b)", re.IGNORECASE)
_STEP = re.compile(r"\s{0,3}\d{1,2}[.)]\s")
_LONGEST = 6


class Focus(StrEnum):
    """What is asked for."""

    HOW_LONG = "how_long"
    HOW_MUCH = "how_much"
    HOW_MANY = "how_many"
    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    WHICH = "which"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    OTHER = "other"


ANSWERED_BY: Mapping[Focus, tuple[str, ...]] = MappingProxyType(
    {
        Focus.HOW_LONG: ("time", "date"),
        Focus.HOW_MUCH: ("money",),
        Focus.HOW_MANY: ("number",),
        Focus.WHEN: ("date", "time"),
        Focus.WHERE: ("place",),
        Focus.WHO: ("person",),
        Focus.WHY: ("reason",),
        Focus.HOW: ("steps",),
        Focus.YES_NO: ("ruling",),
    }
)
"""The offers any of which may answer; a focus that is not here is answered by anything."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How one language asks; the keys of `questions.yaml`."""

    asks: Mapping[str, Focus]
    offers: Mapping[str, frozenset[str]]
    number_words: frozenset[str]
    leans: frozenset[str]
    stop_words: frozenset[str]

    def carries(self, word: str) -> bool:
        """Whether a word (small letters, no accents) carries meaning; grammar does not."""
        return word not in self.stop_words and (len(word) > 1 or word.isdigit())


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: the stems that carry its meaning, in order, and what it asks for."""

    text: str
    content: tuple[str, ...]
    focus: Focus
    names: frozenset[str]
    """Stems of its figures, identifiers and capitalised words that begin no sentence."""


@cache
def asking(language: str) -> Asking:
    """The words of a language; English ones for a language that has no file."""
    code = language if language in LANGUAGES else LANGUAGES[0]
    place = files("deskhand") / "packs" / "languages" / code / "questions.yaml"
    content: dict[str, Any] = yaml.safe_load(place.read_text(encoding="utf-8"))
    return Asking(
        asks=MappingProxyType(
            {phrase: Focus(name) for name, phrases in content["asks"].items() for phrase in phrases}
        ),
        offers=MappingProxyType(
            {name: _plain(phrases) for name, phrases in content["offers"].items()}
        ),
        number_words=_plain(content["number_words"]),
        leans=_plain(content["leans"]),
        stop_words=_plain(content["stop_words"]),
    )


def _plain(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(words_of(phrase)) for phrase in phrases)


def read_question(text: str, language: str = "en") -> Question:
    """What a question asks for and about what, in the words of its language."""
    known = asking(language)
    words = words_of(text)
    content = tuple(dict.fromkeys(stem(word) for word in words if known.carries(word)))
    return Question(text, content, _focus(words, known), _names(text, known))


def _focus(words: Sequence[str], known: Asking) -> Focus:
    """The kind of the longest phrase; of two as long the one that stands first."""
    best, length = Focus.OTHER, 0
    for start in range(len(words)):
        for size in range(min(_LONGEST, len(words) - start), length, -1):
            found = known.asks.get(" ".join(words[start : start + size]))
            if found is not None:
                best, length = found, size
                break
    return best


def _names(text: str, known: Asking) -> frozenset[str]:
    names: set[str] = set()
    begins = True
    for token in text.split():
        word = token.strip(".,;:!?()[]\"'“”‘’")
        named = any(one.isdigit() for one in word) or (word[:1].isupper() and not begins)
        if named:
            names.update(stem(one) for one in words_of(word) if known.carries(one))
        begins = token[-1:] in ".!?:"
    return frozenset(names)


@lru_cache(maxsize=4096)
def offers(unit: str) -> frozenset[str]:
    """What a sentence offers: `time`, `money`, `number`, `date`, `place`, `person` and so on.

    The words of all languages count: a document's own language is not known here.
    """
    words = words_of(unit)
    phrases = {
        " ".join(words[start : start + size])
        for size in (1, 2, 3)
        for start in range(len(words) - size + 1)
    }
    offered = {
        name
        for known in map(asking, LANGUAGES)
        for name, held in known.offers.items()
        if not phrases.isdisjoint(held)
    }
    figures = bool(_FIGURE.search(unit))
    counted = figures or any(not phrases.isdisjoint(asking(one).number_words) for one in LANGUAGES)
    seen = {
        "money": bool(_MONEY.search(unit)),
        "number": counted,
        "place": bool(_PLACE.search(unit)),
        "date": bool(_CLOCK.search(unit)),
        "clock": bool(_CLOCK.search(unit)),
        "steps": bool(_STEP.match(unit)),
    }
    offered |= {name for name, there in seen.items() if there}
    # "Days" alone promises no length of time: a figure or a word for one stands beside it.
    return frozenset(offered if counted else offered - {"time"})


def fits(focus: Focus, unit: str) -> bool:
    """Whether a sentence offers what is asked for."""
    wanted = ANSWERED_BY.get(focus)
    return wanted is None or any(one in offers(unit) for one in wanted)


def leans(unit: str) -> bool:
    """Whether a sentence needs the one before it to be understood: "It …", "If not, …"."""
    words = words_of(unit[:80])
    begins = {" ".join(words[:size]) for size in (1, 2, 3)}
    return any(not begins.isdisjoint(asking(one).leans) for one in LANGUAGES)
