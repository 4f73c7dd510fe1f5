"""Deliveries as rows: queued from the feed, claimed, tried again later, given up."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import SYSTEM
from deskhand.domain.tables import Webhook, WebhookDelivery
from deskhand.domain.webhooks.feed import Event, events_after, matches
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id

PAUSES: Final = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)
"""Between the tries, as Standard Webhooks advises: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20, 24 h."""
GIVEN_UP_AFTER: Final = timedelta(days=5)
"""Whoever has not answered for that long is no longer there; every retry has had its turn twice."""
_LEASE = timedelta(seconds=60)
_AT_ONCE: Final = 20
_READ_AT_ONCE: Final = 200


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery that this process holds for a minute."""

    id: UUID
    webhook_id: UUID
    url: str
    secret: str
    body: str
    attempts: int


async def queue_events(session: AsyncSession) -> None:
    """A delivery for every event that a webhook wants and has not been queued for it."""
    for webhook in await session.scalars(
        select(Webhook).where(Webhook.disabled_at.is_(None)).with_for_update(skip_locked=True)
    ):
        page = await events_after(session, webhook.position, _READ_AT_ONCE)
        rows = [
            _row(webhook, event)
            for event in page.items
            if any(matches(wanted, event.type) for wanted in webhook.types)
        ]
        if rows:
            await session.execute(insert(WebhookDelivery).on_conflict_do_nothing(), rows)
        webhook.position = page.cursor
    await session.flush()


def _row(webhook: Webhook, event: Event) -> dict[str, object]:
    body = {
        "type": event.type,
        "timestamp": event.created_at.isoformat(),
        "data": {"target": event.target, "actor": event.actor, **event.data},
    }
    return {
        "tenant_id": webhook.tenant_id,
        "id": new_id(),
        "created_at": now(),
        "webhook_id": webhook.id,
        "entry_id": event.id,
        "type": event.type,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "status": "queued",
        "attempts": 0,
        "run_after": now(),
    }


async def claim_due(session: AsyncSession) -> list[Due]:
    """Hold some that are due and whose webhook is on; nobody else gets them for a minute."""
    due = (
        select(WebhookDelivery.id)
        .join(
            Webhook,
            (Webhook.tenant_id == WebhookDelivery.tenant_id)
            & (Webhook.id == WebhookDelivery.webhook_id),
        )
        .where(
            WebhookDelivery.status == "queued",
            WebhookDelivery.run_after <= now(),
            Webhook.disabled_at.is_(None),
            (WebhookDelivery.lease_until.is_(None)) | (WebhookDelivery.lease_until < now()),
        )
        .order_by(WebhookDelivery.run_after, WebhookDelivery.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True, of=WebhookDelivery)
    )
    held = list(await session.scalars(due))
    if not held:
        return []
    await session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.tenant_id == tenant_of(session), WebhookDelivery.id.in_(held))
        .values(lease_until=now() + _LEASE, attempts=WebhookDelivery.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    rows = await session.execute(
        select(WebhookDelivery, Webhook.url, Webhook.secret)
        .join(
            Webhook,
            (Webhook.tenant_id == WebhookDelivery.tenant_id)
            & (Webhook.id == WebhookDelivery.webhook_id),
        )
        .where(WebhookDelivery.id.in_(held))
        .order_by(WebhookDelivery.id)
    )
    return [Due(row.id, row.webhook_id, url, key, row.body, row.attempts) for row, url, key in rows]


async def conclude(
    session: AsyncSession, due: Due, *, taken: bool, answered: int | None, error: str | None
) -> None:
    """Note what became of the try. A failed one comes again; at last, or at 410, it ends."""
    gone = answered == 410
    last = due.attempts > len(PAUSES)
    values: dict[str, object] = {"answered": answered, "error": error, "lease_until": None}
    if taken:
        values |= {"status": "delivered", "delivered_at": now()}
    elif gone or last:
        values |= {"status": "failed"}
    else:
        values |= {"run_after": now() + PAUSES[due.attempts - 1]}
    await session.execute(
        update(WebhookDelivery)
        .where(
            WebhookDelivery.tenant_id == tenant_of(session),
            WebhookDelivery.id == due.id,
            WebhookDelivery.attempts == due.attempts,
        )
        .values(values)
        .execution_options(synchronize_session=False)
    )
    webhook = await session.scalar(
        select(Webhook).where(Webhook.id == due.webhook_id).with_for_update()
    )
    if webhook is None:
        return
    if taken:
        webhook.failing_since = None
    else:
        webhook.failing_since = webhook.failing_since or now()
        await _maybe_disable(session, webhook, gone)
    await session.flush()


async def _maybe_disable(session: AsyncSession, webhook: Webhook, gone: bool) -> None:
    since = webhook.failing_since
    lost = since is not None and now() - since >= GIVEN_UP_AFTER
    if webhook.disabled_at is not None or not (gone or lost):
        return
    webhook.disabled_at = now()
    webhook.disabled_reason = "the address answered 410" if gone else "failed for five days"
    await audit.append(
        session,
        SYSTEM,
        "webhook.disabled",
        f"webhook:{webhook.id}",
        reason=webhook.disabled_reason,
    )
