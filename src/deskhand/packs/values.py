"""A record as conditions see it: days from today, minor units, groups of its state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from deskhand.infra.money import Money
from deskhand.packs.schema import Noun


def condition_values(noun: Noun, fields: Mapping[str, object], today: date) -> dict[str, Any]:
    """The values of a record of `noun`; every field of the noun is there, None where unknown."""
    values = {name: plain(fields.get(name), today) for name in noun.fields}
    return {**values, **_groups(noun, fields)}


def plain(value: object, today: date) -> Any:
    """A value as CEL knows it: a date is days from today, money is minor units."""
    if isinstance(value, date):
        return (value - today).days
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, tuple):
        return list(value)
    return value


def _groups(noun: Noun, fields: Mapping[str, object]) -> Mapping[str, bool]:
    every = {group for groups in noun.states.values() for group in groups}
    mine = noun.states.get(str(fields.get(noun.state)), ()) if noun.state else ()
    return {f"is_{group}": group in mine for group in every}
