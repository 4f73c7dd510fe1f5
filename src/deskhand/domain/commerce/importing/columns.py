"""Which column of a file is which field: guessed by name in six languages and by its values."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final, Literal

import yaml
from rapidfuzz import fuzz

from deskhand.domain.commerce.importing.faults import ColumnUnknown
from deskhand.domain.commerce.importing.literals import LANGUAGES
from deskhand.domain.commerce.kinds import Kind

_ALIKE: Final = 90
"""Names as alike as `Order numbr` and `Order number` (of 100); `Name` and `Number` are at 60."""
_SHORTEST_ALIKE: Final = 6
_BY_CHANCE: Final = 1
"""So many names may be of a language by chance, as `Mail` is."""
_MOSTLY: Final = 0.8
_EMAIL: Final = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}\.[^@\s]{1,63}")
_OF_NOUNS: Final[Mapping[str, str]] = {
    "date": "day",
    "money": "amount",
    "number": "number",
    "flag": "flag",
    "state": "state",
    "text": "text",
    "identifier": "text",
}

Why = Literal["name", "likeness", "values", "told", "left out"]


@dataclass(frozen=True, slots=True)
class Target:
    """A field that a column may fill: how its values are read, and what it is called."""

    name: str
    read: str
    names: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Choice:
    """A column and the field that it fills, None when it is left out; `why` it was chosen."""

    column: str
    field: str | None
    why: Why


@cache
def _data() -> dict[str, Any]:
    text = files("deskhand.domain.commerce.importing").joinpath("columns.yaml").read_text("utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


@cache
def words_for(group: str) -> Mapping[str, tuple[str, ...]]:
    """What `states` or `flags` are called in other systems, plain."""
    return {name: tuple(map(plain, words)) for name, words in _data()[group].items()}


def plain(text: str) -> str:
    """A name without case, accents and signs, so that `E-Mail` is `e mail`."""
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in bare if not unicodedata.combining(char))
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).split())


def targets_of(kind: Kind) -> dict[str, Target]:
    """The fields that columns of a file may fill, by name."""
    found: dict[str, dict[str, Any]] = {}
    if kind.of_customer:
        found |= _data()["common"]
    if kind.name == "customers":
        found |= {name: _data()["common"][name] for name in ("first_name", "last_name")}
    if kind.noun is not None:
        shapes = {n: {"is": _OF_NOUNS[f.kind]} for n, f in kind.noun.fields.items()}
        found |= {n: shape for n, shape in shapes.items() if n != kind.noun.number}
        if "currency" not in found and any(one["is"] == "amount" for one in shapes.values()):
            found["currency"] = _data()["orders"]["currency"]
    found |= _data().get(kind.name, {})
    return {name: _target(name, shape) for name, shape in found.items()}


def _target(name: str, shape: Mapping[str, Any]) -> Target:
    names = {one: tuple(map(plain, shape.get(one, ()))) for one in LANGUAGES}
    names["en"] = (plain(name), *names["en"])
    return Target(name, shape["is"], names)


def chosen(
    kind: Kind,
    columns: Sequence[str],
    samples: Mapping[str, Sequence[object]],
    told: Mapping[str, str],
) -> list[Choice]:
    """A choice for each column: what was `told` first, then names, likeness, and values.

    Raises ColumnUnknown for a column or field of `told` that there is not. A column that is told
    to be `-` is left out.
    """
    targets = targets_of(kind)
    for column, wanted in told.items():
        if column not in columns:
            raise ColumnUnknown(f"The file has no column {column!r}: {', '.join(columns)}.")
        if wanted not in targets and wanted != "-":
            raise ColumnUnknown(f"{kind.name} have no field {wanted!r}: {', '.join(targets)}.")
    taken = {wanted for wanted in told.values() if wanted != "-"}
    found: dict[str, Choice] = {
        column: Choice(column, None if wanted == "-" else wanted, "told")
        for column, wanted in told.items()
    }
    for why, fits in _GUESSES:
        for column in columns:
            if column in found:
                continue
            for target in targets.values():
                if target.name not in taken and fits(column, target, samples.get(column, ())):
                    found[column] = Choice(column, target.name, why)
                    taken.add(target.name)
                    break
    return [found.get(column, Choice(column, None, "left out")) for column in columns]


def language_of(columns: Iterable[str], kind: Kind) -> str | None:
    """The language that most names of columns are in; None where none is told."""
    said = {plain(column) for column in columns}
    counted: Counter[str] = Counter()
    for target in targets_of(kind).values():
        for language, names in target.names.items():
            counted[language] += bool(said & set(names))
    [(first, most), *others] = counted.most_common()
    second = others[0][1] if others else 0
    return first if most > max(second, _BY_CHANCE) else None


def _named(column: str, target: Target, values: Sequence[object]) -> bool:
    name = plain(column)
    if not any(name in names for names in target.names.values()):
        return False
    # "Name" is a number in one system's orders and a person in another's.
    return target.name != "number" or name != "name" or _share(values, _has_digit) >= _MOSTLY


def _alike(column: str, target: Target, values: Sequence[object]) -> bool:
    name = plain(column)
    if len(name) < _SHORTEST_ALIKE:
        return False
    return any(fuzz.ratio(name, one) >= _ALIKE for names in target.names.values() for one in names)


def _by_values(column: str, target: Target, values: Sequence[object]) -> bool:
    return target.read == "email" and _share(values, _is_email) >= _MOSTLY


_GUESSES: Final[Sequence[tuple[Why, Callable[[str, Target, Sequence[object]], bool]]]] = (
    ("name", _named),
    ("likeness", _alike),
    ("values", _by_values),
)
"""The surest guess first."""


def _has_digit(value: object) -> bool:
    return any(char.isdigit() for char in str(value))


def _is_email(value: object) -> bool:
    return isinstance(value, str) and _EMAIL.fullmatch(value.strip()) is not None


def _share(values: Sequence[object], holds: Any) -> float:
    known = [value for value in values if value is not None]
    return sum(map(holds, known)) / len(known) if known else 0.0
