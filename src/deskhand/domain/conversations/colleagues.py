"""Who of the team takes how much of what, who is away, and who gets what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.conversations.inbox_schemas import Tag
from deskhand.domain.conversations.ownership import name_of_member
from deskhand.domain.conversations.work import assign
from deskhand.domain.tables import Colleague, Conversation, ConversationTag, User
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Forbidden

_OF_AN_AGENT: Final = 10
"""Conversations at once, until somebody says otherwise; who leads the team gets none by itself."""
_AT_ONCE: Final = 50


class ColleagueOfAnother(Forbidden):
    """One says oneself whether one is away; the rest, and others, is for administrators."""


class ColleagueChange(BaseModel):
    """What may change of a colleague; what is left out stays."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"away": True}})

    away: bool | None = None
    away_until: AwareDatetime | None = Field(None, description="The absence ends by itself then.")
    capacity: int | None = Field(None, ge=0, le=1000)
    skills: list[Tag] | None = Field(
        None, max_length=50, description="Tags that one sees to; compared with a conversation's."
    )


class ColleagueView(BaseModel):
    """One of the team, with what one has in hand."""

    id: UUID
    name: str
    role: Literal["owner", "admin", "agent"]
    away: bool
    away_until: datetime | None
    capacity: int
    skills: list[str]
    load: int = Field(description="Open conversations that one sees to and has not put off.")
    last_assigned_at: datetime | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A colleague as the choice sees one."""

    id: UUID
    away: bool
    capacity: int
    load: int
    skills: frozenset[str]
    last_assigned_at: datetime | None


def choose(
    candidates: Sequence[Candidate], tags: frozenset[str], mode: Literal["load", "round_robin"]
) -> UUID | None:
    """Who gets a conversation with these tags; None when nobody who is there has room for it.

    A tag that is anybody's skill is asked of whoever gets it.
    """
    asked = tags & frozenset[str]().union(*(one.skills for one in candidates))
    able = [
        one
        for one in candidates
        if not one.away and one.load < one.capacity and asked <= one.skills
    ]

    def rank(one: Candidate) -> tuple[float, float, UUID]:
        last = one.last_assigned_at.timestamp() if one.last_assigned_at else 0.0
        return (one.load / one.capacity if mode == "load" else 0.0, last, one.id)

    return min(able, key=rank).id if able else None


async def team(session: AsyncSession) -> list[ColleagueView]:
    """Everybody active, by name."""
    load = (
        select(func.count())
        .select_from(Conversation)
        .where(
            Conversation.assignee_id == User.id,
            Conversation.status == "open",
            Conversation.snoozed_until.is_(None),
        )
        .correlate(User)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(User, Colleague, load)
        .outerjoin(Colleague, (Colleague.tenant_id == User.tenant_id) & (Colleague.id == User.id))
        .where(User.role != "customer", User.active)
        .order_by(User.name, User.id)
    )
    return [_view(user, row, in_hand) for user, row, in_hand in rows]


async def change_colleague(
    session: AsyncSession, actor: Actor, user_id: UUID, change: ColleagueChange
) -> ColleagueView:
    """Change how one of the team works; raises TeamMemberUnknown, ColleagueOfAnother."""
    await name_of_member(session, user_id)
    own_absence = actor.id == user_id and change.model_fields_set <= {"away", "away_until"}
    if actor.role == "agent" and not own_absence:
        raise ColleagueOfAnother
    before = next(one for one in await team(session) if one.id == user_id)
    values = {
        name: getattr(before, name) for name in ("capacity", "skills", "away", "away_until")
    } | change.model_dump(include=change.model_fields_set - {"away_until"}, exclude_none=True)
    if "away_until" in change.model_fields_set:
        values["away_until"] = change.away_until
        values["away"] = change.away if change.away is not None else change.away_until is not None
    if not values["away"]:
        values["away_until"] = None
    row = insert(Colleague).values(
        tenant_id=tenant_of(session), id=user_id, created_at=now(), **values
    )
    await session.execute(
        row.on_conflict_do_update(index_elements=["tenant_id", "id"], set_=values)
    )
    await audit.append(
        session,
        actor,
        "colleague.changed",
        f"user:{user_id}",
        fields=sorted(change.model_fields_set),
    )
    return next(one for one in await team(session) if one.id == user_id)


def _view(user: User, row: Colleague | None, load: int) -> ColleagueView:
    away = row is not None and row.away and (row.away_until is None or row.away_until > now())
    return ColleagueView.model_validate(
        {
            "id": user.id,
            "name": user.name,
            "role": user.role,
            "away": away,
            "away_until": row.away_until if row is not None and away else None,
            "capacity": row.capacity if row else _OF_AN_AGENT if user.role == "agent" else 0,
            "skills": row.skills if row else [],
            "load": load,
            "last_assigned_at": row.last_assigned_at if row else None,
        }
    )


async def assign_waiting(session: AsyncSession, mode: Literal["load", "round_robin"]) -> list[UUID]:
    """Give what waits and nobody sees to, the longest waiting first; the conversations' ids."""
    waiting = list(
        await session.scalars(
            select(Conversation)
            .where(
                Conversation.waiting_since.is_not(None),
                Conversation.status == "open",
                Conversation.assignee_id.is_(None),
                Conversation.snoozed_until.is_(None),
            )
            .order_by(Conversation.waiting_since, Conversation.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
    )
    if not waiting:
        return []
    tags = await _tags(session, [conversation.id for conversation in waiting])
    there = {one.id: _candidate(one) for one in await team(session)}
    given: list[UUID] = []
    for conversation in waiting:
        wanted = tags.get(conversation.id, frozenset())
        chosen = choose(list(there.values()), wanted, mode)
        if chosen is None:
            continue
        before = there[chosen]
        there[chosen] = replace(before, load=before.load + 1, last_assigned_at=now())
        await assign(session, SYSTEM, conversation, chosen, mode)
        await session.execute(
            _ASSIGNED,
            {
                "tenant_id": tenant_of(session),
                "id": chosen,
                "moment": now(),
                "capacity": before.capacity,
            },
        )
        given.append(conversation.id)
    return given


def _candidate(one: ColleagueView) -> Candidate:
    return Candidate(
        one.id, one.away, one.capacity, one.load, frozenset(one.skills), one.last_assigned_at
    )


async def _tags(session: AsyncSession, ids: list[UUID]) -> dict[UUID, frozenset[str]]:
    rows = await session.execute(
        select(ConversationTag.conversation_id, func.array_agg(ConversationTag.tag))
        .where(ConversationTag.conversation_id.in_(ids))
        .group_by(ConversationTag.conversation_id)
    )
    return {conversation_id: frozenset(names) for conversation_id, names in rows}


_ASSIGNED = text(
    "INSERT INTO colleagues (tenant_id, id, created_at, capacity, skills, away, last_assigned_at)"
    " VALUES (:tenant_id, :id, :moment, :capacity, '[]', false, :moment)"
    " ON CONFLICT (tenant_id, id) DO UPDATE SET last_assigned_at = excluded.last_assigned_at"
)
