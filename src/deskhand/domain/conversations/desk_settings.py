"""How a tenant's desk works: who gets what waits, and how soon customers are answered."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.schemas import Priority
from deskhand.domain.tables import DeskSettings
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of

_YEAR_OF_MINUTES = 366 * 24 * 60


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assignment(_Shape):
    """Who gets a conversation in which a person is awaited and that nobody sees to.

    `load`: who has least of what one can carry; `round_robin`: whose last one is longest ago.
    """

    mode: Literal["off", "load", "round_robin"] = "off"


class Target(_Shape):
    """Minutes within which a person answers, and within which the matter is settled."""

    first_response: int | None = Field(None, ge=1, le=_YEAR_OF_MINUTES)
    resolution: int | None = Field(None, ge=1, le=_YEAR_OF_MINUTES)


class ServiceLevels(_Shape):
    """Targets by priority; a priority without any has no clock.

    `hours`: whether the minutes of opening hours count, or all. `warn_before`: minutes of any
    kind before a breach at which the team is warned.
    """

    hours: Literal["business", "always"] = "business"
    warn_before: int = Field(15, ge=0, le=_YEAR_OF_MINUTES)
    targets: dict[Priority, Target] = {}


class Retention(_Shape):
    """How long things are kept.

    `conversations`: days after closing, when one is erased with all that belongs to it; null keeps
    them for ever.
    """

    conversations: int | None = Field(None, ge=1, le=36_500)


class DeskConfiguration(_Shape):
    """How the desk works."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "assignment": {"mode": "load"},
                "service_levels": {"targets": {"urgent": {"first_response": 30}}},
            }
        }
    )

    assignment: Assignment = Assignment()
    service_levels: ServiceLevels = ServiceLevels()
    retention: Retention = Retention()


class DeskView(DeskConfiguration):
    """How the desk works, and how often that was changed."""

    version: int


async def desk_settings(session: AsyncSession) -> DeskView:
    """The tenant's settings; those of a new desk when nobody changed them."""
    row = await session.scalar(select(DeskSettings))
    if row is None:
        return DeskView(version=0)
    return DeskView.model_validate({**row.settings, "version": row.version})


async def change_settings(
    session: AsyncSession, actor: Actor, wanted: DeskConfiguration
) -> DeskView:
    """Put these settings in force; running service clocks follow with the next sweep."""
    tenant_id: UUID = tenant_of(session)
    row = await session.scalar(select(DeskSettings).with_for_update())
    if row is None:
        row = DeskSettings(tenant_id=tenant_id, id=tenant_id, created_at=now(), version=0)
        session.add(row)
    row.settings, row.version = wanted.model_dump(mode="json"), row.version + 1
    await session.flush()
    await audit.append(session, actor, "desk.changed", f"tenant:{tenant_id}", version=row.version)
    return await desk_settings(session)
