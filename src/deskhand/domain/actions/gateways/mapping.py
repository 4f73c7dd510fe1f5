"""The shape of a gateway's file: which operation of another system does which action of the pack.

Values are expressions (CEL) over what is known of the call; a constant text is quoted twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from deskhand.packs.conditions import Condition, ConditionText, Formula
from deskhand.packs.schema import Name

MONEY_PARTS = ("minor", "currency", "decimal")
"""What an expression sees of money; `decimal` is text such as `49.00`."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _template(value: object) -> object:
    """The same tree with each text in it as an expression."""
    if isinstance(value, str):
        return ConditionText(value)
    if isinstance(value, Mapping):
        return {str(key): _template(one) for key, one in value.items()}
    return [_template(one) for one in value] if isinstance(value, list) else value


Template = Annotated[Any, BeforeValidator(_template)]


class Auth(_Part):
    """How the credential is shown: in which header, and behind which word."""

    header: str = Field("Authorization", pattern=r"^[A-Za-z0-9-]{1,60}$")
    prefix: str = Field("Bearer ", pattern=r"^[\x20-\x7e]{0,40}$")


class Request(_Part):
    """One operation of the description, and what it is given."""

    operation: str = Field(min_length=1, max_length=200, description="Its `operationId`.")
    path: dict[str, Formula] = {}
    query: dict[str, Formula] = {}
    body: dict[str, Template] = {}


class Judged(Request):
    """An operation whose answer tells whether something was done."""

    done: Condition | None = None
    refused: Condition | None = None


class LookUp(Judged):
    """How it is found out what became of a call that gave no answer.

    A 404 says that it was never carried out; `done` and `refused` read any other answer.
    """


class Doing(Judged):
    """How an action is done. Without `done` any answer of success (2xx) says that it was.

    `refused` reads answers that do not say so by their status that nothing was done.

    `idempotent`: the other system does the same `Idempotency-Key` once, so that a call may be
    sent again. `answer` names what the ledger keeps of the answer.
    """

    idempotent: bool = False
    answer: dict[Name, Formula] = {}
    look_up: LookUp | None = None


class Listed(Request):
    """Where the rows stand in the answer that lists a customer's records."""

    rows: Formula


class Reading(_Part):
    """How the records of a noun are read: those of a customer, and one by its number.

    `row` names the fields of `/api/v1` and what each is; it says whose the record is.
    """

    of_customer: Listed | None = None
    one: Request | None = None
    row: dict[str, Template]


class GatewayFile(_Part):
    """A gateway: where it is, how it is entered, what is done there and what is read.

    `without` are actions on records that are read there and that are not done at all.
    """

    name: Name
    base_url: str = Field(max_length=2000, pattern=r"^https?://[^\s\x00]+$")
    auth: Auth = Auth()
    actions: dict[Name, Doing] = {}
    reads: dict[Name, Reading] = {}
    without: tuple[Name, ...] = ()


def leaves(value: object, *where: str | int) -> list[tuple[tuple[str | int, ...], ConditionText]]:
    """Every expression of a template with its place in it."""
    if isinstance(value, ConditionText):
        return [(where, value)]
    parts: list[tuple[str | int, object]] = []
    if isinstance(value, Mapping):
        parts = list(value.items())
    elif isinstance(value, list):
        parts = list(enumerate(value))
    return [one for key, part in parts for one in leaves(part, *where, key)]


def filled(value: object, known: Mapping[str, Any]) -> Any:
    """The template with each expression's value; raises `ConditionUnusable`."""
    if isinstance(value, ConditionText):
        return value.value(known)
    if isinstance(value, Mapping):
        return {key: filled(one, known) for key, one in value.items()}
    return [filled(one, known) for one in value] if isinstance(value, list) else value
