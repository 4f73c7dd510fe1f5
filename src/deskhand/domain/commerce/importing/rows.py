"""From the cells of a file's lines to rows as the API takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import Table

from deskhand.domain.commerce.importing.columns import Target, plain, words_for
from deskhand.domain.commerce.importing.literals import (
    Style,
    amount_of,
    currency_in,
    day_of,
    minor_of,
    moment_of,
    text_of,
    whole_of,
)
from deskhand.domain.commerce.importing.reading import Line
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import FieldInvalid
from deskhand.packs.locales import currencies

_ITEM: Final = ("item_name", "item_sku", "item_quantity", "item_price")
_PAYMENT: Final = ("payment_method", "payment_reference", "paid_on")
_AMOUNTS: Final = ("total", "amount", "price")
_COUNTED: Final = re.compile(
    r"(\d{1,6})\s{0,4}[x×*]\s{1,4}(.+)|(.{1,300}?)\s{0,4}[x×*]\s{0,4}(\d{1,6})"
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How lines of one file become rows: field by column, values for all rows, and its style."""

    kind: Kind
    targets: Mapping[str, Target]
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    style: Style = field(default_factory=Style)
    states: frozenset[str] = frozenset()


def rows_of(recipe: Recipe, lines: Iterable[Line]) -> Iterator[tuple[int, Any]]:
    """Line and row of each record; a FieldInvalid instead of a row that cannot be read.

    Following lines with the number of an order are further items of it.
    """
    group: list[tuple[int, dict[str, Any]]] = []
    for line in lines:
        try:
            cells = _cells(recipe, line)
        except FieldInvalid as fault:
            if group:
                yield group[0][0], _row_or_fault(recipe, [one for _, one in group])
                group = []
            yield line.number, fault
            continue
        same = group and _is_item_of(recipe, group[0][1], cells)
        if group and not same:
            yield group[0][0], _row_or_fault(recipe, [one for _, one in group])
            group = []
        group.append((line.number, cells))
    if group:
        yield group[0][0], _row_or_fault(recipe, [one for _, one in group])


def _cells(recipe: Recipe, line: Line) -> dict[str, Any]:
    """The cells by field, with what is told for all rows."""
    if line.fault is not None:
        raise FieldInvalid(f"The line {line.fault}.")
    found: dict[str, Any] = dict(recipe.constants)
    for column, cell in line.cells.items():
        name = recipe.columns.get(column)
        if isinstance(cell, str) and _CONTROL.search(cell):
            raise FieldInvalid(f"{column}: holds characters that no text has.")
        if name is not None and not (cell in (None, "") and name in recipe.constants):
            found[name] = None if cell == "" else cell
    return found


def _is_item_of(recipe: Recipe, first: Mapping[str, Any], cells: Mapping[str, Any]) -> bool:
    number = cells.get("number")
    return (
        "item_name" in recipe.columns.values()
        and number is not None
        and recipe.kind.spelled(text_of(number))
        == recipe.kind.spelled(text_of(first.get("number")))
    )


def _row_or_fault(recipe: Recipe, group: Sequence[Mapping[str, Any]]) -> Any:
    try:
        return _row(recipe, group)
    except FieldInvalid as fault:
        return fault


