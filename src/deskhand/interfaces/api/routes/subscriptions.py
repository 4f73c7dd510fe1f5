"""Subscriptions."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from deskhand.domain.commerce import subscriptions
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import SubscriptionView
from deskhand.domain.tables import Subscription
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import Paging, Reader, TenantSession

router = APIRouter(prefix="/api/v1/subscriptions", tags=["subscriptions"])


@router.get("", response_model=Page[SubscriptionView], summary="List subscriptions")
async def list_subscriptions(caller: Reader, session: TenantSession, page: Paging) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = subscriptions.visible_subscriptions(caller.actor)
    return await paginate(session, query, Subscription.id, page)


OwnRoutes(KINDS["subscriptions"], SubscriptionView).serve(router)
