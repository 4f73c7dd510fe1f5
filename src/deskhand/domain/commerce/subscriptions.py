"""Subscriptions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.tables import Subscription
from deskhand.infra.errors import Conflict


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
