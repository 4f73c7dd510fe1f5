"""The outbox: mail that is written in a transaction, and sent only when that is committed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import Select, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.tables import Mail
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, Forbidden, NotFound
from deskhand.infra.ids import new_id

State = Literal["waiting", "sending", "sent", "failed", "unknown"]
PAUSES: Final = tuple(timedelta(seconds=one) for one in (10, 60, 300, 900, 3600, 14400, 43200))
"""Between the tries: RFC 5321 asks for half an hour at least once a relay is really away, a person
who waits for a code for much less before. After the last one a mail has failed."""
GOOD_FOR: Final = timedelta(days=3)
"""For how long a mail is worth sending that says nothing of its own."""
_HOLD: Final = timedelta(minutes=2)
"""Longer than all waiting for a relay together takes."""
_AT_ONCE: Final = 5


class MailNotFound(NotFound):
    """No mail with this id exists here."""


class MailOnItsWay(Conflict):
    """This mail is on its way already, or was sent."""


class MailSealed(Forbidden):
    """A relay sends this desk's mail: what it says is for its recipient alone."""


class MailView(BaseModel):
    """A mail, and whether it has left."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    recipient: str
    state: State = Field(
        description="`unknown`: the relay was given it and never answered, so it may have left."
    )
    attempts: int = Field(description="How often it was tried.")
    due_at: datetime = Field(description="When it is tried next, while it waits.")
    good_until: datetime = Field(description="After this it is not sent any more.")
    sent_at: datetime | None
    error: str | None = Field(description="What was wrong at the last try.")


class MailText(MailView):
    """A mail with its words, for the owner of a desk that sends none."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class DueMail:
    """A mail that this process holds for a while; `attempts` tells its try from others'."""

    id: UUID
    recipient: str
    subject: str
    body: str
    created_at: datetime
    attempts: int


async def post(
    session: AsyncSession,
    recipient: str,
    subject: str,
    body: str,
    *,
    good_for: timedelta = GOOD_FOR,
) -> Mail:
    """Put a mail into the outbox; both texts are plain. Line breaks in a subject become blanks.

    When it could not be sent within `good_for`, it is not sent at all.
    """
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
        good_until=moment + good_for,
    )
    session.add(mail)
    await session.flush()
    return mail


def all_mails() -> Select[tuple[Any]]:
    """The tenant's mail, sent or not."""
    return select(Mail)


async def tenants_with_mail(session: AsyncSession) -> list[UUID]:
    """The tenants that have mail to send, asked outside of any."""
    return list(await session.scalars(text("SELECT tenant_id FROM tenants_with_mail()")))


async def claim_due(session: AsyncSession) -> list[DueMail]:
    """Hold some mail that is due. What is over is ended, and what a process left behind as well.

    A mail that was being handed over when its process ended may have left: it is not sent again
    by itself.
    """
    moment = now()
    await _end(session, (Mail.state == "sending") & (Mail.due_at <= moment), "unknown", None)
    late = (Mail.state == "waiting") & (Mail.good_until <= moment)
    await _end(session, late, "failed", "It could not be sent in time.")
    rows = await session.scalars(
        select(Mail)
        .where(Mail.state == "waiting", Mail.due_at <= moment)
        .order_by(Mail.due_at, Mail.id)
        .limit(_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    held = list(rows)
    for mail in held:
        mail.attempts += 1
        mail.due_at = moment + _HOLD
    await session.flush()
    return [
        DueMail(one.id, one.recipient, one.subject, one.body, one.created_at, one.attempts)
        for one in held
    ]


async def _end(session: AsyncSession, which: Any, state: State, error: str | None) -> None:
    values: dict[str, Any] = {"state": state} | ({"error": error} if error else {})
    await session.execute(
        update(Mail).where(which).values(values).execution_options(synchronize_session=False)
    )


async def begin_sending(session: AsyncSession, due: DueMail) -> bool:
    """Note that the mail is handed over from now on; False when this process lost its hold."""
    return await _note(session, due, "waiting", {"state": "sending", "due_at": now() + _HOLD})


async def conclude(session: AsyncSession, due: DueMail, state: State, error: str | None) -> None:
    """Note what became of the try: `waiting` comes again after a pause, until there is none."""
    values: dict[str, Any] = {"state": state, "error": error}
    if state == "sent":
        values |= {"sent_at": now()}
    elif state == "waiting" and due.attempts <= len(PAUSES):
        values |= {"due_at": now() + PAUSES[due.attempts - 1]}
    elif state == "waiting":
        values |= {"state": "failed"}
    await _note(session, due, None, values)


async def _note(
    session: AsyncSession, due: DueMail, state: State | None, values: dict[str, Any]
) -> bool:
    mine = (Mail.id == due.id) & (Mail.attempts == due.attempts)
    written = await session.execute(
        update(Mail)
        .where(mine, Mail.state == state if state else Mail.state.in_(("waiting", "sending")))
        .values(values)
        .returning(Mail.id)
        .execution_options(synchronize_session=False)
    )
    return written.first() is not None


async def read_mail(session: AsyncSession, actor: Actor, mail_id: UUID, *, relayed: bool) -> Mail:
    """A mail with its words, which may hold a code that opens an account; noted in the trail.

    Where mail is `relayed` they are for the recipient alone: raises MailSealed, MailNotFound.
    """
    if relayed:
        raise MailSealed
    mail = await _get(session, mail_id)
    await audit.append(session, actor, "mail.read", f"mail:{mail_id}")
    return mail


async def _get(session: AsyncSession, mail_id: UUID) -> Mail:
    mail: Mail | None = await session.scalar(
        select(Mail).where(Mail.id == mail_id).with_for_update()
    )
    if mail is None:
        raise MailNotFound
    return mail


async def send_again(session: AsyncSession, actor: Actor, mail_id: UUID) -> Mail:
    """Try a mail anew that failed or of which nobody knows; raises MailNotFound, MailOnItsWay."""
    mail = await _get(session, mail_id)
    if mail.state not in ("failed", "unknown"):
        raise MailOnItsWay
    moment = now()
    mail.state, mail.due_at, mail.error = "waiting", moment, None
    # Tries count on, so that a process which still holds an older one changes nothing.
    mail.good_until = max(mail.good_until, moment + GOOD_FOR)
    await session.flush()
    await audit.append(session, actor, "mail.sent_again", f"mail:{mail_id}")
    return mail
