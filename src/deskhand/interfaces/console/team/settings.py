"""Settings: the team, keys for programs, signed-in browsers, and the audit trail."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from deskhand.domain import audit, trail
from deskhand.domain.accounts import api_keys, users, web_sessions
from deskhand.domain.accounts.logins import hash_for
from deskhand.domain.accounts.roles import STAFF, Role, Scope, at_least
from deskhand.domain.accounts.schemas import (
    ApiKeyCreated,
    ApiKeyView,
    Name,
    NewApiKey,
    NewUser,
    UserChange,
)
from deskhand.domain.tables import ApiKey, AuditEntry, User, WebSession
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.infra.shapes import Given
from deskhand.interfaces.console.team.access import Administrator, DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/settings")

_SHOWN = PageRequest(limit=100)
Cursor = Annotated[str | None, Query(max_length=400)]


class KeyWanted(Given):
    """An API key to make, as its form sends it."""

    name: Name
    role: Role = Role.AGENT
    scopes: list[Scope] = Field(default_factory=lambda: [Scope.CHAT, Scope.READ])


@router.get("", response_class=HTMLResponse)
async def settings_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """Who works here and which browsers are signed in; keys for administrators."""
    actor, administers = person.principal.actor, at_least(person.role, Role.ADMIN)
    signed_in = await paginate(
        session, web_sessions.visible_web_sessions(actor), WebSession.id, _SHOWN
    )
    keys = None
    if administers:
        keys = await paginate(session, api_keys.all_api_keys(), ApiKey.id, _SHOWN)
    staff = users.all_users().where(User.role.in_([role.value for role in STAFF]))
    people = (await session.scalars(staff.order_by(User.name, User.id))).all()
    return await show(
        request, ground, person, session, "team/settings/people.html",
        section="settings", people=people, names={one.id: one.name for one in people},
        signed_in=signed_in.items, keys=keys.items if keys else None,
        roles=[role for role in reversed(Role) if role in STAFF and at_least(person.role, role)],
        scopes=list(Scope),
    )  # fmt: skip


@router.post("/sessions/{session_id}/revoke", status_code=204)
async def revoke_session(session_id: UUID, person: Person, session: DeskSession) -> None:
    """Sign a browser out: one's own, or as an administrator anybody's."""
    await web_sessions.revoke_web_session(session, person.principal.actor, session_id)


@router.post("/people", status_code=204)
async def add_person(
    given: Annotated[NewUser, Form()], person: Administrator, ground: GroundDep
) -> None:
    """Somebody new of the team."""
    if given.role not in STAFF:
        raise users.CustomerNeeded
    database = ground.runtime.database
    hashed = await hash_for(database, given.email, given.password)
    async with database.transaction(person.principal.tenant_id) as session:
        await users.add_user(session, person.principal.actor, given, hashed)


@router.post("/people/{user_id}", status_code=204)
async def change_person(
    user_id: UUID,
    person: Administrator,
    ground: GroundDep,
    role: Annotated[Role | None, Form()] = None,
    active: Annotated[bool | None, Form()] = None,
) -> None:
    """Another role, or an end or a return of the access."""
    named = {"role": role, "active": active}
    change = UserChange(**{name: value for name, value in named.items() if value is not None})
    async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
        await users.change_user(session, person.principal.actor, user_id, change)
    ground.authenticator.forget_everyone()


@router.post("/keys", status_code=201)
async def make_key(
    given: Annotated[KeyWanted, Form()], person: Administrator, session: DeskSession
) -> ApiKeyCreated:
    """A new API key; its secret is shown this once and not kept."""
    wanted = NewApiKey(**given.model_dump())
    key, secret = await api_keys.create_api_key(session, person.principal.actor, wanted)
    return ApiKeyCreated(**ApiKeyView.model_validate(key).model_dump(), key=secret)


@router.post("/keys/{key_id}/revoke", status_code=204)
async def revoke_key(key_id: UUID, person: Administrator, session: DeskSession) -> None:
    """End the key at once."""
    await api_keys.revoke_api_key(session, person.principal.actor, key_id)


@router.get("/audit", response_class=HTMLResponse)
async def audit_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    cursor: Cursor = None,
    verify: bool = False,
) -> HTMLResponse:
    """Who did what, the newest first; with `verify` whether the chain holds."""
    wanted = PageRequest(limit=100, cursor=cursor)
    found = await paginate(session, audit.all_entries(), AuditEntry.id, wanted)
    people = {UUID(entry.actor["id"]) for entry in found.items if entry.actor.get("id")}
    return await show(
        request, ground, person, session, "team/settings/audit.html",
        section="settings", found=found, names=await users.names_of(session, people),
        chain=await trail.verify(session) if verify else None,
    )  # fmt: skip
