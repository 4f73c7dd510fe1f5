"""The people of a tenant."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.accounts import users
from deskhand.domain.accounts.logins import hash_for
from deskhand.domain.accounts.schemas import NewUser, UserChange, UserView
from deskhand.domain.tables import User
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import (
    AdminCaller,
    GroundDep,
    Paging,
    StaffReader,
    TenantSession,
)

router = APIRouter(prefix="/api/v1/users", tags=["users"])


@router.get("", response_model=Page[UserView], summary="List users")
async def list_users(caller: StaffReader, session: TenantSession, page: Paging) -> Page[Any]:
    """The tenant's users, the newest first."""
    return await paginate(session, users.all_users(), User.id, page)


@router.post("", status_code=201, response_model=UserView, summary="Add a user")
async def add_user(body: NewUser, caller: AdminCaller, ground: GroundDep) -> User:
    """Add a person, of a role no higher than one's own."""
    database = ground.runtime.database
    hashed = await hash_for(database, body.email, body.password)
    async with database.transaction(caller.tenant_id) as session:
        return await users.add_user(session, caller.actor, body, hashed)


@router.get("/{user_id}", response_model=UserView, summary="One user")
async def get_user(user_id: UUID, caller: StaffReader, session: TenantSession) -> User:
    """A user of the tenant."""
    return await users.get_user(session, user_id)


@router.patch("/{user_id}", response_model=UserView, summary="Change a user")
async def change_user(
    user_id: UUID, body: UserChange, caller: AdminCaller, ground: GroundDep
) -> User:
    """Change name, role, password, or end the access at once."""
    database = ground.runtime.database
    hashed: str | None = None
    if body.password is not None:
        async with database.transaction(caller.tenant_id) as session:
            email = (await users.get_user(session, user_id)).email
        hashed = await hash_for(database, email, body.password)
    async with database.transaction(caller.tenant_id) as session:
        user = await users.change_user(session, caller.actor, user_id, body, hashed)
    ground.authenticator.forget_everyone()
    return user
