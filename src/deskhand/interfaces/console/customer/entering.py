"""How a proven address becomes a sign-in: the code by mail, and the account behind it."""

from __future__ import annotations

import secrets
from typing import Final
from uuid import UUID

from fastapi import Request
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import mails
from deskhand.domain.accounts import email_codes, own_accounts
from deskhand.domain.accounts.email_codes import CodeWrong, ProvenAddress
from deskhand.domain.accounts.logins import hash_for
from deskhand.domain.accounts.own_accounts import AccountClosed
from deskhand.domain.accounts.schemas import EmailAddress, Password
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.accounts.web_sessions import sign_in
from deskhand.domain.audit import SYSTEM
from deskhand.domain.commerce.customers import customer_with
from deskhand.domain.commerce.incoming import OwnCustomer
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.writing import write_one
from deskhand.domain.tables import User
from deskhand.infra.errors import InvalidInput
from deskhand.interfaces.console.customer.words import Words
from deskhand.interfaces.web.deps import Ground

_LONGEST_NAME = 200
_CODES_PER_ADDRESS: Final = "5/hour"
_CODES_PER_PLACE: Final = "30/hour"
_ADDRESS: Final = TypeAdapter(EmailAddress)
_PASSWORD: Final = TypeAdapter(Password)


class AddressInvalid(InvalidInput):
    """This is not an e-mail address."""


class PasswordWeak(InvalidInput):
    """A password has at least 10 characters, and is not one that anybody would try."""


async def address_for_code(request: Request, ground: Ground, house: str, email: str) -> str:
    """The address that a code may be sent to, within `house`; counts one.

    Raises AddressInvalid, TooManyRequests.
    """
    try:
        address = _ADDRESS.validate_python(email)
    except ValidationError as error:
        raise AddressInvalid from error
    place = request.client.host if request.client else "unknown"
    await ground.limits.check(_CODES_PER_PLACE, "code", "place", place)
    await ground.limits.check(_CODES_PER_ADDRESS, "code", "address", house, address)
    return address


def good_password(password: str) -> str:
    """The password, when it may be one; raises PasswordWeak."""
    try:
        return _PASSWORD.validate_python(password)
    except ValidationError as error:
        raise PasswordWeak from error


async def post_code(session: AsyncSession, key: str, words: Words, address: str, name: str) -> UUID:
    """Put a mail with a new code into the outbox, in the visitor's language; the code's id."""
    code = email_codes.new_code()
    shop = (await own_tenant(session)).name
    shown = f"{code[:4]} {code[4:]}"
    minutes = int(email_codes.LIFE.total_seconds()) // 60
    body = words.text("mail-code-body", code=shown, shop=shop, minutes=minutes)
    subject = words.text("mail-code-subject", code=shown, shop=shop)
    mail = await mails.post(session, address, subject, body, good_for=email_codes.LIFE)
    clean = " ".join(name.replace("\x00", "").split())[:_LONGEST_NAME]
    row = await email_codes.keep_code(
        session, key, code, email=address, name=clean, mail_id=mail.id
    )
    return row.id


async def enter_by_code(
    ground: Ground, tenant_id: UUID, code_id: UUID, code: str, password: str, agent: str
) -> str:
    """Sign in whoever has the code; the secret for the browser's cookie.

    A new address gets an account, tied to the customer record that has the address already. A
    `password` that is not empty is theirs from now on. Raises CodeWrong, AccountClosed.
    """
    database = ground.runtime.database
    # A wrong try is committed before it is refused.
    async with database.transaction(tenant_id) as session:
        proven = await email_codes.prove(session, ground.runtime.secret, code_id, code)
    if proven is None:
        raise CodeWrong
    hashed = await hash_for(database, proven.email, password or secrets.token_urlsafe(32))
    async with database.transaction(tenant_id) as session:
        user = await own_accounts.account_of(session, proven.email)
        if user is None:
            user = await _new_account(session, proven, hashed)
        else:
            await own_accounts.enter(session, user, hashed=hashed if password else None)
        return await sign_in(session, user, life=ground.issuer.refresh, agent=agent)


async def _new_account(session: AsyncSession, proven: ProvenAddress, hashed: str) -> User:
    customer = await customer_with(session, proven.email)
    if customer is None:
        named = proven.name or proven.email.partition("@")[0]
        new = OwnCustomer(email=proven.email, name=named)
        await write_one(session, SYSTEM, KINDS["customers"], new)
        customer = await customer_with(session, proven.email)
    if customer is None:
        raise AccountClosed
    return await own_accounts.open_account(
        session, email=proven.email, name=customer.name, customer_id=customer.id, hashed=hashed
    )
