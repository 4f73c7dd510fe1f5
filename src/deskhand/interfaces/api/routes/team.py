"""The team: who is there and takes how much, and how the desk works."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.conversations import colleagues, desk_settings
from deskhand.domain.conversations.colleagues import ColleagueChange, ColleagueView
from deskhand.domain.conversations.desk_settings import DeskConfiguration, DeskView
from deskhand.interfaces.web.deps import AdminCaller, StaffReader, StaffWriter, TenantSession

router = APIRouter(prefix="/api/v1", tags=["team"])


@router.get("/team", summary="The team and its load")
async def list_team(caller: StaffReader, session: TenantSession) -> list[ColleagueView]:
    """Everybody active, by name."""
    return await colleagues.team(session)


@router.patch("/team/{user_id}", summary="Change a colleague")
async def change_colleague(
    user_id: UUID, body: ColleagueChange, caller: StaffWriter, session: TenantSession
) -> ColleagueView:
    """One's own absence; administrators also capacity and skills, and everybody's."""
    return await colleagues.change_colleague(session, caller.actor, user_id, body)


@router.get("/desk", summary="How the desk works")
async def get_desk(caller: StaffReader, session: TenantSession) -> DeskView:
    """Assignment and service levels."""
    return await desk_settings.desk_settings(session)


@router.put("/desk", summary="Change how the desk works")
async def change_desk(
    body: DeskConfiguration, caller: AdminCaller, session: TenantSession
) -> DeskView:
    """In force at once; what is left out is as on a new desk."""
    return await desk_settings.change_settings(session, caller.actor, body)
