"""From an incoming row to the values of columns, and what must hold between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, cast

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Table

from deskhand.domain.commerce.incoming import OfCustomer, OwnOrder, OwnRecord, OwnRow
from deskhand.domain.commerce.invoices import InvoiceSubscriptionUnknown
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import FieldInvalid, FieldUnknown
from deskhand.domain.commerce.schemas import Currency, Minor, Short
from deskhand.domain.tables import Invoice, Order, Record, Refund, Subscription
from deskhand.infra.clock import now
from deskhand.infra.db.base import TenantRow

_MONEY: Final = TypeAdapter(dict[str, Any])
_TEXT: Final = TypeAdapter(Short)
_MINOR: Final = TypeAdapter(Minor)
_CURRENCY: Final = TypeAdapter(Currency)
_LONGEST_LIST: Final = 100


def columns_of(kind: Kind, row: OwnRow, before: TenantRow | None) -> dict[str, Any]:
    """The values that the row gives, by column. Raises FieldInvalid, FieldUnknown.

    What a row gives as null empties the column; one that is never empty cannot be emptied.
    """
    left_out = {kind.key, *kind.parts, *kind.links, *(link.column for link in kind.links.values())}
    if isinstance(row, OfCustomer):
        left_out |= set(OfCustomer.model_fields)
    given = row.model_dump(exclude_unset=True, exclude=left_out)
    table = cast("Table", kind.table.__table__)
    for name, value in given.items():
        if value is None and not table.c[name].nullable and before is not None:
            raise FieldInvalid(f"`{name}` cannot be empty.")
    if isinstance(row, OwnOrder) and row.items is not None:
        # Each line whole: readers count on its quantity and price.
        given["items"] = [item.model_dump() for item in row.items]
    if isinstance(given.get("email"), str):
        given["email"] = given["email"].lower()
    if isinstance(row, OwnRecord) and kind.noun is not None:
        fields = dict(before.fields) if isinstance(before, Record) else {}
        given["fields"] = fields | {n: _field(kind, n, v) for n, v in row.fields.items()}
        given["fields"] = {n: v for n, v in given["fields"].items() if v is not None}
    return given


def completed(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new row: what was given, then what can be told from it, then defaults."""
    given = {name: value for name, value in values.items() if value is not None}
    if kind.table is Order and given.get("items") and "total_minor" not in given:
        given["total_minor"] = sum(one["quantity"] * one["unit_minor"] for one in given["items"])
    if kind.table is Record:
        given.setdefault("updated_at", now())
    return {**kind.defaults, **kind.fixed, **given}


def agree(kind: Kind, values: dict[str, Any], other: TenantRow, before: TenantRow | None) -> None:
    """A record and the one that it names belong to one customer. Raises what contradicts that."""
    if kind.table is Refund and isinstance(other, Order):
        values["customer_id"] = other.customer_id
    if kind.table is Invoice and isinstance(other, Subscription):
        owner = values.get("customer_id", getattr(before, "customer_id", None))
        if other.customer_id != owner:
            raise InvoiceSubscriptionUnknown


def _field(kind: Kind, name: str, value: object) -> object:
    """A value of a pack's noun as `Record.fields` holds it."""
    shape = kind.noun.fields.get(name) if kind.noun is not None else None
    if shape is None or kind.noun is None or name == kind.noun.number:
        raise FieldUnknown(f"A {kind.name} has no field `{name}`.")
    if value is None:
        return None
    try:
        return _READ[shape.kind](value)
    except (ValidationError, ValueError, TypeError, KeyError) as error:
        raise FieldInvalid(f"`{name}` is a {shape.kind}, which this is not.") from error


def _texts(value: object) -> object:
    if isinstance(value, list):
        if len(value) > _LONGEST_LIST:
            raise ValueError
        return [_TEXT.validate_python(one, strict=True) for one in value]
    return _TEXT.validate_python(value, strict=True)


def _day(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return date.fromisoformat(value).isoformat()


def _money(value: object) -> object:
    given = _MONEY.validate_python(value)
    if set(given) != {"minor", "currency"}:
        raise ValueError
    return {
        "minor": _MINOR.validate_python(given["minor"], strict=True),
        "currency": _CURRENCY.validate_python(given["currency"], strict=True),
    }


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= 2**53:
        raise TypeError
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


_READ: Final[Mapping[str, Callable[[object], object]]] = {
    "date": _day,
    "money": _money,
    "number": _number,
    "flag": _flag,
    "state": _texts,
    "text": _texts,
    "identifier": _texts,
}
