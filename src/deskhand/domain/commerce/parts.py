"""Payments and shipments that come within another record, and what an order shows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from deskhand.domain.commerce.incoming import OwnOrder, OwnRow, ShipmentPart
from deskhand.domain.commerce.kinds import KINDS, Kind
from deskhand.domain.commerce.planned import (
    Operation,
    RecordElsewhere,
    RecordIncomplete,
    RecordUnnamed,
)
from deskhand.domain.commerce.values import columns_of, completed
from deskhand.domain.tables import Order
from deskhand.infra.db.base import TenantRow
from deskhand.infra.ids import new_id

_SHOWN: Final = ("carrier", "tracking_number", "shipped_on", "delivery_date", "delivered_on")
"""What an order tells of its newest shipment."""


def parts_of(
    kind: Kind, name: str, row: OwnRow, parent: UUID, known: Mapping[str, TenantRow]
) -> Iterator[tuple[str, list[Operation]]]:
    """Each part that stands in the row, with the steps that take it; none where it is the same.

    Raises RecordElsewhere for one that belongs to another record, and RecordIncomplete.
    """
    part_kind = KINDS[kind.parts[name]]
    column = next(link.column for link in part_kind.links.values() if link.kind == kind.name)
    for part in getattr(row, name):
        number = part_kind.number(part)
        if number is None:
            raise RecordUnnamed(f"A {part_kind.singular} needs its `{part_kind.key}`.")
        before = known.get(number)
        if before is not None and getattr(before, column) != parent:
            raise RecordElsewhere(f"{part_kind.singular} {number} belongs to another record.")
        values = columns_of(part_kind, part, before)
        if before is None:
            values = completed(part_kind, {**values, column: parent, part_kind.key: number})
            need(part_kind, values)
            yield number, [Operation(part_kind.table, new_id(), values, new=True)]
        else:
            different = {n: v for n, v in values.items() if v != getattr(before, n)}
            step = Operation(part_kind.table, before.id, different, new=False)
            yield number, [step] if different else []


def need(kind: Kind, values: Mapping[str, Any]) -> None:
    """Raise RecordIncomplete unless a new record has all that it cannot do without."""
    missing = [name for name in kind.needed if values.get(name) is None]
    if missing:
        wanted = ", ".join(f"`{name}`" for name in missing)
        raise RecordIncomplete(f"A new {kind.singular} needs {wanted}.")


def shown_of_newest(row: OwnRow) -> dict[str, Any]:
    """What an order's row tells of delivery by its newest shipment."""
    if not isinstance(row, OwnOrder) or not row.shipments:
        return {}
    return _shown(max(row.shipments, key=lambda one: one.shipped_on or date.min))


def shown_by(order: Order, shipment: ShipmentPart) -> dict[str, Any]:
    """What an order tells otherwise once this shipment, if it is the newest, is known."""
    if order.shipped_on is not None and (shipment.shipped_on or date.min) < order.shipped_on:
        return {}
    return {n: v for n, v in _shown(shipment).items() if getattr(order, n) != v}


def _shown(shipment: ShipmentPart) -> dict[str, Any]:
    return shipment.model_dump(exclude_unset=True, include=set(_SHOWN))
