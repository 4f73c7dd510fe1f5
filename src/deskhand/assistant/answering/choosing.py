"""Which units of a passage are quoted: those that answer, whole and understood by themselves."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.assistant.answering.questions import Focus, leans
from deskhand.assistant.answering.sentences import Unit, UnitKind

FACT_WORDS = 60
STEP_WORDS = 120
"""How long an answer may be: a fact is read at once, instructions are followed line by line."""
_SURE = 0.5
"""A second unit is told when it is more likely than not to belong to the answer."""
_BESIDE = 0.45
"""And when it is at least this likely beside the best."""
_MOST_ROWS = 4


def choose(units: Sequence[Unit], likely: Sequence[float], focus: Focus) -> tuple[int, ...]:
    """The numbers of the units to quote, in order; `likely` is how probably each answers.

    The best unit is always told, with what it leans on; a list is told whole when instructions
    are asked for.
    """
    if not units:
        return ()
    ranked = sorted(range(len(units)), key=lambda place: (-likely[place], place))
    best = ranked[0]
    if focus is Focus.HOW:
        return _steps(units, best)
    if units[best].kind is UnitKind.ROW:
        return _rows(units, likely, ranked)
    kept = set(_with_support(units, best))
    for place in ranked[1:]:
        if likely[place] < max(_SURE, _BESIDE * likely[best]):
            break
        fresh = [one for one in _with_support(units, place) if one not in kept]
        if _words(units, [*kept, *fresh]) <= FACT_WORDS:
            kept.update(fresh)
    return tuple(sorted(kept))


def _rows(units: Sequence[Unit], likely: Sequence[float], ranked: Sequence[int]) -> tuple[int, ...]:
    """The best row and those about as likely, such as the two ways of shipping to one country."""
    best = ranked[0]
    near = [place for place in ranked if likely[place] >= 0.6 * likely[best]][:_MOST_ROWS]
    kept = sorted(place for place in near if units[place].block == units[best].block)
    while len(kept) > 1 and _words(units, kept) > FACT_WORDS:
        kept.remove(min(kept, key=lambda place: likely[place]))
    return tuple(kept)


def _steps(units: Sequence[Unit], best: int) -> tuple[int, ...]:
    """Instructions from their beginning: a list whole with its lead-in, or the sentences around.

    Sentences of instructions follow from each other, so they are told from the first one on and
    end with the passage or where there is no more room.
    """
    lists = [place for place, unit in enumerate(units) if unit.kind is UnitKind.ITEM]
    if lists:
        block = units[best].block if units[best].kind is UnitKind.ITEM else units[lists[0]].block
        kept = [place for place in lists if units[place].block == block]
        return tuple(sorted({*_with_support(units, kept[0]), *kept}))
    start = 0
    while start < best and _words(units, range(start, best + 1)) > STEP_WORDS:
        start += 1
    kept = [*range(_with_support(units, start)[0], best + 1)]
    for place in range(best + 1, len(units)):
        if _words(units, [*kept, place]) > STEP_WORDS:
            break
        kept.append(place)
    return tuple(kept)


def _with_support(units: Sequence[Unit], place: int) -> list[int]:
    """The unit and what must stand before it: a lead-in, the sentence that "it" points back to."""
    kept = [place]
    while place > 0 and _needs_before(units, place):
        place -= 1
        if units[place].kind is not UnitKind.SENTENCE:
            break
        kept.append(place)
    return sorted(kept)


def _needs_before(units: Sequence[Unit], place: int) -> bool:
    unit, before = units[place], units[place - 1]
    if unit.kind is UnitKind.SENTENCE:
        return leans(unit.text)
    return before.block != unit.block and before.text.endswith(":")


def _words(units: Sequence[Unit], places: Sequence[int] | range) -> int:
    return sum(len(units[place].text.split()) for place in places)
