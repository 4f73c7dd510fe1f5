"""The chat page at `/`."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from deskhand.domain.accounts.tenants import own_tenant
from deskhand.infra.errors import Unauthenticated
from deskhand.interfaces.console.rendering import render
from deskhand.interfaces.web.browsers import SignedIn, customer_at
from deskhand.interfaces.web.deps import GroundDep

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What the chat page shows of this installation; kept in `app.state.chat_page`.

    `sample_customers` holds (e-mail, name, hint) of customers that a visitor may pose as; the
    first is chosen at the start. `suggestions` are first questions of a customer,
    `guest_suggestions` those of somebody who has no records. `staff_login` is a line that tells
    where the team signs in, `customer_login` where customers do. `tenant_id` is whose pages a guest
    sees; None asks the settings. With `needs_login` the visitor signs in before chatting.
    """

    shop_name: str
    sample_customers: tuple[tuple[str, str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    staff_login: str | None = None
    needs_login: bool = False
    message_limit: int = 8000
    guest_suggestions: tuple[str, ...] = ()
    tenant_id: UUID | None = None
    customer_login: str | None = None


@router.get("/", response_class=HTMLResponse)
async def chat_page(request: Request, ground: GroundDep) -> HTMLResponse:
    """The chat: of the customer who signed in, or for whom `app.state.chat_page` describes."""
    page: ChatPage = request.app.state.chat_page
    person = None
    with suppress(Unauthenticated):
        person = await customer_at(request, ground)
        async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
            shop_name = (await own_tenant(session)).name
        page = replace(page, shop_name=shop_name, sample_customers=(), needs_login=False)
    return shown(request, page, person)


def shown(request: Request, page: ChatPage, person: SignedIn | None) -> HTMLResponse:
    """The page for a customer who signed in, or for a visitor."""
    context = {"page": page, "message_limit": page.message_limit, "person": person}
    return render(request, "customer/chat.html", context)
