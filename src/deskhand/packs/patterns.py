"""Patterns of packs: RE2, so that no text of a customer can make them slow."""

from __future__ import annotations

from typing import Annotated, Any

import re2
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

_QUIETLY = re2.Options()
_QUIETLY.log_errors = False  # A pattern that is wrong is told by its file and line instead.


class PatternText:
    """A compiled pattern that knows its source; letters match whatever their case."""

    __slots__ = ("_compiled", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._compiled = re2.compile(f"(?i){source}", _QUIETLY)

    @property
    def groups(self) -> int:
        """How many groups it has."""
        return int(self._compiled.groups)

    def finditer(self, text: str) -> Any:
        """All matches, leftmost first."""
        return self._compiled.finditer(text)

    def fullmatch(self, text: str) -> Any:
        """The match of the whole text, or None."""
        return self._compiled.fullmatch(text)

    def search(self, text: str) -> Any:
        """The first match, or None."""
        return self._compiled.search(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PatternText) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)


def _compiled(value: object) -> PatternText:
    if isinstance(value, PatternText):
        return value
    if not isinstance(value, str):
        raise ValueError("a pattern is text")
    try:
        return PatternText(value)
    except re2.error as error:
        said = error.args[0].decode() if error.args else "unknown"
        raise ValueError(f"not a pattern that RE2 can read: {said}") from error


Pattern = Annotated[
    PatternText,
    BeforeValidator(_compiled),
    PlainSerializer(lambda pattern: pattern.source, return_type=str),
    WithJsonSchema({"type": "string"}),
]
