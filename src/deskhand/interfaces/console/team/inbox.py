"""The inbox: views, conversations, and the one that is open."""

from __future__ import annotations

from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.users import team_members
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.inbox import page_of_inbox
from deskhand.domain.conversations.inbox_schemas import InboxFilter, ViewName
from deskhand.domain.conversations.macros import macros_of
from deskhand.domain.conversations.schemas import CloseReason, Priority
from deskhand.domain.conversations.tags import all_tags
from deskhand.infra.db.paging import PageRequest
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import Panes, live_after, show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.console.team.thread import thread_of
from deskhand.interfaces.web.deps import GroundDep

router = page_router()

_ROWS = 40
Search = Annotated[str, Query(max_length=200)]
Cursor = Annotated[str | None, Query(max_length=400)]


@router.get("", response_class=HTMLResponse)
async def inbox_page(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    view: ViewName = "all",
    q: Search = "",
    cursor: Cursor = None,
) -> HTMLResponse:
    """The list of a view, and nothing open."""
    after = await live_after(ground, person)
    listed = await _listed(session, person.principal.actor, Panes.of(request), view, q, cursor)
    return await show(
        request, ground, person, session, "team/inbox.html",
        section="inbox", live_after=after, thread=None, open_id=None, **listed,
    )  # fmt: skip


@router.get("/conversations/{conversation_id}", response_class=HTMLResponse)
async def conversation_page(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    conversation_id: UUID,
    view: ViewName = "all",
    q: Search = "",
    cursor: Cursor = None,
) -> HTMLResponse:
    """The same list, and this conversation open."""
    after = await live_after(ground, person)
    actor = person.principal.actor
    pack = (await ground.packs.of_tenant(session)).pack
    thread = await thread_of(session, actor, pack, conversation_id)
    listed = await _listed(session, actor, Panes.of(request), view, q, cursor)
    return await show(
        request, ground, person, session, "team/inbox.html",
        section="inbox", live_after=after, thread=thread, open_id=conversation_id,
        team=await team_members(session), all_tags=await all_tags(session),
        macros=await macros_of(session, actor), reasons=get_args(CloseReason),
        priorities=get_args(Priority), **listed,
    )  # fmt: skip


async def _listed(
    session: AsyncSession, actor: Actor, panes: Panes, view: ViewName, q: str, cursor: str | None
) -> dict[str, Any]:
    context: dict[str, Any] = {"view": view, "q": q, "cursor": cursor, "rows": None}
    context["empty"] = False
    if "list" in panes:
        wanted = InboxFilter(q=q.replace("\x00", "").strip() or None)
        page = PageRequest(limit=_ROWS, cursor=cursor)
        context["rows"] = await page_of_inbox(session, actor, view, wanted, page)
        # A desk in which nothing was ever said leads through its first day.
        context["empty"] = view == "all" and not (q or cursor or context["rows"].items)
    return context
