"""What the lock knows of a language: a checked file of words, made ready for looking things up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml
from babel import Locale
from pydantic import BaseModel, ConfigDict, Field

from deskhand.assistant.guardrails.phrasebook import Phrasebook
from deskhand.assistant.guardrails.words import Stemmer, fold
from deskhand.packs.patterns import Pattern

_FOLDER = resources.files("deskhand.packs") / "languages"
_FILE = "lock.yaml"

Means = tuple[str, ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Saying(_Part):
    """Words, and the names that they stand for: states, or patterns of field names (`*_on`)."""

    words: tuple[str, ...] = Field(min_length=1)
    means: Means = Field(min_length=1)


class Sign(_Part):
    """A pattern of a text that instructs the assistant; `weight` is in log-odds."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    weight: float
    pattern: Pattern


class LockFile(_Part):
    """The shape of `lock.yaml`; phrases are compared by their words' stems, `*` is any word."""

    endings: tuple[str, ...]
    nouns_are_capital: bool = False
    dotted_ordinals: bool = False
    abbreviations: tuple[str, ...] = ()
    function: tuple[str, ...]
    courtesy: tuple[str, ...]
    answers: tuple[str, ...]
    things: tuple[str, ...]
    negations: tuple[str, ...]
    limits: tuple[str, ...]
    hedges: tuple[str, ...]
    conditions: tuple[str, ...]
    joins: tuple[str, ...]
    all_of: tuple[str, ...]
    asks: tuple[str, ...]
    future: tuple[str, ...]
    past: tuple[str, ...]
    ago: tuple[str, ...]
    ability: tuple[str, ...]
    unknown: tuple[str, ...]
    states: tuple[Saying, ...]
    flags: tuple[Saying, ...]
    fields: tuple[Saying, ...]
    done: tuple[Saying, ...]
    actors: tuple[str, ...]
    staff: tuple[str, ...]
    passives: tuple[str, ...]
    acts: tuple[str, ...]
    gifts: tuple[str, ...]
    advice: tuple[str, ...]
    internal: tuple[str, ...]
    same: dict[str, tuple[str, ...]] = {}
    numbers: dict[str, int]
    joined_tens: str = ""
    ranges: tuple[str, ...]
    articles: tuple[str, ...]
    units: dict[str, tuple[str, ...]]
    working: tuple[str, ...]
    relative: dict[int, tuple[str, ...]]
    frames: tuple[str, ...]
    percent: tuple[str, ...]
    currencies: dict[str, tuple[str, ...]]
    months: dict[int, tuple[str, ...]] = {}
    this_customer: tuple[str, ...]
    instructs: tuple[Sign, ...]


_PLAIN = (
    "courtesy", "answers", "negations", "limits", "hedges", "conditions", "all_of", "asks",
    "future", "past", "ago", "ability", "unknown", "actors", "staff", "passives", "acts", "gifts",
    "advice", "internal", "ranges", "articles", "working", "frames", "percent",
    "this_customer",
)  # fmt: skip
_SAYINGS = ("states", "flags", "fields", "done")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language, ready. `book` finds every listed phrase, by the name of its list."""

    language: str
    file: LockFile
    stemmer: Stemmer
    book: Phrasebook[Means]
    function: frozenset[str]
    things: frozenset[str]
    joins: frozenset[str]
    same: dict[str, str]
    numbers: dict[str, int]
    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, str]

    def alike(self, stem: str) -> str:
        """One stem for all words that mean the same."""
        return self.same.get(stem, stem)


@cache
def lexicon_of(language: str) -> Lexicon | None:
    """The words of a language (ISO 639-1); None when nobody has written them down yet."""
    file = _FOLDER / language / _FILE
    if not language.isalpha() or not file.is_file():
        return None
    # Every scalar stays text, so that `no`, `on` and `yes` are the words that people write.
    raw = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return _ready(language, LockFile.model_validate(raw))


@cache
def known_languages() -> tuple[str, ...]:
    """The languages that the lock can read."""
    return tuple(sorted(entry.name for entry in _FOLDER.iterdir() if (entry / _FILE).is_file()))


def language_of(text: str, other: Lexicon | None) -> Lexicon:
    """The known language whose small words `text` has most of; `other` when none stands out."""
    words = [fold(word) for word in text.split()]
    lexicons = [one for name in known_languages() if (one := lexicon_of(name)) is not None]
    best = max(lexicons, key=lambda one: sum(word in one.function for word in words))
    found = sum(word in best.function for word in words)
    return best if other is None or found > sum(w in other.function for w in words) else other


def _ready(language: str, file: LockFile) -> Lexicon:
    stemmer = Stemmer.of(file.endings)
    book: Phrasebook[Means] = Phrasebook(stemmer)
    for name in _PLAIN:
        # Tenses are told by endings, so that those must not be cut off.
        exact = name in ("past", "future", "passives")
        book.learn(name, [(phrase, ()) for phrase in getattr(file, name)], exact=exact)
    for name in _SAYINGS:
        sayings: tuple[Saying, ...] = getattr(file, name)
        # As they are spelt: `delivered` is a state, and `delivery` is none.
        said = [(words, one.means) for one in sayings for words in one.words]
        book.learn(name, said, exact=True)
    for days, phrases in file.relative.items():
        book.learn("relative", [(phrase, (str(days),)) for phrase in phrases])
    for currency, names in file.currencies.items():
        book.learn("currency", [(name, (currency,)) for name in names])
    same = {
        _stems(stemmer, (word,)).pop(): _stems(stemmer, (name,)).pop()
        for name, words in file.same.items()
        for word in words
    }
    return Lexicon(
        language=language,
        file=file,
        stemmer=stemmer,
        book=book,
        function=frozenset(fold(word) for word in file.function),
        things=frozenset(_stems(stemmer, file.things)),
        joins=frozenset(fold(word) for word in file.joins),
        same=same,
        numbers=_numbers(file),
        months=_names(language, "months", file.months),
        weekdays=_names(language, "days", {}),
        units={fold(word): unit for unit, words in file.units.items() for word in words},
    )


def _stems(stemmer: Stemmer, texts: Iterable[str]) -> set[str]:
    return {word.stem for text in texts for word in stemmer.words(text)}


def _numbers(file: LockFile) -> dict[str, int]:
    known = {fold(word): value for word, value in file.numbers.items()}
    if file.joined_tens:
        units = {word: value for word, value in known.items() if 0 < value < 10}
        tens = {word: value for word, value in known.items() if value in range(20, 100, 10)}
        known |= {
            f"{unit}{file.joined_tens}{ten}": low + high
            for unit, low in units.items()
            for ten, high in tens.items()
        }
    return known


def _names(language: str, kind: str, more: dict[int, tuple[str, ...]]) -> dict[str, int]:
    """CLDR's names of months (from 1, also shortened) or weekdays (Monday is 0, whole only).

    Short weekdays are common words in many languages. Of a hyphened name the first part counts.
    """
    data = getattr(Locale.parse(language), kind)
    return {
        fold(name).strip(".").split("-")[0]: number
        for form in ("format", "stand-alone")
        for width in (("wide", "abbreviated") if kind == "months" else ("wide",))
        for number, name in data[form][width].items()
    } | {fold(name): number for number, names in more.items() for name in names}
