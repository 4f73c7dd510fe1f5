"""Answers made of the documents' own sentences: chosen so that they answer, joined as written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deskhand.assistant.engine.offline.tables import with_tables_told
from deskhand.assistant.engine.offline.words import all_words, terms
from deskhand.assistant.evidence import Evidence, Passage
from deskhand.domain.knowledge.chunkers.sentences import split_sentences

ANSWERABLE = 0.4
"""Below this probability a passage is not used: an honest `I don't know` is better."""
SURE = 0.5
"""From this probability on an answer stands without a disclaimer."""

_WORDS = 120
_CLOSE = 0.75
_CLEARLY = 0.15
"""Of passages about as likely, one whose heading has clearly more of the question's words is
told first."""
_SECOND = 0.5
"""The passage for another part of the question needs this share of the best one's score."""
_OUTRIGHT = 0.72
"""A sentence this like the question answers it outright, and those far from it are left out."""
_FAR = 0.2
_LIKENESS_OF_WORDS = 0.25
_FRAGMENT_WORDS = 3
_TAIL = 15
"""So many last letters of a part tell where in the message it stands."""

_BLOCK_LINE = re.compile(r"\s*(?:[-*•]\s|\d+[.)]\s|\||```|>)")
_POINTS_BACK = re.compile(
    r"(?:it|its|they|them|their|this|that|these|those|then|otherwise|afterwards|after that|before"
    r"|during|until then|if not|both|such|there|he|she)\b|(?:if|when) (?:it|they|that|this|nothing)"
    r"\b|the (?:new|old|other|same|rest|difference)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Extract:
    """The text of an answer and the ids of the evidence it was taken from."""

    text: str
    cited: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class _Unit:
    """A sentence, or a block that stays whole: a list, a table, code."""

    text: str
    block: bool


def extract(
    question: str,
    found: Sequence[Evidence],
    *,
    words: int = _WORDS,
    whole: bool = False,
    briefly: bool = False,
) -> Extract | None:
    """The best answer of about `words` words that the passages give; None when none is good.

    Each part of the question (`Passage.asked`) is answered by the best passage found for it. Of a
    passage only the sentences that answer are taken; with `whole` (instructions, which lose their
    meaning in pieces) as many as there is room for, with `briefly` the nearest alone.
    """
    ranked = [item for item in found if score_of(item) >= ANSWERABLE]
    if not ranked:
        return None
    chosen = _chosen(question, ranked, alone=whole)
    share = max(40, words // len(chosen))
    texts = [_told(_asked(item, question), item, 1 if briefly else share, whole) for item in chosen]
    best = min(score_of(item) for item in chosen)
    return Extract("\n\n".join(texts), tuple(item.id for item in chosen), best)


def score_of(item: Evidence) -> float:
    """The passage's probability of answering; 0 for evidence that is no passage."""
    return item.passage.score if item.passage is not None else 0.0


def _asked(item: Evidence, question: str) -> str:
    return (item.passage.asked if item.passage else "") or question


def _chosen(question: str, ranked: Sequence[Evidence], *, alone: bool) -> list[Evidence]:
    """The best passage of each part of the question, in the order of the parts.

    With `alone` no other stands beside it: two sets of instructions confuse.
    """
    parts: dict[str, list[Evidence]] = {}
    for item in ranked:
        parts.setdefault(_asked(item, question), []).append(item)
    in_order = sorted(parts, key=lambda part: question.find(part[-_TAIL:]))
    best = [item for part in in_order for item in _best(part, parts[part])[-1 if alone else 0 :]]
    top = max(score_of(item) for item in best)
    return [item for item in best if score_of(item) >= _SECOND * top]


def _best(asked: str, items: Sequence[Evidence]) -> list[Evidence]:
    """The likeliest passage; before it one about as likely whose heading fits clearly better."""
    ranked = sorted(items, key=score_of, reverse=True)
    top = ranked[0]
    close = [item for item in ranked if score_of(item) >= _CLOSE * score_of(top)]
    fits = max(close, key=lambda item: _overlap(asked, item))
    return [fits, top] if _overlap(asked, fits) >= _overlap(asked, top) + _CLEARLY else [top]


def _overlap(asked: str, item: Evidence) -> float:
    """What the question and the heading have in common, 0 to 1.

    The words that carry meaning count, and all words: "how long" tells "How long the warranty
    lasts" from what comes after the warranty.
    """
    path = item.passage.heading_path if item.passage else ()
    heading = path[-1] if path else ""
    meaning = _dice(terms(asked), terms(heading))
    return (meaning + _dice(all_words(asked), all_words(heading))) / 2


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient of two sets of words."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def _told(asked: str, item: Evidence, words: int, whole: bool) -> str:
    """The sentences and blocks of a passage that answer, in their own order.

    All of it when there is room, for a passage is written as one answer; less when a sentence
    answers outright, or when it is long.
    """
    wanted = terms(asked)
    units = _units(item.text, wanted)
    likeness = _likeness(wanted, units, item.passage)
    bar = -1.0 if whole else _bar(units, item.passage, likeness)
    kept: set[int] = set()
    length = 0
    for place in sorted(range(len(units)), key=lambda place: (-likeness[place], place)):
        if likeness[place] < bar:
            continue
        fresh = [one for one in (place, *_needed(units, place)) if one not in kept]
        size = sum(len(units[one].text.split()) for one in fresh)
        if kept and length + size > words:
            continue
        kept.update(fresh)
        length += size
    return _joined([units[place] for place in sorted(kept)])


def _bar(units: Sequence[_Unit], passage: Passage | None, likeness: Sequence[float]) -> float:
    """What a unit must reach to be told: nothing, unless one sentence answers outright."""
    nearest = max((near for _, near in passage.nearness), default=0.0) if passage else 0.0
    if nearest < _OUTRIGHT or any(unit.block for unit in units):
        return -1.0
    return max(likeness) - _FAR


def _needed(units: Sequence[_Unit], place: int) -> list[int]:
    """What must stand before a unit: a list's lead-in, the sentence that "it" points back to."""
    needed: list[int] = []
    while place > 0 and (
        (units[place].block and units[place - 1].text.endswith(":"))
        or (not units[place].block and _POINTS_BACK.match(units[place].text))
    ):
        place -= 1
        if units[place].block and needed:
            break
        needed.append(place)
    return needed


def _likeness(
    wanted: frozenset[str], units: Sequence[_Unit], passage: Passage | None
) -> list[float]:
    """How near each unit is to the question: by meaning where it was measured, and by words."""
    measured = dict(passage.nearness) if passage else {}
    scored = []
    for place, unit in enumerate(units):
        shared = len(wanted & terms(unit.text)) / max(len(wanted), 1)
        # A list or a table is what its section is about; the first sentences say most.
        meaning = 1.0 if unit.block else measured.get(unit.text, 0.3)
        scored.append(meaning + _LIKENESS_OF_WORDS * shared - 0.01 * place)
    return scored


def sentences_of(text: str) -> list[str]:
    """The sentences of a passage that stand outside lists, tables and code."""
    return [unit.text for unit in _units(text, frozenset()) if not unit.block]


def _units(text: str, wanted: frozenset[str]) -> list[_Unit]:
    units: list[_Unit] = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        lines = paragraph.split("\n")
        lead = next(
            (place for place, line in enumerate(lines) if _BLOCK_LINE.match(line)), len(lines)
        )
        said = " ".join(line.strip() for line in lines[:lead])
        units += [_Unit(sentence, False) for sentence in _whole_sentences(said)]
        if lead < len(lines):
            units.append(_Unit(with_tables_told(wanted, "\n".join(lines[lead:])), True))
    return [unit for unit in units if unit.text]


def _whole_sentences(text: str) -> list[str]:
    """The sentences; a fragment of a few words ("Eastern Time.") stays with what is before it."""
    whole: list[str] = []
    for sentence in split_sentences(text):
        if whole and len(sentence.split()) <= _FRAGMENT_WORDS:
            whole[-1] += f" {sentence.strip()}"
        else:
            whole.append(sentence.strip())
    return whole


def _joined(units: Sequence[_Unit]) -> str:
    text = ""
    for before, unit in zip([None, *units], units, strict=False):
        if before is not None:
            text += "\n" if unit.block else " " if not before.block else "\n\n"
        text += unit.text
    return text
