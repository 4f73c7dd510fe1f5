"""What is wrong with a gateway: it names what neither the pack nor the description has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError
from rapidfuzz import process

from deskhand.domain.actions.gateways.mapping import (
    Doing,
    GatewayFile,
    Judged,
    LookUp,
    Reading,
    Request,
    leaves,
)
from deskhand.domain.actions.gateways.openapi import (
    DescriptionUnreadable,
    Operation,
    operations_of,
)
from deskhand.domain.commerce.kinds import kind_named
from deskhand.infra.errors import InvalidInput
from deskhand.packs.acting import Action
from deskhand.packs.conditions import ConditionText
from deskhand.packs.loader import Pack
from deskhand.packs.reading import TextUnreadable, faults_told, parsed, place

FILE: Final = "gateway.yaml"
DESCRIPTION: Final = "openapi.yaml"
CUSTOMER: Final = frozenset({"reference", "email", "name"})
"""What an expression sees of the customer; `reference` is the id in the other system."""
_OWNERS: Final = frozenset({"customer", "customer_email"})
_ANSWER: Final = ("answer", "status")
_LIKE: Final = 70
_IN_PATH = re.compile(r"\{([^{}/]{1,100})\}")


class GatewayInvalid(InvalidInput):
    """The gateway cannot be used."""

    def __init__(self, *faults: str) -> None:
        """Each fault is a line that names its file."""
        self.faults = faults
        super().__init__("\n".join(faults) or None, faults=list(faults))


def checked(text: str, description: str, pack: Pack) -> tuple[GatewayFile, Mapping[str, Operation]]:
    """The gateway and the operations that it may call. Raises GatewayInvalid with every fault."""
    file, operations = _read(text, description)
    if faults := list(_faults(text, file, operations, pack)):
        raise GatewayInvalid(*faults)
    return file, operations


def read(text: str, description: str) -> tuple[GatewayFile, Mapping[str, Operation]]:
    """A gateway that was checked when it was kept; raises GatewayInvalid all the same."""
    return _read(text, description)


def _read(text: str, description: str) -> tuple[GatewayFile, Mapping[str, Operation]]:
    try:
        file = GatewayFile.model_validate(parsed(text))
    except TextUnreadable as error:
        raise GatewayInvalid(_told(FILE, error.line, error.problem)) from error
    except ValidationError as error:
        raise GatewayInvalid(*faults_told(FILE, text, error)) from error
    try:
        return file, operations_of(description)
    except DescriptionUnreadable as error:
        raise GatewayInvalid(_told(DESCRIPTION, error.line, error.problem)) from error


def _told(path: str, line: int | None, problem: str) -> str:
    return f"{path}, line {line}: {problem}." if line else f"{path}: {problem}."


def _faults(
    text: str, file: GatewayFile, operations: Mapping[str, Operation], pack: Pack
) -> Iterator[str]:
    if not file.actions and not file.reads:
        yield f"{FILE}: nothing is done or read here: there are no `actions` and no `reads`."
    for name, doing in file.actions.items():
        check = _Check(text, operations, name, pack.actions.get(name))
        if check.action is None:
            near = _near(name, pack.actions)
            yield f"{check.at()}: the pack has no action `{name}`{near}."
            continue
        yield from check.doing(doing)
    for name in file.without:
        if name not in pack.actions or name in file.actions:
            yield f"{place(FILE, text, 'without')}: `{name}` is no action that is left out."
    for noun, reading in file.reads.items():
        check = _Check(text, operations, noun, None, "reads")
        yield from check.reading(reading, noun, file, pack)


class _Check:
    """One part of a gateway against the operations that it names and the pack."""

    def __init__(
        self,
        text: str,
        operations: Mapping[str, Operation],
        name: str,
        action: Action | None,
        part: str = "actions",
    ) -> None:
        self.text, self.operations, self.name, self.action = text, operations, name, action
        self.part = part

    def at(self, *where: str | int) -> str:
        return place(FILE, self.text, self.part, self.name, *where)

    def reading(self, reading: Reading, noun: str, file: GatewayFile, pack: Pack) -> Iterator[str]:
        shape = pack.nouns.get(noun)
        if shape is None:
            yield f"{self.at()}: the pack has no noun `{noun}`{_near(noun, pack.nouns)}."
            return
        rest = [name for name, action in pack.actions.items() if action.noun == noun]
        for name in sorted(set(rest) - set(file.actions) - set(file.without)):
            yield f"{self.at()}: `{name}` is not done here: map it, or name it in `without`."
        if reading.of_customer is None or reading.one is None:
            yield f"{self.at()}: `of_customer` and `one` are needed."
        kind = kind_named(noun, pack.nouns)
        for field in sorted(set(reading.row) - set(kind.shape.model_fields)):
            yield f"{self.at('row', field)}: a record of {noun} has no `{field}`."
        if kind.key not in reading.row or not _OWNERS & set(reading.row):
            needed = f"`{kind.key}` and one of {', '.join(sorted(_OWNERS))}"
            yield f"{self.at('row')}: {needed} are needed."
        for where, expression in leaves(reading.row, "row"):
            yield from self.reads(expression, *where, more=("answer", "row"))
        for part, request in (("of_customer", reading.of_customer), ("one", reading.one)):
            if request is not None:
                yield from self.request(request, part)
                yield from self.gets(request, part)
        if reading.of_customer is not None:
            rows = reading.of_customer.rows
            yield from self.reads(rows, "of_customer", "rows", more=("answer", "status"))

    def gets(self, request: Request, *within: str) -> Iterator[str]:
        operation = self.operations.get(request.operation)
        if operation is not None and operation.method != "GET":
            at = self.at(*within, "operation")
            yield f"{at}: `{request.operation}` is a {operation.method}; looking up is a GET."

    def doing(self, doing: Doing) -> Iterator[str]:
        yield from self.judged(doing)
        for key, value in doing.answer.items():
            yield from self.reads(value, "answer", key, more=_ANSWER)
        if doing.look_up is not None:
            yield from self.looking(doing.look_up)

    def judged(self, request: Judged, *within: str) -> Iterator[str]:
        yield from self.request(request, *within)
        for name, condition in (("done", request.done), ("refused", request.refused)):
            if condition is not None:
                yield from self.reads(condition, *within, name, more=_ANSWER)

    def looking(self, look_up: LookUp) -> Iterator[str]:
        yield from self.judged(look_up, "look_up")
        yield from self.gets(look_up, "look_up")

    def request(self, request: Request, *within: str) -> Iterator[str]:
        operation = self.operations.get(request.operation)
        if operation is None:
            near = _near(request.operation, self.operations)
            at = self.at(*within, "operation")
            yield f"{at}: the description has no operation `{request.operation}`{near}."
            return
        yield from self.parameters(request, operation, *within)
        yield from self.body(request, operation, *within)
        for part in ("path", "query", "body"):
            for where, expression in leaves(getattr(request, part), *within, part):
                yield from self.reads(expression, *where)

    def parameters(self, request: Request, operation: Operation, *within: str) -> Iterator[str]:
        in_path = set(_IN_PATH.findall(operation.path))
        for part, needed in (
            ("path", in_path),
            ("query", {name for name, must in operation.parameters["query"].items() if must}),
        ):
            given: Mapping[str, Any] = getattr(request, part)
            known = in_path if part == "path" else set(operation.parameters["query"])
            for name in sorted(needed - set(given)):
                at = self.at(*within, "operation")
                yield f"{at}: `{request.operation}` needs `{name}` in `{part}`."
            for name in sorted(set(given) - known):
                at = self.at(*within, part, name)
                yield f"{at}: `{request.operation}` has no `{name}` in `{part}`."

    def body(self, request: Request, operation: Operation, *within: str) -> Iterator[str]:
        body = operation.body
        if body is None:
            if request.body:
                yield f"{self.at(*within, 'body')}: `{request.operation}` takes no body."
            return
        if not operation.json:
            yield f"{self.at(*within, 'operation')}: `{request.operation}` takes no JSON."
            return
        if request.body or body.required:
            for name in sorted(body.needed - set(request.body)):
                at = self.at(*within, "body")
                yield f"{at}: `{request.operation}` needs `{name}` in its body."
        for name in sorted(set(request.body) - (body.names or set(request.body))):
            at = self.at(*within, "body", name)
            yield f"{at}: the body of `{request.operation}` has no `{name}`."

    def reads(
        self, expression: ConditionText, *where: str | int, more: tuple[str, ...] = ()
    ) -> Iterator[str]:
        """Each name that the expression reads and that nobody knows at that place."""
        arguments = frozenset(self.action.arguments) if self.action else frozenset()
        sets = frozenset(self.action.sets) if self.action else frozenset()
        known: dict[str, frozenset[str] | None] = {"number": None}
        if self.action is not None:
            known |= {"key": None, "arguments": arguments}
        known["customer"] = CUSTOMER
        if self.action is not None:
            known["sets"] = sets
        known |= dict.fromkeys(more)
        for name, fields in expression.reads().items():
            at = self.at(*where)
            if name not in known:
                yield f"{at}: `{expression.source}`: only {', '.join(known)} can be asked here."
                continue
            allowed = known[name]
            for field in sorted(fields - allowed) if allowed is not None else ():
                yield f"{at}: `{expression.source}`: `{name}` has no `{field}`."


def _near(name: str, known: Mapping[str, Any]) -> str:
    """What was probably meant, as the end of a sentence."""
    found = process.extractOne(name, list(known), score_cutoff=_LIKE)
    return f"; did you mean `{found[0]}`" if found else ""
