"""How long things are kept: what is older goes, by and by, some at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.erasure import erase
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.desk_settings import desk_settings
from deskhand.domain.tables import (
    Conversation,
    EmailCode,
    IdempotencyKey,
    IngestJob,
    Mail,
    RefreshToken,
    WebhookDelivery,
    WebSession,
)
from deskhand.infra.clock import now
from deskhand.infra.db.base import TenantRow
from deskhand.infra.db.session import Database
from deskhand.infra.ids import new_id, shortly_before

_KEEPER: Final = Actor("system", None, "owner")
"""The settings are the owner's: who may set them may erase."""
AT_ONCE: Final = 200
"""Rows that go in one transaction."""
_CONVERSATIONS_AT_ONCE: Final = 20

_REPEATS = timedelta(days=7)
"""A request that is repeated later than this is a new one."""
_ENDED_SIGN_INS = timedelta(days=30)
_ENDED_WORK = timedelta(days=30)


async def let_go(database: Database, tenant_id: UUID) -> int:
    """Erase what the tenant keeps no longer, in short transactions, and tell how many rows."""
    gone = 0
    while True:
        async with database.transaction(tenant_id) as session:
            some = await _let_go_of_conversations(session) + await _let_go_of_rows(session)
        if not some:
            return gone
        gone += some


async def _let_go_of_conversations(session: AsyncSession) -> int:
    """Some closed conversations, with all that belongs to them."""
    days = (await desk_settings(session)).retention.conversations
    if days is None:
        return 0
    over = (Conversation.status == "closed") & (
        Conversation.closed_at < now() - timedelta(days=days)
    )
    query = select(Conversation.id).where(over).order_by(Conversation.closed_at)
    found = list(await session.scalars(query.limit(_CONVERSATIONS_AT_ONCE)))
    for conversation_id in found:
        await erase(session, _KEEPER, conversation_id)
    return len(found)


async def _let_go_of_rows(session: AsyncSession) -> int:
    """Some rows of the desk's own work that nobody needs any more."""
    deleted = 0
    for table, over in _over(now()):
        some = select(table.id).where(over).limit(AT_ONCE)
        gone = await session.execute(
            delete(table).where(table.id.in_(some)).returning(table.id),
            execution_options={"synchronize_session": False},
        )
        deleted += len(gone.all())
    return deleted


def _over(moment: datetime) -> tuple[tuple[type[TenantRow], ColumnElement[bool]], ...]:
    return (
        (IdempotencyKey, IdempotencyKey.id < shortly_before(new_id(), _REPEATS)),
        (RefreshToken, RefreshToken.expires_at < moment - _ENDED_SIGN_INS),
        (WebSession, WebSession.expires_at < moment - _ENDED_SIGN_INS),
        (
            IngestJob,
            IngestJob.status.in_(("completed", "failed"))
            & (IngestJob.finished_at < moment - _ENDED_WORK),
        ),
        (EmailCode, EmailCode.expires_at < moment - _ENDED_SIGN_INS),
        (Mail, (Mail.state != "waiting") & (Mail.created_at < moment - _ENDED_WORK)),
        (
            WebhookDelivery,
            (WebhookDelivery.status != "queued")
            & (WebhookDelivery.created_at < moment - _ENDED_WORK),
        ),
    )
