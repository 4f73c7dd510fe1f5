"""First day: what an empty desk needs before customers come, ticked off as it is done."""

from __future__ import annotations

from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.roles import STAFF
from deskhand.domain.tables import (
    Customer,
    DeskSettings,
    Document,
    Macro,
    Order,
    PackVersion,
    Record,
    Reply,
    User,
)
from deskhand.interfaces.console.team.access import Administrator, DeskSession
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/first-day")


def _there(*rows: Any) -> Select[Any]:
    return select(or_(*(exists(one) for one in rows)))


TASKS: Final[dict[str, Select[Any]]] = {
    "documents": _there(select(Document.id).where(Document.status == "ready")),
    "customers": _there(select(Customer.id)),
    "records": _there(select(Order.id), select(Record.id)),
    "chat": _there(select(Reply.id)),
    "team": select(func.count() > 1)
    .select_from(User)
    .where(User.role.in_([role.value for role in STAFF]), User.active),
    "targets": _there(select(DeskSettings.id)),
    "macros": _there(select(Macro.id)),
    "pack": _there(select(PackVersion.id).where(PackVersion.status == "published")),
}
"""What a desk is set up by, in this order: a query each that yields true once it was done. The
template has the words."""


async def progress(session: AsyncSession) -> dict[str, bool]:
    """Whether each task was done, in their order; one query."""
    asked = [done.scalar_subquery() for done in TASKS.values()]
    row = (await session.execute(select(*asked))).one()
    return {name: bool(one) for name, one in zip(TASKS, row, strict=True)}


@router.get("", response_class=HTMLResponse)
async def first_day_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """The list with what was done, and the next thing to do."""
    done = await progress(session)
    return await show(
        request, ground, person, session, "team/first_day.html",
        section="settings", done=done, finished=sum(done.values()),
    )  # fmt: skip
