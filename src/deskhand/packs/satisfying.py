"""Whether rules can all hold at once: tried over the values that make a difference to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from deskhand.packs.acting import Action
from deskhand.packs.conditions import ConditionText, ConditionUnusable
from deskhand.packs.schema import Noun

_MOST_TRIED = 20_000
"""Combinations; where there are more, they count as possible."""
_NUMBER = re.compile(r"(?<![\w.])\d{1,15}")
_QUOTED = re.compile(r"\"([^\"]{0,200})\"|'([^']{0,200})'")

_SCALARS = frozenset({"date", "money", "number", "state", "flag"})
"""Kinds of fields whose values are all tried that make a difference."""

Key = tuple[str, str]


def satisfiable(
    conditions: Sequence[ConditionText],
    action: Action,
    noun: Noun,
    policy: Mapping[str, Any],
) -> bool:
    """Whether some record and some arguments fulfil all `conditions`.

    Each value is tried at, just below and just above every number that the conditions and the
    thresholds name, and as every state, choice and text of them. What is too much to try, or
    reads values in a way that is not tried, counts as possible.
    """
    candidates = _candidates(conditions, action, noun, policy)
    tried = 0
    for values in islice(product(*candidates.values()), _MOST_TRIED):
        tried += 1
        if _all_hold(conditions, dict(zip(candidates, values, strict=True)), action, noun, policy):
            return True
    return tried == _MOST_TRIED


def branch_possible(decided: Sequence[tuple[ConditionText, bool]], slot: str, noun: Noun) -> bool:
    """Whether some record in `slot` makes each condition hold, or not hold, as decided.

    Conditions over texts and lists, or over whether there is a record, count as possible.
    """
    conditions = [condition for condition, _ in decided]
    reads = {field for condition in conditions for field in condition.reads().get(slot, {""})}
    if any(not _tried(field, noun) for field in reads):
        return True
    candidates = _candidates(conditions, Action(noun=slot, operation="none"), noun, {})
    tried = 0
    for values in islice(product(*candidates.values()), _MOST_TRIED):
        tried += 1
        seen = {slot: _record(dict(zip(candidates, values, strict=True)), noun)}
        if all(condition.holds(seen) is wanted for condition, wanted in decided):
            return True
    return tried == _MOST_TRIED


def _tried(field: str, noun: Noun) -> bool:
    if field.startswith("is_"):
        return noun.state is not None
    return field in noun.fields and noun.fields[field].kind in _SCALARS


def _candidates(
    conditions: Sequence[ConditionText], action: Action, noun: Noun, policy: Mapping[str, Any]
) -> dict[Key, list[Any]]:
    """The values that are tried, for each field and argument that the conditions read."""
    sources = [condition.source for condition in conditions]
    reads = [
        (owner, field)
        for condition in conditions
        for owner, fields in condition.reads().items()
        for field in sorted(fields)
    ]
    thresholds = [policy[field] for owner, field in reads if owner == "policy" and field in policy]
    numbers = _around({*_numbers_in(sources), *_figures(thresholds)})
    texts = ["something else", *_texts_in(sources), *_words(thresholds)]
    found: dict[Key, list[Any]] = {}
    for owner, field in reads:
        if owner == "arguments" and field in action.arguments:
            shape = action.arguments[field]
            found[owner, field] = _tries(shape.kind, shape.choices, numbers, texts)
        elif owner == action.noun and field.startswith("is_") and noun.state:
            found[owner, noun.state] = list(noun.states)
        elif owner == action.noun and field in noun.fields:
            kind = noun.fields[field].kind
            found[owner, field] = _tries(kind, tuple(noun.states), numbers, texts)
    return found


def _tries(kind: str, choices: Iterable[str], numbers: list[int], texts: list[str]) -> list[Any]:
    match kind:
        case "flag":
            return [True, False]
        case "state" | "choice":
            return list(choices)
        case "date" | "number" | "money":
            return [*numbers, None]
        case "list":
            return [texts, []]
    return [*texts, None]


def _all_hold(
    conditions: Iterable[ConditionText],
    given: Mapping[Key, Any],
    action: Action,
    noun: Noun,
    policy: Mapping[str, Any],
) -> bool:
    arguments: dict[str, Any] = dict.fromkeys(action.arguments)
    arguments |= {field: value for (owner, field), value in given.items() if owner == "arguments"}
    record = _record({key: one for key, one in given.items() if key[0] != "arguments"}, noun)
    values = {action.noun: record, "arguments": arguments, "policy": dict(policy)}
    try:
        return all(condition.value(values) is True for condition in conditions)
    except ConditionUnusable:
        return False


def _record(given: Mapping[Key, Any], noun: Noun) -> dict[str, Any]:
    """A record as conditions see it, with the groups of its state."""
    record = dict.fromkeys(noun.fields) | {field: value for (_, field), value in given.items()}
    mine = noun.states.get(str(record.get(noun.state)), ()) if noun.state else ()
    groups = {group for every in noun.states.values() for group in every}
    return record | {f"is_{group}": group in mine for group in groups}


def _around(numbers: set[int]) -> list[int]:
    signed = numbers | {-one for one in numbers} | {0}
    return sorted({near for one in signed for near in (one - 1, one, one + 1)}, key=abs)


def _numbers_in(sources: Iterable[str]) -> Iterator[int]:
    for source in sources:
        yield from map(int, _NUMBER.findall(_QUOTED.sub("", source)))


def _texts_in(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        yield from (one or other for one, other in _QUOTED.findall(source))


def _figures(policy: Any) -> Iterator[int]:
    yield from (one for one in _leaves(policy) if type(one) is int)


def _words(policy: Any) -> Iterator[str]:
    yield from (one for one in _leaves(policy) if isinstance(one, str))


def _leaves(value: Any) -> Iterator[Any]:
    if isinstance(value, Mapping):
        for one in value.values():
            yield from _leaves(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _leaves(one)
    else:
        yield value
