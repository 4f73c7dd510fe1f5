"""The feed of events: the sealed entries of the audit trail that concern conversations.

An entry is written in the transaction of what it tells, and gets its position when it is sealed,
in one order that no later commit disturbs. So nobody who reads on from a position misses one.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.tables import AuditEntry, AuditSeal

KINDS: Final = ("action", "conversation", "message", "note", "service", "ticket", "turn")
"""The first words of events that the team may see; sign-ins, keys and settings are others."""
_MOST_SEALED: Final = 1000


class Event(BaseModel):
    """Something that happened; `data` holds ids and reasons, never what a customer wrote."""

    id: UUID
    position: int
    type: str = Field(examples=["conversation.closed"])
    created_at: datetime
    actor: dict[str, Any]
    target: str = Field(examples=["conversation:0193a5c0-7a6f-7c1f-9d4b-7f0f6d3c2b1a"])
    data: dict[str, Any]


class EventPage(BaseModel):
    """Events in their order; ask again with `cursor`, also when there are none now."""

    items: list[Event]
    cursor: int


async def events_after(
    session: AsyncSession, position: int, limit: int = 100, type: str | None = None
) -> EventPage:
    """Events behind `position`, oldest first; what was just committed is among them.

    `type` is one as `conversation.closed`, or a kind as `conversation.*`.
    """
    await _seal(session)
    newest = await newest_position(session)
    rows = (
        await session.execute(
            select(AuditSeal.position, AuditEntry)
            .join(
                AuditEntry,
                (AuditEntry.tenant_id == AuditSeal.tenant_id)
                & (AuditEntry.id == AuditSeal.entry_id),
            )
            .where(
                AuditSeal.position > position,
                AuditSeal.position <= newest,
                func.split_part(AuditEntry.action, ".", 1).in_(KINDS),
            )
            .order_by(AuditSeal.position)
            .limit(limit)
        )
    ).all()
    items = [_event(place, entry) for place, entry in rows]
    cursor = items[-1].position if len(items) == limit else max(newest, position)
    wanted = [item for item in items if type is None or matches(type, item.type)]
    return EventPage(items=wanted, cursor=cursor)


def matches(wanted: str, type: str) -> bool:
    """Whether `wanted` (`*`, a kind as `ticket.*`, or a type) means events of this type."""
    if wanted.endswith("*"):
        return type.startswith(wanted[:-1])
    return wanted == type


async def newest_position(session: AsyncSession) -> int:
    """The place of the last sealed entry, 0 before the first."""
    newest: int | None = await session.scalar(select(func.max(AuditSeal.position)))
    return newest or 0


async def _seal(session: AsyncSession) -> None:
    """Give every entry its position, a bounded number at once."""
    for _ in range(_MOST_SEALED // audit.SEALED_AT_ONCE):
        if await audit.seal(session) < audit.SEALED_AT_ONCE:
            return


def _event(position: int, entry: AuditEntry) -> Event:
    return Event(
        id=entry.id,
        position=position,
        type=entry.action,
        created_at=entry.created_at,
        actor=entry.actor,
        target=entry.target,
        data=entry.detail,
    )
