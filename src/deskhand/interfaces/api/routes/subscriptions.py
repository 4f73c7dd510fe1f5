"""Subscriptions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from deskhand.domain.commerce import subscriptions
from deskhand.domain.commerce.schemas import NewSubscription, SubscriptionView
from deskhand.domain.tables import Subscription
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import Paging, Reader, StaffWriter, TenantSession

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])


@router.get("", response_model=Page[SubscriptionView], summary="List subscriptions")
async def list_subscriptions(caller: Reader, session: TenantSession, page: Paging) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = subscriptions.visible_subscriptions(caller.actor)
    return await paginate(session, query, Subscription.id, page)


@router.post("", status_code=201, response_model=SubscriptionView, summary="Record a subscription")
async def add_subscription(
    body: NewSubscription, caller: StaffWriter, session: TenantSession
) -> Subscription:
    """Record a subscription of a customer."""
    return await subscriptions.add_subscription(session, caller.actor, body)
