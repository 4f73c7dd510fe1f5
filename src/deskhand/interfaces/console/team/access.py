"""Who is at the console: somebody of the team whose browser is signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request

from deskhand.domain.accounts.roles import Role, at_least
from deskhand.infra.errors import Unauthenticated
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.console.team.routing import CONSOLE, is_visit
from deskhand.interfaces.web.auth import RoleMissing
from deskhand.interfaces.web.browsers import SignedIn, person_at
from deskhand.interfaces.web.deps import GroundDep


async def get_person(request: Request, ground: GroundDep) -> SignedIn:
    """The person at the browser. A visit to a page without a sign-in is led to the sign-in page.

    Raises WebSessionInvalid, ForeignRequest, NoPlaceForCustomers.
    """
    try:
        return await person_at(request, ground)
    except Unauthenticated:
        if is_visit(request):
            where = f"{base_of(request)}{CONSOLE}/sign-in"
            raise HTTPException(303, "Sign in first.", {"Location": where}) from None
        raise


Person = Annotated[SignedIn, Depends(get_person)]


async def _administrator(person: Person) -> SignedIn:
    if not at_least(person.role, Role.ADMIN):
        raise RoleMissing
    return person


Administrator = Annotated[SignedIn, Depends(_administrator)]


async def _session(ground: GroundDep, person: Person) -> AsyncIterator[AsyncSession]:
    async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
        yield session


# The transaction ends before the answer is sent: an answer stands for what is committed.
DeskSession = Annotated[AsyncSession, Depends(_session, scope="function")]
