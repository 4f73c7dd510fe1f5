"""Whether a unit of a passage is one that is marked as an answer."""

from __future__ import annotations

from deskhand.assistant.answering.words import words_of


def is_marked(unit: str, marked: str) -> bool:
    """Whether the unit is the marked sentence, holds it, lies within it or is its row."""
    mine, other = words_of(unit), words_of(marked)
    if "|" in marked:
        # A row is told with the names of its columns, so its cells do not stand together.
        return set(other) <= set(mine)
    told, said = f" {' '.join(mine)} ", f" {' '.join(other)} "
    return bool(mine) and (told in said or said in told)
