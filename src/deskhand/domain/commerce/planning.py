"""What incoming rows would change: compared with what is there, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.buyers import Buyers
from deskhand.domain.commerce.customers import CustomerExists
from deskhand.domain.commerce.incoming import OfCustomer, OwnRow, OwnShipment
from deskhand.domain.commerce.kinds import KINDS, Kind
from deskhand.domain.commerce.parts import need, parts_of, shown_by, shown_of_newest
from deskhand.domain.commerce.planned import (
    Mode,
    Operation,
    Planned,
    RecordElsewhere,
    RecordIncomplete,
    RecordLinkUnknown,
    RecordTwice,
    RecordUnnamed,
)
from deskhand.domain.commerce.values import agree, columns_of, completed
from deskhand.domain.tables import Customer, Invoice, Order
from deskhand.infra.db.base import TenantRow
from deskhand.infra.errors import DeskhandError
from deskhand.infra.ids import new_id

Linked = dict[str, dict[str, TenantRow]]
"""Records that rows name: by kind and number."""


async def plan(
    session: AsyncSession, kind: Kind, rows: Sequence[OwnRow], mode: Mode
) -> list[Planned]:
    """What would become of each row. Rows that are there are locked until the transaction ends."""
    planner = _Planner(kind, mode, await Buyers.named_in(session, rows))
    planner.found = await _existing(session, kind, rows)
    planner.linked = await _linked(session, kind, rows)
    for name, part in kind.parts.items():
        inner = [one for row in rows for one in getattr(row, name)]
        planner.parts[name] = await _existing(session, KINDS[part], inner)
    return [planner.planned(index, row) for index, row in enumerate(rows)]


async def _existing(
    session: AsyncSession, kind: Kind, rows: Sequence[OwnRow]
) -> dict[str, TenantRow]:
    """The rows that are there, by own id; customers also by their address."""
    if not rows:
        return {}
    key = getattr(kind.table, kind.key)
    wanted = key.in_({kind.number(row) for row in rows} - {None})
    if kind.table is Customer:
        emails = {email.lower() for row in rows if (email := getattr(row, "email", None))}
        wanted = or_(wanted, Customer.email.in_(emails))
    query = select(kind.table).where(wanted).order_by(kind.table.id).with_for_update()
    for name, value in kind.fixed.items():
        query = query.where(getattr(kind.table, name) == value)
    # What an earlier batch of this transaction wrote is read again, not remembered.
    found = await session.scalars(query.execution_options(populate_existing=True))
    known: dict[str, TenantRow] = {}
    for row in found:
        known |= {one: row for one in (getattr(row, kind.key), getattr(row, "email", None)) if one}
    return known


async def _linked(session: AsyncSession, kind: Kind, rows: Sequence[OwnRow]) -> Linked:
    found: Linked = {}
    for name, link in kind.links.items():
        other = KINDS[link.kind]
        numbers = {other.spelled(named) for row in rows if (named := getattr(row, name, None))}
        ids = {given for row in rows if (given := getattr(row, link.column, None))}
        key = getattr(other.table, other.key)
        query = select(other.table).where(or_(key.in_(numbers), other.table.id.in_(ids)))
        if other.table is Order:
            query = query.order_by(Order.id).with_for_update()
        got = await session.scalars(query.execution_options(populate_existing=True))
        for row in got:
            found.setdefault(name, {}).update({getattr(row, other.key): row, str(row.id): row})
    return found


class _Planner:
    """Plans the rows of one batch, one after the other; each sees what those before it take."""

    def __init__(self, kind: Kind, mode: Mode, buyers: Buyers) -> None:
        self._kind = kind
        self._mode = mode
        self._buyers = buyers
        self._seen: set[str] = set()
        self._taken: set[tuple[str, str]] = set()
        self._added: set[UUID] = set()
        self.found: Mapping[str, TenantRow] = {}
        self.linked: Linked = {}
        self.parts: dict[str, Mapping[str, TenantRow]] = {}

    def planned(self, index: int, row: OwnRow) -> Planned:
        """What becomes of one row."""
        planned = Planned(index, self._kind.number(row))
        try:
            names = self._names(row)
            self._plan(planned, row)
        except DeskhandError as error:
            planned.refuse(error)
        else:
            self._seen |= names
            self._added |= {step.id for step in planned.steps if step.table is Customer}
        return planned

    def _plan(self, planned: Planned, row: OwnRow) -> None:
        before = self._before(row)
        if before is None and self._mode == "change":
            raise self._kind.missing
        if before is not None and self._mode == "create":
            raise self._kind.exists
        values = columns_of(self._kind, row, before)
        if planned.number is not None:
            values[self._kind.key] = planned.number
        self._owned(planned, row, before, values)
        self._link(planned, row, before, values)
        values = {**shown_of_newest(row), **values}
        if before is None:
            values = completed(self._kind, values)
            need(self._kind, values)
            planned.id, planned.outcome = new_id(), "created"
            planned.steps.append(Operation(self._kind.table, planned.id, values, new=True))
        else:
            self._change(planned, before, values)
        self._part(planned, row)

    def _names(self, row: OwnRow) -> set[str]:
        names = {self._kind.number(row)}
        if self._kind.table is Customer:
            names.add((getattr(row, "email", None) or "").lower())
        found = {name for name in names if name}
        if not found:
            raise RecordUnnamed(f"Name the record by `{self._kind.key}`.")
        if self._seen & found:
            raise RecordTwice
        return found

    def _before(self, row: OwnRow) -> TenantRow | None:
        number = self._kind.number(row)
        before = self.found.get(number) if number is not None else None
        if self._kind.table is not Customer:
            return before
        same_address = self.found.get((getattr(row, "email", None) or "").lower())
        if before is None and isinstance(same_address, Customer):
            if number is not None and same_address.reference not in (None, number):
                other = same_address.reference
                raise CustomerExists(f"The customer {other} has this e-mail address.")
            return same_address
        if same_address is not None and same_address is not before:
            raise CustomerExists
        return before

    def _owned(
        self, planned: Planned, row: OwnRow, before: TenantRow | None, values: dict[str, Any]
    ) -> None:
        if not isinstance(row, OfCustomer):
            return
        owner = self._buyers.of(row)
        if owner is not None:
            values["customer_id"] = owner
            new = self._buyers.new.get(owner)
            if new is not None and owner not in self._added:
                customer = completed(KINDS["customers"], new)
                planned.steps.append(Operation(Customer, owner, customer, new=True))
                planned.adds_customer = True
        elif before is None and self._kind.noun is None:
            raise RecordIncomplete(
                f"A new {self._kind.singular} needs its customer: `customer` or `customer_email`."
            )

    def _link(
        self, planned: Planned, row: OwnRow, before: TenantRow | None, values: dict[str, Any]
    ) -> None:
        for name, link in self._kind.links.items():
            named = getattr(row, name, None) or getattr(row, link.column, None)
            if named is None:
                continue
            other_kind = KINDS[link.kind]
            known = self.linked.get(name, {})
            other = known.get(other_kind.spelled(str(named))) or known.get(str(named))
            if other is None:
                raise RecordLinkUnknown(f"There is no {other_kind.singular} {named} here.")
            if before is not None and getattr(before, link.column) not in (None, other.id):
                raise RecordElsewhere
            values[link.column] = other.id
            agree(self._kind, values, other, before)
            if isinstance(other, Order) and isinstance(row, OwnShipment):
                shown = shown_by(other, row)
                if shown:
                    planned.steps.append(Operation(Order, other.id, shown, new=False))
        columns = [link.column for link in self._kind.links.values()]
        named_one = sum(values.get(column) is not None for column in columns) == 1
        if before is None and columns and self._kind.table is not Invoice and not named_one:
            wanted = " or ".join(f"`{name}`" for name in self._kind.links)
            raise RecordIncomplete(f"A new {self._kind.singular} needs {wanted}.")

    def _change(self, planned: Planned, before: TenantRow, values: dict[str, Any]) -> None:
        different = {n: v for n, v in values.items() if v != getattr(before, n)}
        planned.id, planned.outcome = before.id, "changed" if different else "unchanged"
        planned.changes = {n: (getattr(before, n), v) for n, v in different.items()}
        if different:
            planned.steps.append(Operation(self._kind.table, before.id, different, new=False))

    def _part(self, planned: Planned, row: OwnRow) -> None:
        """The payments and shipments that stand in the row belong to it, or it is refused."""
        if planned.id is None:
            return
        for name in self._kind.parts:
            for number, steps in parts_of(self._kind, name, row, planned.id, self.parts[name]):
                if (name, number) in self._taken:
                    raise RecordTwice(f"{name}: {number} came before in this batch.")
                self._taken.add((name, number))
                planned.steps += steps
                if steps and planned.outcome == "unchanged":
                    planned.outcome = "changed"
                if steps:
                    planned.changes.setdefault(name, ([], []))[1].append(number)
