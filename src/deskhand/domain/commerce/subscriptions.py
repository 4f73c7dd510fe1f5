"""Subscriptions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.commerce.schemas import NewSubscription
from deskhand.domain.tables import Subscription
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict
from deskhand.infra.ids import new_id


class SubscriptionExists(Conflict):
    """A subscription with this number exists here already."""


def visible_subscriptions(actor: Actor) -> Select[tuple[Any]]:
    """The subscriptions that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Subscription)
    if not actor.staff:
        query = query.where(Subscription.customer_id == actor.customer_id)
    return query


async def find_subscription(
    session: AsyncSession, actor: Actor, number: str
) -> Subscription | None:
    """The visible subscription with this number."""
    subscription: Subscription | None = await session.scalar(
        visible_subscriptions(actor).where(Subscription.number == number.strip().upper())
    )
    return subscription


async def subscriptions_of(
    session: AsyncSession, actor: Actor, customer_id: UUID, most: int = 5
) -> list[Subscription]:
    """A customer's subscriptions, the newest first."""
    return list(
        await session.scalars(
            visible_subscriptions(actor)
            .where(Subscription.customer_id == customer_id)
            .order_by(Subscription.started_on.desc(), Subscription.number)
            .limit(most)
        )
    )


async def add_subscription(
    session: AsyncSession, actor: Actor, new: NewSubscription
) -> Subscription:
    """Record a subscription; raises CustomerNotFound or SubscriptionExists."""
    await get_customer(session, actor, new.customer_id)
    subscription = Subscription(tenant_id=tenant_of(session), id=new_id(), **new.model_dump())
    try:
        async with session.begin_nested():
            session.add(subscription)
    except IntegrityError as error:
        raise SubscriptionExists from error
    await audit.append(session, actor, "subscription.added", f"subscription:{subscription.id}")
    return subscription
