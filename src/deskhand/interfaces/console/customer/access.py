"""Who is at a customer's page: a customer who signed in, or a guest of one tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import quote
from uuid import UUID

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request

from deskhand.domain.accounts.tenants import find_tenant, tenants_to_keep
from deskhand.domain.audit import Actor
from deskhand.infra.errors import NotFound, Unauthenticated
from deskhand.interfaces.console.customer.routing import PORTAL
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.console.team.routing import is_visit
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.browsers import SignedIn, customer_at
from deskhand.interfaces.web.deps import Ground, GroundDep

SHOP_COOKIE: Final = "deskhand_shop"
"""The slug of the tenant whose pages a guest looks at, where one server has several."""


class HouseUnknown(NotFound):
    """Open the page by the link of the company that you are a customer of."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whose pages are shown, and to whom; `person` is None for a guest."""

    tenant_id: UUID
    person: SignedIn | None

    @property
    def principal(self) -> Principal:
        """The customer who signed in; raises Unauthenticated for a guest."""
        if self.person is None:
            raise Unauthenticated
        return self.person.principal

    @property
    def actor(self) -> Actor:
        """As whom the customer acts; raises Unauthenticated for a guest."""
        return self.principal.actor

    @property
    def customer_id(self) -> UUID:
        """The id of the customer who signed in; raises Unauthenticated for a guest."""
        if self.actor.customer_id is None:
            raise Unauthenticated
        return self.actor.customer_id


async def house_of(request: Request, ground: Ground) -> UUID:
    """The tenant whose pages a guest sees. Raises HouseUnknown.

    It is named by `?shop=`, by the cookie of an earlier visit, or by the installation.
    """
    named = request.query_params.get("shop") or request.cookies.get(SHOP_COOKIE)
    named = named or (None if _own(request) else ground.runtime.settings.app.portal_tenant)
    async with ground.runtime.database.transaction(None) as session:
        found = await find_tenant(session, named.replace("\x00", "")) if named else _own(request)
        if found is None:
            every = await tenants_to_keep(session)
            found = every[0] if len(every) == 1 else None
    if found is None:
        raise HouseUnknown
    return found


def _own(request: Request) -> UUID | None:
    found: UUID | None = request.app.state.chat_page.tenant_id
    return found


async def get_visitor(request: Request, ground: GroundDep) -> Visitor:
    """Whoever looks at the page. Raises HouseUnknown, ForeignRequest."""
    try:
        person = await customer_at(request, ground)
    except Unauthenticated:
        return Visitor(await house_of(request, ground), None)
    return Visitor(person.principal.tenant_id, person)


async def get_customer(request: Request, ground: GroundDep) -> Visitor:
    """The customer who signed in; a guest is led to the sign-in page, and back after it."""
    try:
        person = await customer_at(request, ground)
    except Unauthenticated:
        if not is_visit(request):
            raise
        after = quote(request.url.path.removeprefix(base_of(request)), safe="")
        where = f"{base_of(request)}{PORTAL}/sign-in?after={after}"
        raise HTTPException(303, "Sign in first.", {"Location": where}) from None
    return Visitor(person.principal.tenant_id, person)


AnyVisitor = Annotated[Visitor, Depends(get_visitor)]
CustomerHere = Annotated[Visitor, Depends(get_customer)]


async def _session(ground: GroundDep, visitor: AnyVisitor) -> AsyncIterator[AsyncSession]:
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        yield session


async def _own_session(ground: GroundDep, visitor: CustomerHere) -> AsyncIterator[AsyncSession]:
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        yield session


# The transaction ends before the answer is sent: an answer stands for what is committed.
VisitorSession = Annotated[AsyncSession, Depends(_session, scope="function")]
CustomerSession = Annotated[AsyncSession, Depends(_own_session, scope="function")]
