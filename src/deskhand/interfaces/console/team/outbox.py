"""Settings of mail: what has left the desk, what failed, and what is only kept."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from deskhand.domain import mails
from deskhand.domain.accounts.roles import Role
from deskhand.domain.tables import Mail
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.interfaces.console.team.access import Administrator, DeskSession
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.auth import RoleMissing
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/settings/mail")

Cursor = Annotated[str | None, Query(max_length=400)]


@router.get("", response_class=HTMLResponse)
async def outbox_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    cursor: Cursor = None,
) -> HTMLResponse:
    """Every mail, the newest first."""
    wanted, relay = PageRequest(limit=50, cursor=cursor), ground.runtime.relay
    found = await paginate(session, mails.all_mails(), Mail.id, wanted)
    return await show(
        request, ground, person, session, "team/settings/outbox.html",
        section="settings", found=found, relay=relay,
        reads=person.role is Role.OWNER and relay is None,
    )  # fmt: skip


@router.get("/{mail_id}", response_class=HTMLResponse)
async def mail_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession, mail_id: UUID
) -> HTMLResponse:
    """What a mail says that is not sent, for the owner alone."""
    if person.role is not Role.OWNER:
        raise RoleMissing
    actor, relayed = person.principal.actor, ground.runtime.relay is not None
    mail = await mails.read_mail(session, actor, mail_id, relayed=relayed)
    return await show(
        request, ground, person, session, "team/settings/mail.html", section="settings", mail=mail
    )


@router.post("/{mail_id}/send-again", status_code=204)
async def send_again(mail_id: UUID, person: Administrator, session: DeskSession) -> None:
    """Try it anew."""
    await mails.send_again(session, person.principal.actor, mail_id)
