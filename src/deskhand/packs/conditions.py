"""Conditions of packs: CEL, the field's standard for rules in configuration.

A record is a map of its fields: dates are whole days from today (yesterday is -1), money is
minor units, an unknown value is null, and `is_<group>` says whether its state is in a group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any

import cel
from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from deskhand.infra.errors import ConfigurationInvalid

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_FIELD = re.compile(r"(?<![\w.])([a-z]\w{0,80})\.([a-z]\w{0,80})(?![\w(])")
_BOUND = re.compile(r"\.(?:all|exists|exists_one|map|filter)\(\s{0,20}(\w{1,80})\s{0,20},")


class ConditionUnusable(ConfigurationInvalid):
    """A condition of the pack could not be decided."""


class ConditionText:
    """A compiled CEL expression that knows its source."""

    __slots__ = ("_program", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self._program = cel.compile(source)

    def reads(self) -> Mapping[str, frozenset[str]]:
        """The names that have to be given, each with the fields that are read of it."""
        source = _QUOTED.sub("''", self.source)
        bound = set(_BOUND.findall(source))
        fields = _FIELD.findall(source)
        return {
            name: frozenset(field for owner, field in fields if owner == name)
            for name in self._program.variables()
            if name not in bound
        }

    def holds(self, values: Mapping[str, Any]) -> bool:
        """Whether it holds for `values`; a comparison with an unknown value does not hold.

        Raises `ConditionUnusable` for a name that is not there.
        """
        try:
            return bool(self._program.execute(dict(values)))
        except TypeError:  # CEL compares no null with a number: what is unknown holds nothing.
            return False
        except (KeyError, RuntimeError, ValueError) as error:
            raise ConditionUnusable(f"`{self.source}`: {error}") from error

    def value(self, values: Mapping[str, Any]) -> Any:
        """What the expression comes to; raises `ConditionUnusable` where it cannot be told."""
        try:
            return self._program.execute(dict(values))
        except (TypeError, KeyError, RuntimeError, ValueError) as error:
            raise ConditionUnusable(f"`{self.source}`: {error}") from error

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConditionText) and other.source == self.source

    def __hash__(self) -> int:
        return hash(self.source)


def _compiled(value: object) -> ConditionText:
    if isinstance(value, ConditionText):
        return value
    if not isinstance(value, str):
        raise ValueError("a condition is text")
    return ConditionText(value)


Condition = Annotated[
    ConditionText,
    BeforeValidator(_compiled),
    PlainSerializer(lambda condition: condition.source, return_type=str),
    WithJsonSchema({"type": "string"}),
]
Formula = Condition
"""The same, for what comes to a value that is no truth value."""
