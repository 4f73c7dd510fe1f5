"""Webhooks: made, changed, shown and removed by administrators."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Webhook, WebhookDelivery
from deskhand.domain.webhooks.feed import newest_position
from deskhand.domain.webhooks.signature import new_secret
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, NotFound
from deskhand.infra.ids import new_id

_MOST = 50
EventType = Annotated[
    str, StringConstraints(pattern=r"^(\*|[a-z_]+\.(\*|[a-z_]+))$", max_length=100)
]


class WebhookNotFound(NotFound):
    """No webhook with this id exists here."""


class DeliveryNotFound(NotFound):
    """No delivery with this id exists here."""


class TooManyWebhooks(Conflict):
    """A tenant has at most 50 webhooks."""


class NewWebhook(BaseModel):
    """Where events shall be sent."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"url": "https://example.com/hook", "types": ["conversation.*"]}
        },
    )

    url: str = Field(max_length=2000, pattern=r"^[^\x00\s]+$")
    types: list[EventType] = Field(["*"], min_length=1, max_length=50)
    description: str = Field("", max_length=200, pattern=r"^[^\x00]*$")


class WebhookChange(BaseModel):
    """What may change; `active` true also forgets that it failed."""

    model_config = ConfigDict(extra="forbid")

    url: str | None = Field(None, max_length=2000, pattern=r"^[^\x00\s]+$")
    types: list[EventType] | None = Field(None, min_length=1, max_length=50)
    description: str | None = Field(None, max_length=200, pattern=r"^[^\x00]*$")
    active: bool | None = None


class WebhookView(BaseModel):
    """A webhook without its secret."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    url: str
    types: list[str]
    description: str
    created_at: datetime
    failing_since: datetime | None
    disabled_at: datetime | None
    disabled_reason: str | None


class WebhookWithSecret(WebhookView):
    """A webhook and the secret that signs; it is shown this once."""

    secret: str


class DeliveryView(BaseModel):
    """An event on its way to an address, and what became of the last try."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    webhook_id: UUID
    type: str
    body: str = Field(description="What was or will be sent, exactly.")
    status: Literal["queued", "delivered", "failed"]
    attempts: int
    run_after: datetime
    answered: int | None = Field(description="The status of the last answer.")
    error: str | None
    created_at: datetime
    delivered_at: datetime | None


async def add_webhook(session: AsyncSession, actor: Actor, new: NewWebhook) -> Webhook:
    """A new one, which is told of what happens from now on; raises TooManyWebhooks."""
    if len(await webhooks_of(session)) >= _MOST:
        raise TooManyWebhooks
    webhook = Webhook(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=now(),
        url=new.url,
        types=list(new.types),
        description=new.description,
        secret=new_secret(),
        position=await newest_position(session),
    )
    session.add(webhook)
    await session.flush()
    await audit.append(session, actor, "webhook.added", f"webhook:{webhook.id}")
    return webhook


async def webhooks_of(session: AsyncSession) -> list[Webhook]:
    """All of the tenant, the oldest first."""
    return list(await session.scalars(select(Webhook).order_by(Webhook.id)))


async def get_webhook(session: AsyncSession, webhook_id: UUID) -> Webhook:
    """The webhook; raises WebhookNotFound."""
    webhook = await session.scalar(select(Webhook).where(Webhook.id == webhook_id))
    if webhook is None:
        raise WebhookNotFound
    return webhook


async def change_webhook(
    session: AsyncSession, actor: Actor, webhook_id: UUID, change: WebhookChange
) -> Webhook:
    """Another address or choice of events; off, or on again. Raises WebhookNotFound."""
    webhook = await get_webhook(session, webhook_id)
    for name in ("url", "types", "description"):
        value = getattr(change, name)
        if value is not None:
            setattr(webhook, name, value)
    if change.active is True:
        webhook.disabled_at = webhook.disabled_reason = webhook.failing_since = None
    elif change.active is False and webhook.disabled_at is None:
        webhook.disabled_at, webhook.disabled_reason = now(), "switched off"
    await session.flush()
    await audit.append(
        session,
        actor,
        "webhook.changed",
        f"webhook:{webhook_id}",
        fields=sorted(change.model_fields_set),
    )
    return webhook


async def renew_secret(session: AsyncSession, actor: Actor, webhook_id: UUID) -> Webhook:
    """Another secret, which signs from the next try on; raises WebhookNotFound."""
    webhook = await get_webhook(session, webhook_id)
    webhook.secret = new_secret()
    await session.flush()
    await audit.append(session, actor, "webhook.secret_renewed", f"webhook:{webhook_id}")
    return webhook


async def remove_webhook(session: AsyncSession, actor: Actor, webhook_id: UUID) -> None:
    """Remove it with its deliveries; raises WebhookNotFound."""
    await session.delete(await get_webhook(session, webhook_id))
    await session.flush()
    await audit.append(session, actor, "webhook.removed", f"webhook:{webhook_id}")


def deliveries_of(webhook_id: UUID, status: str | None = None) -> Select[Any]:
    """The webhook's deliveries."""
    query: Select[Any] = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return query if status is None else query.where(WebhookDelivery.status == status)


async def replay(
    session: AsyncSession, actor: Actor, webhook_id: UUID, delivery_id: UUID
) -> WebhookDelivery:
    """Send it once more, with the same id and body; raises DeliveryNotFound."""
    row = await session.scalar(
        select(WebhookDelivery)
        .where(WebhookDelivery.id == delivery_id, WebhookDelivery.webhook_id == webhook_id)
        .with_for_update()
    )
    if row is None:
        raise DeliveryNotFound
    row.status, row.attempts, row.run_after = "queued", 0, now()
    row.delivered_at = row.lease_until = None
    await session.flush()
    await audit.append(
        session, actor, "webhook.replayed", f"webhook:{webhook_id}", delivery_id=str(delivery_id)
    )
    return row
