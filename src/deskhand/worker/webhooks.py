"""Sending events to the tenants' webhooks; every state between two tries is a row."""

from __future__ import annotations

import asyncio
from uuid import UUID

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.webhooks.deliveries import Due, claim_due, conclude, queue_events
from deskhand.domain.webhooks.signature import signed_headers
from deskhand.infra import outgoing
from deskhand.infra.clock import now
from deskhand.infra.failpoints import reached
from deskhand.infra.runtime import Runtime


async def send_webhooks(runtime: Runtime) -> None:
    """Send what is due for every tenant; a slow address of one does not hold up another's."""
    async with runtime.database.transaction(None) as session:
        tenants = await tenants_to_keep(session)
    for first in range(0, len(tenants), 4):  # As many connections, however many tenants.
        some = tenants[first : first + 4]
        await asyncio.gather(*(send_of_tenant(runtime, tenant_id) for tenant_id in some))


async def send_of_tenant(runtime: Runtime, tenant_id: UUID) -> int:
    """Queue the new events and try what is due; how many were tried."""
    async with runtime.database.transaction(tenant_id) as session:
        await queue_events(session)
        due = await claim_due(session)
    if due:
        reached("webhook.claimed")
    await asyncio.gather(*(_send(runtime, tenant_id, one) for one in due))
    return len(due)


async def _send(runtime: Runtime, tenant_id: UUID, due: Due) -> None:
    headers = signed_headers(due.secret, str(due.id), int(now().timestamp()), due.body)
    headers |= {"content-type": "application/json", "user-agent": "Deskhand"}
    sent = await outgoing.post(
        due.url,
        due.body.encode(),
        headers,
        allow_private=runtime.settings.webhooks.allow_private,
    )
    reached("webhook.sent")
    async with runtime.database.transaction(tenant_id) as session:
        await conclude(session, due, taken=sent.taken, answered=sent.status, error=sent.error)
