"""Whose a record is: the customers that incoming rows name, and those that are new with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.customers import CustomerNotFound
from deskhand.domain.commerce.incoming import OfCustomer, OwnRow
from deskhand.domain.tables import Customer
from deskhand.infra.errors import InvalidInput
from deskhand.infra.ids import new_id

_HIGHEST_OWN: Final = 10**9
"""Own ids below it become short numbers as well; above, the short numbers count on."""


class CustomerUnknown(InvalidInput):
    """The row names a customer whom nobody knows; with an e-mail address it would be added."""


class Buyers:
    """The customers that rows name, looked up at once; those that nobody knows are kept in `new`.

    A customer is named by id, by the id in the tenant's own system, or by address. The own id
    also finds a customer by short number, as long as that one has no own id.
    """

    def __init__(self, known: Sequence[Customer]) -> None:
        self.new: dict[UUID, dict[str, Any]] = {}
        self._ids = {row.id for row in known}
        self._references = {str(row.number): row.id for row in known if row.reference is None}
        self._references |= {row.reference: row.id for row in known if row.reference is not None}
        self._emails = {row.email: row.id for row in known}

    @classmethod
    async def named_in(cls, session: AsyncSession, rows: Sequence[OwnRow]) -> Buyers:
        """One query for all."""
        named = [row for row in rows if isinstance(row, OfCustomer)]
        references = {row.customer for row in named if row.customer is not None}
        numbers = {int(one) for one in references if one.isdecimal() and int(one) < 2**31}
        emails = {row.customer_email.lower() for row in named if row.customer_email}
        query = select(Customer).where(
            or_(
                Customer.id.in_({row.customer_id for row in named if row.customer_id}),
                Customer.reference.in_(references),
                Customer.number.in_(numbers),
                Customer.email.in_(emails),
            )
        )
        return cls((await session.scalars(query)).all())

    def of(self, row: OfCustomer) -> UUID | None:
        """The id of the row's customer, known or new; None when it names nobody.

        Raises CustomerNotFound, CustomerUnknown.
        """
        email = row.customer_email.lower() if row.customer_email else None
        if row.customer_id is not None:
            if row.customer_id not in self._ids:
                raise CustomerNotFound
            return row.customer_id
        if row.customer is not None and row.customer in self._references:
            return self._references[row.customer]
        if email is None:
            if row.customer is not None:
                raise CustomerUnknown(
                    f"Nobody knows the customer {row.customer}: bring in your customers first, or"
                    " name the e-mail address as well."
                )
            return None
        return self._emails.get(email) or self._add(row, email)

    def _add(self, row: OfCustomer, email: str) -> UUID:
        found = new_id()
        name = row.customer_name or email.partition("@")[0]
        self.new[found] = {"id": found, "reference": row.customer, "email": email, "name": name}
        self._emails[email] = found
        if row.customer is not None:
            self._references[row.customer] = found
        return found


async def give_short_numbers(session: AsyncSession, customers: Sequence[dict[str, Any]]) -> None:
    """Put `number` into the values of new customers: their own id where it is one and is free.

    The caller holds the lock under which records are written.
    """
    wanted = [_as_number(values.get("reference")) for values in customers]
    query = select(Customer.number).where(Customer.number.in_([one for one in wanted if one]))
    taken = set(await session.scalars(query))
    highest = await session.scalar(select(func.max(Customer.number))) or 0
    highest = max([highest, *(one for one in wanted if one)])
    for values, own in zip(customers, wanted, strict=True):
        if own is None or own in taken:
            highest += 1
            own = highest
        taken.add(own)
        values["number"] = own


def _as_number(reference: str | None) -> int | None:
    plain = reference is not None and reference.isascii() and reference.isdecimal()
    if not plain or reference is None or len(reference) > 9 or str(int(reference)) != reference:
        return None
    return int(reference) if 0 < int(reference) < _HIGHEST_OWN else None
