"""The operations of the built-in records, so that a pack is checked against what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, TypeAdapter

from deskhand.packs.acting import ArgumentKind
from deskhand.packs.reading import parsed
from deskhand.packs.schema import Name


class Operation(BaseModel):
    """One operation: whose records it changes, and the arguments that it takes by kind.

    `counts` are figures of the record that `besides` of a limit may name.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    of: Name
    arguments: dict[Name, ArgumentKind] = {}
    sets: bool = False
    counts: tuple[Name, ...] = ()


_OPERATIONS = TypeAdapter(dict[Name, Operation])


@cache
def operations() -> Mapping[str, Operation]:
    """The operations by name."""
    file = resources.files("deskhand.packs") / "operations.yaml"
    return _OPERATIONS.validate_python(parsed(file.read_text("utf-8")))
