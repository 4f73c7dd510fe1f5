"""The outbox of mail: what has left, what failed, and sending it again."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends

from deskhand.domain import mails
from deskhand.domain.accounts.roles import Role, Scope
from deskhand.domain.mails import MailText, MailView
from deskhand.domain.tables import Mail
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import AdminCaller, GroundDep, Paging, TenantSession, allowed

router = APIRouter(prefix="/api/v1/mails", tags=["mails"])
OwnerCaller = Annotated[Principal, Depends(allowed(Role.OWNER, Scope.ADMIN))]


@router.get("", response_model=Page[MailView], summary="List mail")
async def list_mails(caller: AdminCaller, session: TenantSession, page: Paging) -> Page[Any]:
    """The newest first, without what it says."""
    return await paginate(session, mails.all_mails(), Mail.id, page)


@router.get("/{mail_id}", response_model=MailText, summary="Read a mail that is not sent")
async def read_mail(
    mail_id: UUID, caller: OwnerCaller, session: TenantSession, ground: GroundDep
) -> Mail:
    """While no relay is set, the owner reads what would have been sent; the trail notes it."""
    relayed = ground.runtime.relay is not None
    return await mails.read_mail(session, caller.actor, mail_id, relayed=relayed)


@router.post("/{mail_id}/send-again", response_model=MailView, summary="Send a mail again")
async def send_again(mail_id: UUID, caller: AdminCaller, session: TenantSession) -> Mail:
    """One that failed, or of which nobody knows whether it left."""
    return await mails.send_again(session, caller.actor, mail_id)
