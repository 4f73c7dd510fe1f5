"""What a wording file holds: its sentences, where they stand, and the values that they need."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

_IN_WORDS = "_text"
"""`$status_text` is `$status` in words, so that a sentence may hold either."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a wording file: its line, from 1, and the names of the values in it."""

    line: int
    values: frozenset[str]

    def facts(self) -> frozenset[str]:
        """The values without regard to how they are spelled."""
        return frozenset(name.removesuffix(_IN_WORDS) for name in self.values)


class _Values(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        """The name is what the visitor calls it by."""
        self.found.add(node.id.name)


def sentences_of(text: str) -> Mapping[str, Sentence]:
    """The sentences of a Fluent text by id, variants included; what is no Fluent is left out."""
    found: dict[str, Sentence] = {}
    for entry in FluentParser().parse(text).body:
        if isinstance(entry, ast.Message):
            values = _Values()
            values.visit(entry)
            start = entry.span.start if entry.span else 0
            line = text.count("\n", 0, start) + 1
            found[entry.id.name] = Sentence(line, frozenset(values.found))
    return found
