"""The outbox: mail that is written in a transaction, and sent only when that is committed."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Mail
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


class MailView(BaseModel):
    """A mail, and whether it has left."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    recipient: str
    subject: str
    body: str
    state: Literal["waiting", "sent", "failed"]
    attempts: int = Field(description="How often it was tried.")
    sent_at: datetime | None


async def post(session: AsyncSession, recipient: str, subject: str, body: str) -> Mail:
    """Put a mail into the outbox; both texts are plain. Line breaks in a subject become blanks."""
    moment = now()
    mail = Mail(
        tenant_id=tenant_of(session),
        id=new_id(),
        created_at=moment,
        recipient=recipient,
        subject=" ".join(subject.split()),
        body=body,
        state="waiting",
        attempts=0,
        due_at=moment,
    )
    session.add(mail)
    await session.flush()
    return mail


def all_mails() -> Select[tuple[Any]]:
    """The tenant's mail, sent or not."""
    return select(Mail)
