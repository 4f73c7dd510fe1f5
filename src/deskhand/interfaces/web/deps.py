"""What routes ask for: the opened ground, the caller, and a transaction of the caller's tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection

from deskhand.domain.accounts.roles import Role, Scope
from deskhand.domain.accounts.tokens import TokenIssuer
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.packs.store import PackStore
from deskhand.infra.db.paging import PageRequest
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.auth import Authenticator, Principal, credential_of
from deskhand.interfaces.web.limits import RateLimits
from deskhand.interfaces.web.logins import LogIns


@dataclass(frozen=True, slots=True)
class Ground:
    """What the doors stand on; kept in `app.state.ground`.

    `watchman` knows credentials as `authenticator` does, also while every connection is taken.
    """

    runtime: Runtime
    issuer: TokenIssuer
    authenticator: Authenticator
    watchman: Authenticator
    limits: RateLimits
    packs: PackStore
    taught: TaughtPacks
    gateways: Registered
    firewall: Firewall
    logins: LogIns


async def get_ground(connection: HTTPConnection) -> Ground:
    """The opened ground."""
    ground: Ground = connection.app.state.ground
    return ground


GroundDep = Annotated[Ground, Depends(get_ground)]


async def get_caller(connection: HTTPConnection, ground: GroundDep) -> Principal:
    """The caller, by credential alone."""
    return await ground.authenticator.principal(credential_of(connection.headers))


async def get_caller_or_local(connection: HTTPConnection, ground: GroundDep) -> Principal:
    """The caller by credential; without one, the sample owner when the caller is local."""
    credential = credential_of(connection.headers)
    if credential is not None:
        return await ground.authenticator.principal(credential)
    return ground.authenticator.local_principal(connection)


def allowed(
    role: Role, scope: Scope, *, local: bool = False
) -> Callable[..., Awaitable[Principal]]:
    """A dependency: the caller, who must have `role` or more, and with an API key `scope`.

    With `local` a caller without a credential may be the sample owner.
    """

    who = get_caller_or_local if local else get_caller

    # Not in an annotation: those are strings here, and FastAPI cannot see this function's names.
    async def check(caller: Principal = Depends(who)) -> Principal:
        caller.require(role, scope)
        return caller

    check.needed = (role, scope, local)  # type: ignore[attr-defined]  # read by the access test
    return check


Caller = Annotated[Principal, Depends(get_caller)]
Reader = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.READ))]
Chatter = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.CHAT))]
Writer = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.WRITE))]
StaffReader = Annotated[Principal, Depends(allowed(Role.AGENT, Scope.READ))]
StaffWriter = Annotated[Principal, Depends(allowed(Role.AGENT, Scope.WRITE))]
AdminCaller = Annotated[Principal, Depends(allowed(Role.ADMIN, Scope.ADMIN))]
LocalReader = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.READ, local=True))]
LocalChatter = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.CHAT, local=True))]
LocalWriter = Annotated[Principal, Depends(allowed(Role.CUSTOMER, Scope.WRITE, local=True))]
LocalStaffReader = Annotated[Principal, Depends(allowed(Role.AGENT, Scope.READ, local=True))]
LocalStaffWriter = Annotated[Principal, Depends(allowed(Role.AGENT, Scope.WRITE, local=True))]


def require_staff_reader(caller: Principal) -> None:
    """Raise unless the caller belongs to the team and may read."""
    caller.require(Role.AGENT, Scope.READ)


async def _tenant_session(
    ground: GroundDep, caller: Annotated[Principal, Depends(get_caller)]
) -> AsyncIterator[AsyncSession]:
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        yield session


async def _tenant_session_or_local(
    ground: GroundDep, caller: Annotated[Principal, Depends(get_caller_or_local)]
) -> AsyncIterator[AsyncSession]:
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        yield session


# The transaction ends before the answer is sent: an answer stands for what is committed.
TenantSession = Annotated[AsyncSession, Depends(_tenant_session, scope="function")]
LocalTenantSession = Annotated[AsyncSession, Depends(_tenant_session_or_local, scope="function")]


async def page_request(
    limit: Annotated[int, Query(ge=1, le=200)] = 50, cursor: str | None = None
) -> PageRequest:
    """Which page of a list is wanted."""
    return PageRequest(limit=limit, cursor=cursor)


Paging = Annotated[PageRequest, Depends(page_request)]
