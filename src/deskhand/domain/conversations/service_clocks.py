"""Service clocks: begun when a person is awaited, kept in step, and told when time runs out."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.conversations.desk_settings import DeskView, Target
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.inbox_schemas import ServiceView
from deskhand.domain.conversations.reckoning import Said, reckon
from deskhand.domain.tables import Conversation, Message, ServiceClock
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.packs.schema import Hours

_AT_ONCE: Final = 500
_ALWAYS: Final = Hours()


async def clock_of(
    session: AsyncSession, actor: Actor, conversation_id: UUID
) -> ServiceView | None:
    """The conversation's clock; None without one. Raises ConversationNotFound."""
    await get_conversation(session, actor, conversation_id)
    row = await session.scalar(select(ServiceClock).where(ServiceClock.id == conversation_id))
    return ServiceView.model_validate(row) if row is not None else None


async def keep_clocks(session: AsyncSession, desk: DeskView, hours: Hours) -> list[UUID]:
    """Begin, recompute, end and warn; the conversations of which the team should be told."""
    levels = desk.service_levels
    if levels.targets:
        await _begin(session)
    calendar = hours if levels.hours == "business" else _ALWAYS
    await _recompute(session, desk, calendar)
    return await _warn(session, timedelta(minutes=levels.warn_before))


async def _begin(session: AsyncSession) -> None:
    """A clock for who waits and has none that runs; a new wait begins it anew."""
    rows = await session.execute(
        select(Conversation, ServiceClock)
        .outerjoin(
            ServiceClock,
            (ServiceClock.tenant_id == Conversation.tenant_id)
            & (ServiceClock.id == Conversation.id),
        )
        .where(
            Conversation.waiting_since.is_not(None),
            or_(ServiceClock.id.is_(None), ServiceClock.ended_at.is_not(None)),
        )
        .limit(_AT_ONCE)
    )
    for conversation, clock in rows.all():
        since = conversation.waiting_since or now()
        if clock is None:
            clock = ServiceClock(tenant_id=tenant_of(session), id=conversation.id, created_at=now())
            session.add(clock)
        elif clock.ended_at is not None and clock.ended_at > since:
            # What nobody answered before the end is asked for anew by the first word behind it.
            since = await _next_word(session, conversation.id, clock.ended_at)
        clock.started_at = since
        clock.version, clock.computed_at = -1, conversation.updated_at
        clock.paused, clock.ended_at = False, None
        clock.first_response_due = clock.resolution_due = clock.first_responded_at = None
        clock.first_warned_at = clock.resolution_warned_at = None
        clock.first_breached_at = clock.resolution_breached_at = None
    await session.flush()


async def _next_word(session: AsyncSession, conversation_id: UUID, after: datetime) -> datetime:
    moment = await session.scalar(
        select(func.min(Message.created_at)).where(
            Message.conversation_id == conversation_id,
            Message.role == "customer",
            Message.created_at > after,
        )
    )
    return moment or after


async def _recompute(session: AsyncSession, desk: DeskView, hours: Hours) -> None:
    """Bring the running clocks in step with their conversations and with the settings."""
    rows = (
        await session.execute(
            select(ServiceClock, Conversation)
            .join(
                Conversation,
                (Conversation.tenant_id == ServiceClock.tenant_id)
                & (Conversation.id == ServiceClock.id),
            )
            .where(
                ServiceClock.ended_at.is_(None),
                or_(
                    ServiceClock.computed_at != Conversation.updated_at,
                    ServiceClock.version != desk.version,
                ),
            )
            .limit(_AT_ONCE)
        )
    ).all()
    said = await _said(session, [clock for clock, _ in rows])
    targets: dict[str, Target] = dict(desk.service_levels.targets.items())
    for clock, conversation in rows:
        target = targets.get(conversation.priority, Target())
        reckoned = reckon(clock.started_at, said[clock.id], target, hours)
        if reckoned.first_response_due != clock.first_response_due:
            clock.first_warned_at = clock.first_breached_at = None
        if reckoned.resolution_due != clock.resolution_due:
            clock.resolution_warned_at = clock.resolution_breached_at = None
        clock.first_response_due = reckoned.first_response_due
        clock.first_responded_at = reckoned.first_responded_at
        clock.resolution_due, clock.paused = reckoned.resolution_due, reckoned.paused
        clock.ended_at = _ended(conversation)
        clock.computed_at, clock.version = conversation.updated_at, desk.version
    await session.flush()


def _ended(conversation: Conversation) -> datetime | None:
    """When nobody of the team is asked for any more: closed, or back with the assistant."""
    if conversation.status == "closed":
        return conversation.closed_at
    back = conversation.owner == "assistant" and conversation.waiting_since is None
    return conversation.updated_at if back else None


async def _said(session: AsyncSession, clocks: list[ServiceClock]) -> dict[UUID, list[Said]]:
    said: dict[UUID, list[Said]] = defaultdict(list)
    if not clocks:
        return said
    started = {clock.id: clock.started_at for clock in clocks}
    rows = await session.execute(
        select(Message.conversation_id, Message.created_at, Message.role)
        .where(Message.conversation_id.in_(started), Message.role.in_(("customer", "agent")))
        .order_by(Message.conversation_id, Message.seq)
    )
    for conversation_id, moment, role in rows:
        if moment >= started[conversation_id]:
            said[conversation_id].append(Said(moment, role == "agent"))
    return said


async def _warn(session: AsyncSession, before: timedelta) -> list[UUID]:
    """Tell once that a target is near, and once that it was missed."""
    soon = now() + before
    rows = await session.scalars(
        select(ServiceClock)
        .where(
            ServiceClock.ended_at.is_(None),
            or_(
                (ServiceClock.first_response_due <= soon)
                & ServiceClock.first_responded_at.is_(None)
                & ServiceClock.first_breached_at.is_(None),
                (ServiceClock.resolution_due <= soon)
                & ServiceClock.resolution_breached_at.is_(None),
            ),
        )
        .limit(_AT_ONCE)
    )
    told: list[UUID] = []
    for clock in rows.all():
        if clock.first_responded_at is None:
            told += await _tell(session, clock, "first", clock.first_response_due, soon)
        told += await _tell(session, clock, "resolution", clock.resolution_due, soon)
    await session.flush()
    return list(dict.fromkeys(told))


async def _tell(
    session: AsyncSession, clock: ServiceClock, which: str, due: datetime | None, soon: datetime
) -> list[UUID]:
    warned, breached = f"{which}_warned_at", f"{which}_breached_at"
    if due is None or due > soon or getattr(clock, breached) is not None:
        return []
    over = due <= now()
    if not over and getattr(clock, warned) is not None:
        return []
    setattr(clock, breached if over else warned, now())
    await audit.append(
        session,
        SYSTEM,
        "service.breached" if over else "service.warned",
        f"conversation:{clock.id}",
        which="first_response" if which == "first" else which,
        due=due.isoformat(),
    )
    return [clock.id]