def _row(recipe: Recipe, group: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    cells = dict(group[0])
    for other in group[1:]:
        for name, cell in other.items():
            if name in _ITEM or cell is None or cell == cells.get(name):
                continue
            if cells.get(name) is not None:
                raise FieldInvalid(f"`{name}` differs between the lines of one record.")
            cells[name] = cell
    currency = _currency(recipe, cells)
    values = {
        name: _read(recipe, name, cell, currency)
        for name, cell in cells.items()
        if name not in _ITEM
    }
    items = [item for one in group if (item := _item(recipe, one, currency)) is not None]
    if items:
        values["items"] = items
    return _as_row(recipe, values, currency)


def _currency(recipe: Recipe, cells: Mapping[str, Any]) -> str | None:
    given = cells.get("currency")
    if given is not None:
        code = text_of(given).upper()
        if code not in currencies():
            raise FieldInvalid(f"`currency`: {code[:10]!r} is no currency.")
        return code
    amounts = [cell for n, cell in cells.items() if recipe.targets[n].read == "amount"]
    return next(filter(None, map(currency_in, amounts)), None)


def _read(recipe: Recipe, name: str, cell: Any, currency: str | None) -> Any:
    if cell is None or isinstance(cell, list | dict):
        return cell
    try:
        match recipe.targets[name].read:
            case "amount":
                return _minor(recipe, cell, currency)
            case "day":
                return day_of(cell, recipe.style).isoformat()
            case "moment":
                return moment_of(cell, recipe.style).isoformat()
            case "number":
                return whole_of(cell)
            case "flag":
                return _flag(cell)
            case "state":
                return state_of(text_of(cell), recipe.states)
            case "items":
                return [_counted(one) for one in re.split(r"[;\n|]", text_of(cell)) if one.strip()]
            case "currency":
                return currency
            case _:
                return text_of(cell)
    except FieldInvalid as fault:
        raise FieldInvalid(f"`{name}`: {fault.detail.rstrip(chr(46))}.") from fault


def _minor(recipe: Recipe, cell: Any, currency: str | None) -> int:
    if currency is None:
        raise FieldInvalid("its currency is not known: name it for all rows, as currency=EUR")
    return minor_of(amount_of(cell, recipe.style), currency)


def _flag(cell: Any) -> bool:
    if isinstance(cell, bool):
        return cell
    word = plain(text_of(cell))
    for name, words in words_for("flags").items():
        if word in words:
            return name == "yes"
    raise FieldInvalid(f"{text_of(cell)[:40]!r} is neither yes nor no")


def state_of(said: str, known: frozenset[str]) -> str:
    """The state of the pack that another system's word means, or that word where none is."""
    word = plain(said)
    own = {plain(state): state for state in known}
    if word in own:
        return own[word]
    for state, words in words_for("states").items():
        if state in known and word in words:
            return state
    return said


def _counted(text: str) -> dict[str, Any]:
    """`2 x Tent`, `Tent × 2` or `Tent`."""
    found = _COUNTED.fullmatch(text.strip())
    if found is None:
        return {"name": text.strip()}
    return {
        "name": (found[2] or found[3]).strip(),
        "quantity": whole_of(found[1] or found[4]),
    }


def _item(recipe: Recipe, cells: Mapping[str, Any], currency: str | None) -> dict[str, Any] | None:
    if cells.get("item_name") is None:
        return None
    read = {name: _read(recipe, name, cells.get(name), currency) for name in _ITEM}
    item = {
        "name": read["item_name"],
        "sku": read["item_sku"],
        "quantity": read["item_quantity"],
        "unit_minor": read["item_price"],
    }
    return {name: value for name, value in item.items() if value is not None}


def _as_row(recipe: Recipe, values: dict[str, Any], currency: str | None) -> dict[str, Any]:
    first, last = values.pop("first_name", None), values.pop("last_name", None)
    whole = " ".join(part for part in (first, last) if part) or None
    name = "name" if recipe.kind.name == "customers" else "customer_name"
    if whole is not None and values.get(name) is None:
        values[name] = whole
    if recipe.kind.noun is not None:
        return _of_noun(recipe, values, currency)
    payment = {name: values.pop(name, None) for name in _PAYMENT if "payments" in recipe.kind.parts}
    for amount in _AMOUNTS:
        if amount in values:
            values[f"{amount}_minor"] = values.pop(amount)
    if currency is not None and "currency" in recipe.kind.shape.model_fields:
        values["currency"] = currency
    else:
        values.pop("currency", None)
    due = values.get("total_minor", values.get("amount_minor"))
    if payment.get("payment_method") and payment.get("paid_on") and due is not None:
        reference = payment["payment_reference"] or f"{values.get('number')}-1"
        values["payments"] = [
            {
                "reference": reference,
                "amount_minor": due,
                "paid_on": payment["paid_on"],
                "method": payment["payment_method"],
            }
        ]
    return {n: v for n, v in values.items() if v is not None or _may_be_empty(recipe, n)}


def _may_be_empty(recipe: Recipe, name: str) -> bool:
    """Whether an empty cell empties the field; elsewhere it says nothing."""
    column = cast("Table", recipe.kind.table.__table__).c.get(name)
    return column is not None and bool(column.nullable) and name != recipe.kind.key


def _of_noun(recipe: Recipe, values: dict[str, Any], currency: str | None) -> dict[str, Any]:
    noun = recipe.kind.noun
    fields = noun.fields if noun is not None else {}
    own = {n: v for n, v in values.items() if n in fields and (noun is None or n != noun.number)}
    row = {n: v for n, v in values.items() if n not in own and n != "currency" and v is not None}
    for name, value in own.items():
        if fields[name].kind == "money" and isinstance(value, int):
            own[name] = {"minor": value, "currency": currency}
    return {**row, "fields": own}
