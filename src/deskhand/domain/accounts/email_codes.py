"""Codes by mail: whoever enters one has read the mail of that address."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import EmailCode
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput
from deskhand.infra.ids import new_id

LIFE: Final = timedelta(minutes=15)
DIGITS: Final = 8
_TRIES: Final = 5
"""Of a hundred million codes; how many are sent to one address is limited by the doors."""


class CodeWrong(InvalidInput):
    """This code is not right, or has expired: ask for a new one."""


@dataclass(frozen=True, slots=True)
class ProvenAddress:
    """An address whose mail the visitor reads; `name` is what they want to be called, or empty."""

    email: str
    name: str


def new_code() -> str:
    """As many random digits as a person can type."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"


async def keep_code(
    session: AsyncSession, key: str, code: str, *, email: str, name: str, mail_id: UUID
) -> EmailCode:
    """Note that the code was sent by that mail. Only its digest, made with `key`, is stored."""
    row = EmailCode(
        tenant_id=tenant_of(session),
        id=new_id(),
        email=email,
        name=name,
        digest="",
        mail_id=mail_id,
        attempts=0,
        expires_at=now() + LIFE,
    )
    row.digest = _digest(key, row.id, code)
    session.add(row)
    await session.flush()
    return row


async def newest_code(session: AsyncSession, email: str) -> UUID | None:
    """The code that was sent to the address last, good or not."""
    query = select(EmailCode.id).where(EmailCode.email == email).order_by(EmailCode.id.desc())
    found: UUID | None = await session.scalar(query.limit(1))
    return found


async def prove(session: AsyncSession, key: str, code_id: UUID, code: str) -> ProvenAddress | None:
    """The address that the code was sent to; None when it is wrong, used, old or tried too often.

    A try counts even when it fails, so the transaction has to be committed either way. A code
    opens once.
    """
    row = await session.scalar(select(EmailCode).where(EmailCode.id == code_id).with_for_update())
    if row is None or row.used_at is not None or row.expires_at <= now():
        return None
    if row.attempts >= _TRIES:
        return None
    row.attempts += 1
    digits = "".join(one for one in code if one.isdecimal())
    right = hmac.compare_digest(_digest(key, row.id, digits), row.digest)
    if right:
        row.used_at = now()
    await session.flush()
    return ProvenAddress(row.email, row.name) if right else None


def _digest(key: str, code_id: UUID, code: str) -> str:
    return hmac.new(key.encode(), f"code|{code_id}|{code}".encode(), "sha256").hexdigest()
