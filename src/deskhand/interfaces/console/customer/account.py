"""A customer's own account: sign-ins, password, and all that is held of them."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response

from deskhand.domain.accounts import sign_ins, users
from deskhand.domain.accounts.logins import CredentialsWrong, hash_for
from deskhand.domain.accounts.passwords import matching
from deskhand.domain.accounts.web_sessions import sign_in
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.privacy.erasing import AddressDiffers, erase_customer
from deskhand.domain.privacy.telling import export_customer
from deskhand.infra.errors import DeskhandError
from deskhand.interfaces.console.customer.access import CustomerHere, CustomerSession, Visitor
from deskhand.interfaces.console.customer.entering import good_password
from deskhand.interfaces.console.customer.frame import show
from deskhand.interfaces.console.customer.routing import PORTAL, customer_router
from deskhand.interfaces.console.customer.sign_in import home_of
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.web.browsers import CUSTOMER_COOKIE, keep_secret
from deskhand.interfaces.web.deps import Ground, GroundDep

router = customer_router(f"{PORTAL}/account")

Text = Annotated[str, Form(max_length=400)]


async def _page(
    request: Request,
    ground: Ground,
    visitor: Visitor,
    template: str = "account.html",
    error: DeskhandError | None = None,
    **more: Any,
) -> Response:
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        return await show(
            request, ground, visitor, session, template, section="account",
            found=await sign_ins.own_sign_ins(session, visitor.actor),
            here=visitor.person.session_id if visitor.person else None,
            problem=error.code if error else None, status=error.status if error else 200, **more,
        )  # fmt: skip


@router.get("")
async def account_page(
    request: Request, ground: GroundDep, visitor: CustomerHere, changed: bool = False
) -> Response:
    """Sign-ins, the password, and one's data."""
    return await _page(request, ground, visitor, changed=changed)


@router.post("/password")
async def change_password(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    current: Text = "",
    password: Text = "",
) -> Response:
    """Another password; every other sign-in ends, and this browser gets a new one."""
    try:
        secret = await _changed(request, ground, visitor, current, password)
    except DeskhandError as error:
        return await _page(request, ground, visitor, error=error, changed=False)
    ground.authenticator.forget_everyone()
    answer = RedirectResponse(f"{base_of(request)}{PORTAL}/account?changed=true", 303)
    keep_secret(request, ground, answer, secret, CUSTOMER_COOKIE, path=home_of(request))
    return answer


async def _changed(
    request: Request, ground: Ground, visitor: Visitor, current: str, password: str
) -> str:
    """The secret of the new sign-in; raises PasswordWeak, CredentialsWrong, TooManyRequests."""
    good_password(password)
    database, user_id = ground.runtime.database, sign_ins.person_id(visitor.actor)
    guesses = (ground.runtime.settings.auth.login_limit, "password", str(user_id))
    await ground.limits.require(*guesses)
    async with database.transaction(visitor.tenant_id) as session:
        user = await users.get_user(session, user_id)
    if not (await matching(current, [user.password_hash]))[0]:
        await ground.limits.note(*guesses)
        raise CredentialsWrong
    hashed = await hash_for(database, user.email, password)
    async with database.transaction(visitor.tenant_id) as session:
        user = await sign_ins.set_own_password(session, visitor.actor, hashed)
        agent = request.headers.get("user-agent", "")
        return await sign_in(session, user, life=ground.issuer.refresh, agent=agent)


@router.post("/sign-ins/{sign_in_id}/end")
async def end_one(
    request: Request, ground: GroundDep, visitor: CustomerHere, sign_in_id: UUID
) -> Response:
    """Sign one browser out."""
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        await sign_ins.end_sign_in(session, visitor.actor, sign_in_id)
    ground.authenticator.forget(sign_in_id)
    return RedirectResponse(f"{base_of(request)}{PORTAL}/account", 303)


@router.post("/sign-out-everywhere")
async def sign_out_everywhere(
    request: Request, ground: GroundDep, visitor: CustomerHere
) -> Response:
    """Every sign-in ends, this one as well."""
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        await sign_ins.end_own_sign_ins(session, visitor.actor)
    ground.authenticator.forget_everyone()
    answer = RedirectResponse(f"{base_of(request)}{PORTAL}/sign-in", 303)
    answer.delete_cookie(CUSTOMER_COOKIE, path=home_of(request), httponly=True, samesite="lax")
    return answer


@router.get("/export")
async def export(visitor: CustomerHere, session: CustomerSession) -> Response:
    """All that is held of the customer, as a file."""
    held = await export_customer(session, visitor.actor, visitor.customer_id)
    return Response(
        held.model_dump_json(indent=2),
        media_type="application/json",
        headers={
            "Content-Disposition": 'attachment; filename="my-data.json"',
            "Cache-Control": "no-store",
        },
    )


@router.get("/erasure")
async def erasure_page(request: Request, ground: GroundDep, visitor: CustomerHere) -> Response:
    """What an erasure does, and where it is confirmed."""
    return await _page(request, ground, visitor, "erasure.html", erased=False)


@router.post("/erasure")
async def erase(
    request: Request, ground: GroundDep, visitor: CustomerHere, email: Text = ""
) -> Response:
    """Erase all of it, for good; the address that is typed confirms it."""
    person = visitor.person
    try:
        if person is None or email.strip().lower() != person.email:
            raise AddressDiffers
        async with ground.runtime.database.transaction(visitor.tenant_id) as session:
            # The record may have another address than the account.
            own = await get_customer(session, visitor.actor, visitor.customer_id)
            await erase_customer(session, visitor.actor, own.id, email=own.email)
    except DeskhandError as error:
        return await _page(request, ground, visitor, "erasure.html", error, erased=False)
    ground.authenticator.forget_everyone()
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        guest = Visitor(visitor.tenant_id, None)
        answer: Response = await show(
            request, ground, guest, session, "erasure.html",
            section="account", erased=True, problem=None,
        )  # fmt: skip
    answer.delete_cookie(CUSTOMER_COOKIE, path=home_of(request), httponly=True, samesite="lax")
    return answer
