"""Webhooks, what became of their deliveries, and the feed of events."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query

from deskhand.domain.tables import Webhook, WebhookDelivery
from deskhand.domain.webhooks import feed, webhooks
from deskhand.domain.webhooks.feed import EventPage
from deskhand.domain.webhooks.webhooks import (
    DeliveryView,
    EventType,
    NewWebhook,
    WebhookChange,
    WebhookView,
    WebhookWithSecret,
)
from deskhand.infra.db.paging import Page, paginate
from deskhand.infra.outgoing import check_url
from deskhand.interfaces.web.deps import (
    AdminCaller,
    Ground,
    GroundDep,
    Paging,
    StaffReader,
    TenantSession,
)

router = APIRouter(prefix="/api/v1", tags=["webhooks"])
Position = Annotated[int, Query(ge=0, le=2**53, description="`cursor` of the page before.")]


@router.get("/events", summary="Feed of events")
async def list_events(
    caller: StaffReader,
    session: TenantSession,
    cursor: Position = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
    type: EventType | None = None,
) -> EventPage:
    """What happened behind `cursor`, oldest first; ids and reasons, never a customer's words."""
    return await feed.events_after(session, cursor, limit, type)


@router.get("/webhooks", response_model=list[WebhookView], summary="List webhooks")
async def list_webhooks(caller: AdminCaller, session: TenantSession) -> list[Webhook]:
    """The oldest first."""
    return await webhooks.webhooks_of(session)


@router.post(
    "/webhooks", status_code=201, response_model=WebhookWithSecret, summary="Add a webhook"
)
async def add_webhook(
    body: NewWebhook, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> Webhook:
    """It is told of what happens from now on. The secret is shown this once."""
    _check(ground, body.url)
    return await webhooks.add_webhook(session, caller.actor, body)


@router.patch("/webhooks/{webhook_id}", response_model=WebhookView, summary="Change a webhook")
async def change_webhook(
    webhook_id: UUID,
    body: WebhookChange,
    caller: AdminCaller,
    session: TenantSession,
    ground: GroundDep,
) -> Webhook:
    """Address and events; `active` switches it off, or on again after it was disabled."""
    if body.url is not None:
        _check(ground, body.url)
    return await webhooks.change_webhook(session, caller.actor, webhook_id, body)


@router.delete("/webhooks/{webhook_id}", status_code=204, summary="Remove a webhook")
async def remove_webhook(webhook_id: UUID, caller: AdminCaller, session: TenantSession) -> None:
    """With its deliveries."""
    await webhooks.remove_webhook(session, caller.actor, webhook_id)


@router.post(
    "/webhooks/{webhook_id}/secret", response_model=WebhookWithSecret, summary="Renew its secret"
)
async def renew_secret(webhook_id: UUID, caller: AdminCaller, session: TenantSession) -> Webhook:
    """It signs from the next try on."""
    return await webhooks.renew_secret(session, caller.actor, webhook_id)


@router.get(
    "/webhooks/{webhook_id}/deliveries",
    response_model=Page[DeliveryView],
    summary="Deliveries of a webhook",
)
async def list_deliveries(
    webhook_id: UUID,
    caller: AdminCaller,
    session: TenantSession,
    page: Paging,
    status: Literal["queued", "delivered", "failed"] | None = None,
) -> Page[Any]:
    """The newest first, with what became of the last try."""
    await webhooks.get_webhook(session, webhook_id)
    query = webhooks.deliveries_of(webhook_id, status)
    return await paginate(session, query, WebhookDelivery.id, page)


@router.post(
    "/webhooks/{webhook_id}/deliveries/{delivery_id}/replay",
    response_model=DeliveryView,
    summary="Send a delivery again",
)
async def replay(
    webhook_id: UUID, delivery_id: UUID, caller: AdminCaller, session: TenantSession
) -> WebhookDelivery:
    """With the same id and body, so that whoever got it before can tell."""
    return await webhooks.replay(session, caller.actor, webhook_id, delivery_id)


def _check(ground: Ground, url: str) -> None:
    check_url(url, allow_private=ground.runtime.settings.webhooks.allow_private)
