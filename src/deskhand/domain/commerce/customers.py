"""Customers: found by id, number or e-mail address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.tables import Customer
from deskhand.infra.errors import Conflict, NotFound


class CustomerNotFound(NotFound):
    """No such customer exists here."""


class CustomerExists(Conflict):
    """A customer with this e-mail address exists here already."""


def visible_customers(actor: Actor) -> Select[tuple[Any]]:
    """The customers that the actor may see: all for staff, oneself for a customer."""
    query: Select[tuple[Any]] = select(Customer)
    if not actor.staff:
        query = query.where(Customer.id == actor.customer_id)
    return query


async def get_customer(session: AsyncSession, actor: Actor, customer_id: UUID) -> Customer:
    """The customer with this id; raises CustomerNotFound."""
    customer: Customer | None = await session.scalar(
        visible_customers(actor).where(Customer.id == customer_id)
    )
    if customer is None:
        raise CustomerNotFound
    return customer


async def find_customer(
    session: AsyncSession, actor: Actor, *, email: str | None = None, number: int | None = None
) -> Customer | None:
    """The visible customer with this e-mail address or short number."""
    query = visible_customers(actor)
    if email is not None:
        query = query.where(Customer.email == email.strip().lower())
    if number is not None:
        query = query.where(Customer.number == number)
    customer: Customer | None = await session.scalar(query.limit(1))
    return customer


async def customer_with(session: AsyncSession, email: str) -> Customer | None:
    """Whose address this is, for somebody who has proven that it is theirs."""
    customer: Customer | None = await session.scalar(
        select(Customer).where(Customer.email == email.strip().lower())
    )
    return customer
