"""The sign-in page of the team, and signing out."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from deskhand.domain.accounts.logins import CredentialsWrong
from deskhand.domain.accounts.schemas import Credentials
from deskhand.infra.errors import DeskhandError
from deskhand.interfaces.console.rendering import base_of, render
from deskhand.interfaces.console.team.access import Person
from deskhand.interfaces.console.team.routing import CONSOLE
from deskhand.interfaces.web.browsers import close_session, open_session, person_at, refuse_foreign
from deskhand.interfaces.web.deps import GroundDep

router = APIRouter(include_in_schema=False)

Text = Annotated[str, Form(max_length=400)]


def _page(
    request: Request, *, error: DeskhandError | None = None, email: str = "", status: int = 200
) -> Response:
    shop = request.app.state.chat_page
    context = {
        "code": error.code if error is not None else None,
        "detail": error.detail if error is not None else None,
        "email": email,
        "shop_name": shop.shop_name,
        "hint": shop.staff_login,
    }
    return render(request, "team/sign_in.html", context, status=status)


@router.get(f"{CONSOLE}/sign-in")
async def sign_in_page(request: Request, ground: GroundDep) -> Response:
    """The form; who is signed in goes on to the inbox."""
    try:
        await person_at(request, ground)
    except DeskhandError:
        return _page(request)
    return RedirectResponse(f"{base_of(request)}{CONSOLE}", 303)


@router.post(f"{CONSOLE}/sign-in")
async def sign_in(
    request: Request, ground: GroundDep, email: Text = "", password: Text = "", tenant: Text = ""
) -> Response:
    """Sign in and go to the inbox; else the form again, with what was wrong."""
    answer = RedirectResponse(f"{base_of(request)}{CONSOLE}", 303)
    path = f"{base_of(request)}{CONSOLE}"
    refuse_foreign(request)
    try:
        given = Credentials(email=email, password=password, tenant=tenant.strip() or None)
        await open_session(request, ground, given, answer, path=path)
    except ValidationError:
        return _page(request, error=CredentialsWrong(), email=email, status=401)
    except DeskhandError as error:
        return _page(request, error=error, email=email, status=error.status)
    return answer


@router.post(f"{CONSOLE}/sign-out")
async def sign_out(request: Request, ground: GroundDep, person: Person) -> Response:
    """End this browser's sign-in."""
    base = base_of(request)
    answer = RedirectResponse(f"{base}{CONSOLE}/sign-in", 303)
    await close_session(ground, person, answer, path=f"{base}{CONSOLE}")
    return answer
