"""How people of one language talk in any trade: yes, thanks, "the other one", "I meant …"."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from deskhand.packs.patterns import PatternText

_LONGEST_PHRASE = 7
_LEADING_WORDS = 4
_LONGEST_ASKED = 16
_DAYS = "days"
"""Asks for a number of days when nothing else is said; longer questions ask how long."""
_WORD = re.compile(r"[^\s.,;:!?()\"]{1,40}")
_KEPT = frozenset("'?")


class PhrasesFile(BaseModel):
    """`languages/<code>/phrases.yaml`; all of it in lower case, accents or not.

    `whole`: a message that consists of such phrases (and `fillers`) and nothing else does that
    act. `within`: RE2 patterns that tell it wherever they stand. `ellipses`: a question that is
    nothing but its question word. `ordinals` count from 1, -1 is the last. `shorthand`: words as
    chats shorten them, and what they stand for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    whole: dict[str, tuple[str, ...]]
    fillers: dict[str, tuple[str, ...]]
    within: dict[str, tuple[str, ...]]
    ellipses: dict[str, tuple[str, ...]]
    ordinals: dict[str, int]
    openers: tuple[str, ...]
    joiners: tuple[str, ...]
    stop_words: tuple[str, ...]
    shorthand: dict[str, str] = {}


WHOLE = frozenset({"confirm", "decline", "thank", "greet", "goodbye", "vague", "hello_again"})
WITHIN = frozenset(
    {
        "person",
        "not_person",
        "no_help",
        "already_done",
        "correct",
        "drop",
        "general",
        "procedural",
        "supposing",
        "count",
        "pieces",
        "sum",
        "money",
        "own",
        "others",
        "bot",
        "capability",
        "recall",
        "repeat",
        "shorter",
        "point",
        "other",
        "every",
        "both",
        "latest",
        "back",
        "promise",
        "insult",
        "which",
        "wait",
        "language",
    }
)


POINTING = ("latest", "other", "every", "point")
"""Acts whose words name nothing by themselves."""


