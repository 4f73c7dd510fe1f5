"""Arguments of actions: read strictly, spelled the one way, and covered by a digest."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from deskhand.domain.commerce.things.port import FieldValue, Thing
from deskhand.infra.money import Money
from deskhand.packs.acting import Action, Argument
from deskhand.packs.conditions import ConditionText, ConditionUnusable
from deskhand.packs.values import plain

_LARGEST = 10**15
_MOST_LISTED = 100
_ODD = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_MONEY_KEYS = frozenset({"minor", "currency"})


class ArgumentsUnusable(ValueError):
    """What was given does not fit the action; the message names the argument."""


def normalised(
    action: Action, given: Mapping[str, Any], thing: Thing, known: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """The arguments as they are stored, shown and done; JSON values only.

    What nobody gave is taken from the record or computed over `known`, the values that
    conditions see. Raises ArgumentsUnusable, also for one that the action does not have.
    """
    if strangers := sorted(set(given) - set(action.arguments)):
        raise ArgumentsUnusable(f"{strangers[0][:60]}: there is no such argument")
    found: dict[str, Any] = {}
    for name, shape in action.arguments.items():
        if shape.formula is not None:
            if name in given:
                raise ArgumentsUnusable(f"{name}: this is computed")
            values = {**known, "arguments": in_conditions(action, found, today)}
            found[name] = _computed(name, shape, shape.formula, values, thing, today)
        elif given.get(name) is not None:
            found[name] = _read(name, shape, given[name], thing)
        elif shape.field is not None and thing.fields.get(shape.field) is not None:
            found[name] = _taken(name, shape, thing.fields[shape.field])
        elif not shape.optional:
            raise ArgumentsUnusable(f"{name}: this is missing")
    return found


def in_conditions(action: Action, stored: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Stored arguments as conditions see them: minor units, days from today, null without one."""
    return {
        name: _plain(shape, stored.get(name), today) for name, shape in action.arguments.items()
    }


def stored(value: FieldValue) -> Any:
    """A value of a record as JSON: money as minor units with its currency, a date as ISO text."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def digest_of(
    action: str, noun: str, number: str, customer_id: UUID | None, arguments: Mapping[str, Any]
) -> str:
    """SHA-256 over what will be done, to what, for whom; equal for equal arguments only."""
    content = [action, noun, number, str(customer_id), arguments]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _read(name: str, shape: Argument, value: object, thing: Thing) -> Any:
    match shape.kind:
        case "money":
            return _money(name, value, thing.currency)
        case "date":
            return _date(name, value)
        case "number":
            if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
                raise ArgumentsUnusable(f"{name}: a whole number is expected")
            return value
        case "choice":
            if value not in shape.choices:
                raise ArgumentsUnusable(f"{name}: none of {', '.join(shape.choices)}")
            return value
        case "list":
            return _list(name, value, shape.longest)
        case _:
            return _text(name, value, shape.longest)


def _money(name: str, value: object, currency: str | None) -> dict[str, Any]:
    """Minor units of the record's currency, with it or without; more than nothing."""
    minor = value
    if isinstance(value, Mapping):
        if set(value) != _MONEY_KEYS or value["currency"] != currency:
            raise ArgumentsUnusable(f"{name}: `minor` in {currency} is expected")
        minor = value["minor"]
    if isinstance(minor, bool) or not isinstance(minor, int) or not 0 < minor <= _LARGEST:
        raise ArgumentsUnusable(f"{name}: a positive amount in minor units is expected")
    if currency is None:
        raise ArgumentsUnusable(f"{name}: the record has no currency")
    return {"minor": minor, "currency": currency}


def _date(name: str, value: object) -> str:
    try:
        if isinstance(value, str) and len(value) == len("2026-01-01"):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise ArgumentsUnusable(f"{name}: a date such as 2026-01-31 is expected")


def _text(name: str, value: object, longest: int) -> str:
    if not isinstance(value, str) or _ODD.search(value) or not value.strip():
        raise ArgumentsUnusable(f"{name}: text is expected")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ArgumentsUnusable(f"{name}: this holds what is no character") from error
    if len(value.strip()) > longest:
        raise ArgumentsUnusable(f"{name}: at most {longest} characters are expected")
    return value.strip()


def _list(name: str, value: object, longest: int) -> list[str]:
    """Texts in the order given, each once; one text is a list of one."""
    every = value if isinstance(value, list | tuple) else [value]
    if not 0 < len(every) <= _MOST_LISTED:
        raise ArgumentsUnusable(f"{name}: 1 to {_MOST_LISTED} texts are expected")
    return list(dict.fromkeys(_text(name, one, longest) for one in every))


def _computed(
    name: str,
    shape: Argument,
    formula: ConditionText,
    values: Mapping[str, Any],
    thing: Thing,
    today: date,
) -> Any:
    try:
        value = formula.value(values)
    except ConditionUnusable as error:
        raise ArgumentsUnusable(f"{name}: {error.detail}") from error
    whole = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST
    match shape.kind:
        case "money" if whole and value >= 0 and thing.currency is not None:
            return {"minor": value, "currency": thing.currency}
        case "date" if whole and abs(value) < 100_000:
            return (today + timedelta(days=value)).isoformat()
        case "number" if whole:
            return value
        case "choice" if value in shape.choices:
            return value
        case "text":
            return _text(name, value, shape.longest)
    raise ArgumentsUnusable(f"{name}: what `is` comes to is no {shape.kind}")


def _taken(name: str, shape: Argument, value: FieldValue) -> Any:
    if shape.kind == "list":
        return list(value) if isinstance(value, tuple) else [value]
    if isinstance(value, tuple):
        raise ArgumentsUnusable(f"{name}: one of {', '.join(value)[:200]} has to be named")
    return stored(value)


def _plain(shape: Argument, stored: Any, today: date) -> Any:
    if stored is None:
        return None
    if shape.kind == "money":
        return stored["minor"]
    return plain(date.fromisoformat(stored), today) if shape.kind == "date" else stored
