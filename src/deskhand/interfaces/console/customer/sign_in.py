"""Customers sign in, sign up and sign out; who forgot the password proves the address instead."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from deskhand.domain.accounts.email_codes import CodeWrong
from deskhand.domain.accounts.logins import CredentialsWrong
from deskhand.domain.accounts.schemas import Credentials
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.tables import EmailCode, Mail
from deskhand.infra.errors import DeskhandError, Unauthenticated
from deskhand.interfaces.console.customer.access import AnyVisitor, CustomerHere, Visitor
from deskhand.interfaces.console.customer.entering import (
    address_for_code,
    enter_by_code,
    good_password,
    post_code,
)
from deskhand.interfaces.console.customer.frame import show, words_for
from deskhand.interfaces.console.customer.routing import PORTAL, customer_router
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.web.browsers import (
    CUSTOMER_COOKIE,
    close_session,
    keep_secret,
    open_session,
    refuse_foreign,
)
from deskhand.interfaces.web.deps import Ground, GroundDep

router = customer_router()

Text = Annotated[str, Form(max_length=400)]
Way = Literal["sign-in", "sign-up", "forgotten"]


def home_of(request: Request) -> str:
    """The path that the cookie of a customer belongs to: all pages."""
    return base_of(request) or "/"


def _after(after: str) -> str:
    """Where to go once signed in: a page of ours, or the overview."""
    ours = after == "/" or after.startswith((f"{PORTAL}/", "/help"))
    return after if ours and "\\" not in after and "//" not in after else PORTAL


async def _form(
    request: Request,
    ground: Ground,
    visitor: Visitor,
    way: Way,
    error: DeskhandError | None = None,
    **given: Any,
) -> Response:
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        return await show(
            request, ground, visitor, session, "sign_in.html", section="sign-in", way=way,
            problem=error.code if error else None, status=error.status if error else 200,
            hint=_hint(request), **{"email": "", "name": "", "after": PORTAL, **given},
        )  # fmt: skip


def _hint(request: Request) -> str | None:
    hint: str | None = request.app.state.chat_page.customer_login
    return hint


@router.get("/sign-in")
async def sign_in_page(
    request: Request, ground: GroundDep, visitor: AnyVisitor, after: str = PORTAL
) -> Response:
    """The form; who is signed in goes on."""
    if visitor.person is not None:
        return RedirectResponse(f"{base_of(request)}{_after(after)}", 303)
    return await _form(request, ground, visitor, "sign-in", after=_after(after))


@router.get("/sign-up")
async def sign_up_page(request: Request, ground: GroundDep, visitor: AnyVisitor) -> Response:
    """Name and address; the rest follows once the address is proven."""
    return await _form(request, ground, visitor, "sign-up")


@router.get("/forgotten")
async def forgotten_page(request: Request, ground: GroundDep, visitor: AnyVisitor) -> Response:
    """The address whose password was forgotten."""
    return await _form(request, ground, visitor, "forgotten")


@router.post("/sign-in")
async def sign_in(
    request: Request,
    ground: GroundDep,
    visitor: AnyVisitor,
    email: Text = "",
    password: Text = "",
    after: Text = PORTAL,
) -> Response:
    """With a password."""
    refuse_foreign(request)
    answer = RedirectResponse(f"{base_of(request)}{_after(after)}", 303)
    try:
        async with ground.runtime.database.transaction(visitor.tenant_id) as session:
            slug = (await own_tenant(session)).slug
        given = Credentials(email=email, password=password, tenant=slug)
        await open_session(request, ground, given, answer, path=home_of(request), customers=True)
    except ValidationError:
        error: DeskhandError = CredentialsWrong()
    except DeskhandError as found:
        error = found
    else:
        return answer
    return await _form(request, ground, visitor, "sign-in", error, email=email, after=_after(after))


@router.post("/code")
async def send_code(
    request: Request,
    ground: GroundDep,
    visitor: AnyVisitor,
    email: Text = "",
    name: Text = "",
    way: Annotated[Way, Form()] = "sign-in",
) -> Response:
    """Send a code to the address. Whether it has an account is told to its mail alone."""
    refuse_foreign(request)
    try:
        address = await address_for_code(request, ground, str(visitor.tenant_id), email)
    except DeskhandError as error:
        return await _form(request, ground, visitor, way, error, email=email, name=name)
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        words = await words_for(request, ground, session)
        code_id = await post_code(session, ground.runtime.secret, words, address, name)
    where = f"{base_of(request)}{PORTAL}/code/{code_id}?way={way}"
    return RedirectResponse(where, 303)


@router.get("/code/{code_id}")
async def code_page(
    request: Request, ground: GroundDep, visitor: AnyVisitor, code_id: UUID, way: Way = "sign-in"
) -> Response:
    """Where the code is typed."""
    return await _code_form(request, ground, visitor, code_id, way)


async def _code_form(
    request: Request,
    ground: Ground,
    visitor: Visitor,
    code_id: UUID,
    way: Way,
    error: DeskhandError | None = None,
) -> Response:
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        row = await session.get(EmailCode, (visitor.tenant_id, code_id))
        if row is None:
            raise CodeWrong
        mail = None
        if _sees_the_outbox(request, ground, visitor):
            mail = await session.get(Mail, (visitor.tenant_id, row.mail_id))
        return await show(
            request, ground, visitor, session, "code.html", section="sign-in", way=way,
            code_id=code_id, address=row.email, mail=mail,
            problem=error.code if error else None, status=error.status if error else 200,
        )  # fmt: skip


def _sees_the_outbox(request: Request, ground: Ground, visitor: Visitor) -> bool:
    """Beside the sample shop whoever is at this machine is its owner, who may read its mail."""
    try:
        return ground.authenticator.local_principal(request).tenant_id == visitor.tenant_id
    except Unauthenticated:
        return False


@router.post("/code/{code_id}")
async def enter_code(
    request: Request,
    ground: GroundDep,
    visitor: AnyVisitor,
    code_id: UUID,
    code: Text = "",
    password: Text = "",
    way: Annotated[Way, Form()] = "sign-in",
) -> Response:
    """With the code the address is proven: sign in, with an account and a password if wanted."""
    refuse_foreign(request)
    answer = RedirectResponse(f"{base_of(request)}{PORTAL}", 303)
    try:
        if password:
            good_password(password)  # Before the code is used up.
        agent = request.headers.get("user-agent", "")
        secret = await enter_by_code(ground, visitor.tenant_id, code_id, code, password, agent)
    except DeskhandError as error:
        return await _code_form(request, ground, visitor, code_id, way, error)
    keep_secret(request, ground, answer, secret, CUSTOMER_COOKIE, path=home_of(request))
    return answer


@router.post("/sign-out")
async def sign_out(request: Request, ground: GroundDep, visitor: CustomerHere) -> Response:
    """End this browser's sign-in."""
    answer = RedirectResponse(f"{base_of(request)}/", 303)
    if visitor.person is not None:
        await close_session(
            ground, visitor.person, answer, path=home_of(request), cookie=CUSTOMER_COOKIE
        )
    return answer