def folded(text: str) -> str:
    """`text` as phrases are compared: lower case, no accents, apostrophes straight, no marks.

    Question marks stay, as words of their own.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().replace("’", "'").replace("`", "'"))
    out = []
    for char in plain:
        if unicodedata.combining(char):
            continue
        if char == "?" or char == "¿":
            out.append(" ? ")
        else:
            out.append(char if char.isalnum() or char in _KEPT else " ")
    return " ".join("".join(out).split())


def _unaccented(pattern: str) -> str:
    return "".join(
        char for char in unicodedata.normalize("NFKD", pattern) if not unicodedata.combining(char)
    )


class Phrases:
    """The phrases of one language, compiled; immutable."""

    def __init__(self, language: str, file: PhrasesFile) -> None:
        self.language = language
        self._whole = {act: _phrases(said) for act, said in file.whole.items()}
        self._fillers = {act: _phrases(said) for act, said in file.fillers.items()}
        self._leading = self._fillers.get("any", frozenset()) | {
            (folded(word),) for word in file.joiners
        }
        self._within = {act: _any_of(patterns) for act, patterns in file.within.items()}
        self._ellipses = {kind: _phrases(said) for kind, said in file.ellipses.items()}
        self._ordinals = {folded(word): place for word, place in file.ordinals.items()}
        self._around = (
            self._leading
            | self._fillers.get("ellipsis", frozenset())
            | self._whole.get("greet", frozenset())
            | _phrases(file.stop_words)
        )
        self._shorthand = {folded(short): meant for short, meant in file.shorthand.items()}
        self.openers = _phrases(file.openers)
        self.joiners = frozenset(map(folded, file.joiners))
        self.stop_words = frozenset(map(folded, file.stop_words))

    def written_out(self, text: str) -> str:
        """`text` with the words that chats shorten in full: "did u get it" asks "did you get it".

        Blanks and the marks around a word stay as they are.
        """
        return _WORD.sub(lambda word: self._shorthand.get(folded(word[0]), word[0]), text)

    def is_only(self, act: str, text: str) -> bool:
        """Whether `text` consists of phrases of `act` and fillers, with one phrase at least."""
        words = [word for word in folded(text).split() if word != "?"]
        core = self._whole.get(act, frozenset())
        more = self._fillers.get(act, frozenset()) | self._fillers.get("any", frozenset())
        return bool(words) and len(words) <= 20 and _covered(words, core, more)

    def says(self, act: str, text: str) -> bool:
        """Whether a pattern of `act` stands in `text`."""
        pattern = self._within.get(act)
        return pattern is not None and pattern.search(folded(text)) is not None

    def without_all(self, acts: Iterable[str], text: str) -> str:
        """`text`, folded, without anything that makes it one of `acts`."""
        said = folded(text)
        for act in acts:
            while (rest := self.without(act, said)) != said:
                said = rest
        return said

    def without(self, act: str, text: str) -> str:
        """`text`, folded, without what makes it `act`."""
        pattern = self._within.get(act)
        said = folded(text)
        if pattern is None:
            return said
        match = pattern.search(said)
        return (
            said
            if match is None
            else " ".join((said[: match.start()] + said[match.end() :]).split())
        )

    def ellipsis(self, text: str) -> str | None:
        """The kind of question that `text` asks with nothing but its question word."""
        words = [word for word in folded(text).split() if word != "?"]
        if not words or len(words) > _LONGEST_PHRASE:
            return None
        fillers = self._fillers.get("ellipsis", frozenset()) | self._fillers.get("any", frozenset())
        return next(
            (kind for kind, core in self._ellipses.items() if _covered(words, core, fillers)), None
        )

    def question_word(self, text: str) -> str | None:
        """The kind of question that `text` begins as, by its first words ("when do I …")."""
        words = [word for word in folded(text).split() if word != "?"]
        for start in range(min(len(words), _LEADING_WORDS)):
            for size in (3, 2, 1):
                piece = tuple(words[start : start + size])
                for kind, core in self._ellipses.items():
                    if piece in core and kind != _DAYS:
                        return kind
            if (words[start],) not in self._leading:
                return None
        return None

    def asks(self, kind: str, text: str, beside: Iterable[str]) -> bool:
        """Whether `text` asks a question of this kind, and says nothing but words of `beside`."""
        phrases = (" ".join(words) for words in self._ellipses.get(kind, ()))
        return self.core(text, phrases, beside) > 0

    def core(self, text: str, asked: Iterable[str], beside: Iterable[str]) -> int:
        """How many words of `text` are phrases of `asked`; 0 where others say something else.

        What stands between them may be words without meaning, fillers and words of `beside`.
        """
        words = [word for word in folded(text).split() if word != "?"]
        if not words or len(words) > _LONGEST_ASKED:
            return 0
        core, aside = _phrases(asked), _phrases(beside)
        more = self._around | aside
        found = _most(words, core, more)
        if found:
            return found
        # "Did you get my camera payment?" asks "did you get my payment?" about the camera.
        said = {word for phrase in core for word in phrase}
        plain = [word for word in words if (word,) not in aside or word in said]
        return _most(plain, core, more) if len(plain) < len(words) else 0

    def place(self, text: str) -> int | None:
        """`the second` or `2` → 2, `the last one` → -1; None when no place is named."""
        words = folded(text).split()
        if len(words) in (1, 2) and len(words[-1]) == 1 and words[-1].isdecimal():
            return int(words[-1]) or None
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                place = self._ordinals.get(" ".join(words[start : start + size]))
                if place is not None:
                    return place
        return None

    def unpointed(self, text: str) -> str:
        """`text`, folded, without the words that only point at something."""
        said = folded(text)
        for act in POINTING:
            said = self.without(act, said)
        words = said.split()
        for size in (3, 2, 1):
            for start in range(len(words) - size, -1, -1):
                if " ".join(words[start : start + size]) in self._ordinals:
                    del words[start : start + size]
        return " ".join(words)

    def content(self, text: str) -> tuple[str, ...]:
        """The words of `text` that carry meaning, folded, in order."""
        return tuple(
            word for word in folded(text).split() if word != "?" and word not in self.stop_words
        )


def _phrases(said: Iterable[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(folded(phrase).split()) for phrase in said)


def _most(
    words: Sequence[str], core: frozenset[tuple[str, ...]], more: frozenset[tuple[str, ...]]
) -> int:
    """The most words in phrases of `core` when all are cut into `core` and `more`; else 0."""
    # reached[n]: the most words in phrases among the first n; None where those cannot be cut.
    reached: list[int | None] = [0] + [None] * len(words)
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _LONGEST_PHRASE), end):
            before, piece = reached[start], tuple(words[start:end])
            if before is None or not (piece in core or piece in more):
                continue
            so_far = before + (len(piece) if piece in core else 0)
            reached[end] = max(so_far, reached[end] or 0)
    return reached[-1] or 0


def _any_of(patterns: Sequence[str]) -> PatternText:
    joined = "|".join(_unaccented(pattern) for pattern in patterns)
    return PatternText(rf"(?:^|\b)(?:{joined})(?:\b|$)")


def _covered(
    words: Sequence[str], core: frozenset[tuple[str, ...]], more: frozenset[tuple[str, ...]]
) -> bool:
    """Whether the words can be cut into phrases of `core` and `more`, one of `core` at least."""
    # reached[n] tells how the first n words can be cut: not at all, with fillers, with a phrase.
    reached = [0] * (len(words) + 1)
    reached[0] = 1
    for end in range(1, len(words) + 1):
        for start in range(max(0, end - _LONGEST_PHRASE), end):
            if not reached[start]:
                continue
            piece = tuple(words[start:end])
            if piece in core:
                reached[end] = 2
            elif piece in more:
                reached[end] = max(reached[end], reached[start])
    return reached[-1] == 2


def check_phrases(file: PhrasesFile) -> Mapping[str, frozenset[str]]:
    """What a language lacks, by section; empty when it is whole."""
    lacks = {"whole": WHOLE - set(file.whole), "within": WITHIN - set(file.within)}
    return {section: frozenset(names) for section, names in lacks.items() if names}
