"""Customers: found by id, number or e-mail address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.schemas import NewCustomer
from deskhand.domain.tables import Customer
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, NotFound
from deskhand.infra.ids import new_id


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


async def add_customer(session: AsyncSession, actor: Actor, new: NewCustomer) -> Customer:
    """Add a customer with the next short number; raises CustomerExists."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"customer-number-{tenant_of(session)}"},
    )
    highest = await session.scalar(select(func.coalesce(func.max(Customer.number), 0)))
    customer = Customer(
        tenant_id=tenant_of(session),
        id=new_id(),
        number=(highest or 0) + 1,
        email=new.email.lower(),
        name=new.name,
        phone=new.phone,
        tier=new.tier,
        locale=new.locale,
    )
    try:
        async with session.begin_nested():
            session.add(customer)
    except IntegrityError as error:
        raise CustomerExists from error
    await audit.append(session, actor, "customer.added", f"customer:{customer.id}")
    return customer
