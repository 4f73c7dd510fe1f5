"""An OpenAPI document (3.0 or 3.1) as far as calls need it: operations, parameters, bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from deskhand.packs.reading import TextUnreadable, parsed

_METHODS: Final = ("get", "put", "post", "delete", "patch")
_DEEPEST: Final = 20


@dataclass(frozen=True, slots=True)
class Body:
    """What a JSON body has to hold. `names` is None where any name may stand in it."""

    required: bool
    names: frozenset[str] | None
    needed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: its method, its path with `{names}`, and what it takes.

    `parameters` has for `path` and `query` each name, and whether it is required. `body` is None
    where it takes none, and `json` tells whether that body is JSON.
    """

    method: str
    path: str
    parameters: Mapping[str, Mapping[str, bool]]
    body: Body | None
    json: bool


class DescriptionUnreadable(ValueError):
    """A text is no OpenAPI document; `line` counts from 1 where it is known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem, self.line = problem, line


def operations_of(text: str) -> dict[str, Operation]:
    """Every operation of the document by its `operationId`; raises DescriptionUnreadable."""
    try:
        document = parsed(text)
    except TextUnreadable as error:
        raise DescriptionUnreadable(error.problem, error.line) from error
    version = document.get("openapi") if isinstance(document, dict) else None
    if not isinstance(version, str) or not version.startswith("3."):
        raise DescriptionUnreadable("this is no OpenAPI document of version 3", 1)
    return dict(_operations(document))


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, item in _mapping(document.get("paths")).items():
        item = _resolved(document, item)
        for method in _METHODS:
            found = _mapping(item.get(method))
            name = found.get("operationId")
            if isinstance(name, str):
                yield name, _operation(document, method, str(path), item, found)


def _operation(
    document: dict[str, Any], method: str, path: str, item: Mapping[str, Any], found: dict[str, Any]
) -> Operation:
    parameters: dict[str, dict[str, bool]] = {"path": {}, "query": {}}
    for one in (*_list(item.get("parameters")), *_list(found.get("parameters"))):
        given = _resolved(document, one)
        if given.get("in") in parameters:
            parameters[given["in"]][str(given.get("name"))] = given.get("required") is True
    asked = _resolved(document, found.get("requestBody"))
    kinds = _mapping(asked.get("content"))
    kind = next((one for one in kinds if _is_json(one)), None)
    body = None
    if kinds:
        schema = _mapping(_mapping(kinds.get(kind or "")).get("schema"))
        names, needed = _shape(document, schema)
        body = Body(asked.get("required") is True, names, needed)
    return Operation(method.upper(), path, parameters, body, kind is not None)


def _is_json(kind: str) -> bool:
    plain = kind.partition(";")[0].strip().lower()
    return plain == "application/json" or plain.endswith("+json") or plain == "*/*"


def _shape(
    document: dict[str, Any], schema: object, depth: int = 0
) -> tuple[frozenset[str] | None, frozenset[str]]:
    """The names that an object of the schema may have, None for any, and those that it needs."""
    found = _resolved(document, schema)
    names: frozenset[str] | None = frozenset(_mapping(found.get("properties")))
    needed = frozenset(str(one) for one in _list(found.get("required")))
    more = found.get("additionalProperties")
    if more not in (None, False) or {"oneOf", "anyOf"} & set(found) or depth > _DEEPEST:
        names = None
    for part in _list(found.get("allOf")) if depth <= _DEEPEST else ():
        more_names, more_needed = _shape(document, part, depth + 1)
        names = None if names is None or more_names is None else names | more_names
        needed |= more_needed
    return (names or None), needed


def _resolved(document: dict[str, Any], value: object) -> dict[str, Any]:
    """The value, or what it refers to within the document; empty where that leads nowhere."""
    found = _mapping(value)
    for _ in range(_DEEPEST):
        reference = found.get("$ref")
        if not isinstance(reference, str):
            return found
        part: object = document
        for step in reference.removeprefix("#/").split("/"):
            part = _mapping(part).get(step.replace("~1", "/").replace("~0", "~"))
        found = _mapping(part)
    return {}


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
