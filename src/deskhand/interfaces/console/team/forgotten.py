"""A forgotten password of the team: the address is proven by a code, then it is chosen anew."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from deskhand.domain.accounts import email_codes, own_accounts
from deskhand.domain.accounts.email_codes import CodeWrong
from deskhand.domain.accounts.logins import accounts_of, hash_for
from deskhand.domain.accounts.roles import STAFF, Role
from deskhand.domain.accounts.users import get_user
from deskhand.domain.accounts.web_sessions import sign_in
from deskhand.infra.errors import DeskhandError
from deskhand.interfaces.console.customer.entering import (
    address_for_code,
    good_password,
    post_code,
)
from deskhand.interfaces.console.customer.frame import words_for
from deskhand.interfaces.console.rendering import base_of, render
from deskhand.interfaces.console.team.routing import CONSOLE
from deskhand.interfaces.web.browsers import COOKIE, keep_secret, refuse_foreign
from deskhand.interfaces.web.deps import Ground, GroundDep

router = APIRouter(include_in_schema=False, prefix=f"{CONSOLE}/forgotten")

Text = Annotated[str, Form(max_length=400)]
_TRIES = "10/hour"
"""Codes that may be typed for one address; each code has its own end as well."""


def _page(
    request: Request, *, email: str | None = None, error: DeskhandError | None = None
) -> Response:
    context = {
        "detail": error.detail if error is not None else None,
        "email": email,
        "shop_name": request.app.state.chat_page.shop_name,
    }
    status = error.status if error is not None else 200
    return render(request, "team/forgotten.html", context, status=status)


@router.get("")
async def forgotten_page(request: Request) -> Response:
    """Where the address is typed."""
    return _page(request)


@router.post("")
async def send_code(request: Request, ground: GroundDep, email: Text = "") -> Response:
    """Send a code to whoever of a team has the address, of every team that it is in.

    The answer is the same where nobody has it.
    """
    refuse_foreign(request)
    try:
        address = await address_for_code(request, ground, "team", email)
    except DeskhandError as error:
        return _page(request, error=error)
    database = ground.runtime.database
    async with database.transaction(None) as session:
        found = await accounts_of(session, address)
    for account in found:
        async with database.transaction(account.tenant_id) as session:
            user = await get_user(session, account.user_id)
            if Role(user.role) in STAFF:
                words = await words_for(request, ground, session)
                await post_code(session, ground.runtime.secret, words, address, user.name)
    return _page(request, email=address)


@router.post("/code")
async def enter_code(
    request: Request, ground: GroundDep, email: Text = "", code: Text = "", password: Text = ""
) -> Response:
    """With the code another password is set, every sign-in of before ends, and a new one begins."""
    refuse_foreign(request)
    try:
        good_password(password)  # Before the code is used up.
        await ground.limits.check(_TRIES, "forgotten", "account", email)
        secret = await _enter(request, ground, email, code, password)
    except DeskhandError as error:
        return _page(request, email=email, error=error)
    ground.authenticator.forget_everyone()
    path = f"{base_of(request)}{CONSOLE}"
    answer = RedirectResponse(path, 303)
    keep_secret(request, ground, answer, secret, COOKIE, path=path)
    return answer


async def _enter(request: Request, ground: Ground, email: str, code: str, password: str) -> str:
    """The secret of the new sign-in, in the team whose code it is; raises CodeWrong."""
    database = ground.runtime.database
    async with database.transaction(None) as session:
        found = await accounts_of(session, email)
    for account in found:
        if not await _proven(ground, account.tenant_id, email, code):
            continue
        hashed = await hash_for(database, email, password)
        async with database.transaction(account.tenant_id) as session:
            user = await own_accounts.renew_of_team(session, email, hashed=hashed)
            agent = request.headers.get("user-agent", "")
            return await sign_in(session, user, life=ground.issuer.refresh, agent=agent)
    raise CodeWrong


async def _proven(ground: Ground, tenant_id: UUID, email: str, code: str) -> bool:
    # A wrong try is committed before it is refused.
    async with ground.runtime.database.transaction(tenant_id) as session:
        newest = await email_codes.newest_code(session, email)
        if newest is None:
            return False
        return await email_codes.prove(session, ground.runtime.secret, newest, code) is not None
