"""Registration, log-in and the life of a sign-in."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Request, Response

from deskhand.domain.accounts import sign_ins, users
from deskhand.domain.accounts.logins import CredentialsWrong, enter_account, hash_for
from deskhand.domain.accounts.passwords import matching
from deskhand.domain.accounts.roles import Role
from deskhand.domain.accounts.schemas import (
    CallerView,
    Credentials,
    PasswordChange,
    RefreshRequest,
    Registration,
    RegistrationView,
    SignInView,
    TenantView,
    TokenPair,
    UserView,
)
from deskhand.domain.accounts.tokens import TokenInvalid
from deskhand.infra.db.paging import Page
from deskhand.infra.errors import Forbidden
from deskhand.interfaces.web.deps import Caller, GroundDep, TenantSession

router = APIRouter(prefix="/api/v1/auth", tags=["auth"])


class RegistrationClosed(Forbidden):
    """New tenants are made by the operator here: ask for an account."""


def _pair(opened: users.Session) -> TokenPair:
    return TokenPair(
        access_token=opened.access_token,
        refresh_token=opened.refresh_token,
        expires_in=opened.expires_in,
    )


@router.post("/register", status_code=201, summary="Make a tenant and its owner")
async def register(request: Request, body: Registration, ground: GroundDep) -> RegistrationView:
    """A new tenant with its owner, signed in. Closed unless the operator opened it."""
    auth = ground.runtime.settings.auth
    if not (auth.registration_open or ground.authenticator.serves_strangers):
        raise RegistrationClosed
    address = request.client.host if request.client else "unknown"
    await ground.limits.check(auth.login_limit, "register", "address", address)
    database = ground.runtime.database
    hashed = await hash_for(database, body.email, body.password)
    async with database.transaction(None) as session:
        tenant, user, opened = await users.register(session, ground.issuer, body, hashed)
    return RegistrationView(
        **_pair(opened).model_dump(),
        tenant=TenantView.model_validate(tenant),
        user=UserView.model_validate(user),
    )


@router.post("/login", summary="Sign in")
async def log_in(
    request: Request, response: Response, body: Credentials, ground: GroundDep
) -> TokenPair:
    """Tokens for an address and its password. Failures are limited by address and by account."""
    place, proven = await ground.logins.prove(request, body.email, body.password)
    async with ground.runtime.database.transaction(None) as session:
        user = await enter_account(session, proven, body)
        opened = await users.open_session(session, ground.issuer, user)
    await ground.logins.remember(place, response, secure=request.url.scheme == "https")
    return _pair(opened)


@router.post("/refresh", summary="Exchange a refresh token")
async def refresh(body: RefreshRequest, ground: GroundDep) -> TokenPair:
    """New tokens for a refresh token, which is used up. One used before ends the whole sign-in."""
    claims = ground.issuer.read(body.refresh_token, "refresh")
    opened: users.Session | None = None
    async with ground.runtime.database.transaction(claims.tenant_id) as session:
        if await users.was_used(session, claims):
            # This must be committed although the request is refused.
            await users.log_out(session, claims)
        else:
            opened = await users.refresh(session, ground.issuer, claims)
    if opened is None:
        ground.authenticator.forget(claims.family_id)
        raise TokenInvalid
    return _pair(opened)


@router.post("/logout", status_code=204, summary="Sign out")
async def log_out(body: RefreshRequest, ground: GroundDep) -> None:
    """End the sign-in that the refresh token belongs to, at once."""
    claims = ground.issuer.read(body.refresh_token, "refresh")
    async with ground.runtime.database.transaction(claims.tenant_id) as session:
        await users.log_out(session, claims)
    ground.authenticator.forget(claims.family_id)


@router.post("/password", summary="Change my password")
async def change_password(body: PasswordChange, caller: Caller, ground: GroundDep) -> TokenPair:
    """Another password of one's own. Every sign-in ends; the answer is a new one."""
    database, user_id = ground.runtime.database, sign_ins.person_id(caller.actor)
    guesses = (ground.runtime.settings.auth.login_limit, "password", str(user_id))
    await ground.limits.require(*guesses)
    async with database.transaction(caller.tenant_id) as session:
        user = await users.get_user(session, user_id)
    if not (await matching(body.current_password, [user.password_hash]))[0]:
        await ground.limits.note(*guesses)
        raise CredentialsWrong
    hashed = await hash_for(database, user.email, body.new_password)
    async with database.transaction(caller.tenant_id) as session:
        user = await sign_ins.set_own_password(session, caller.actor, hashed)
        opened = await users.open_session(session, ground.issuer, user)
    ground.authenticator.forget_everyone()
    return _pair(opened)


@router.get("/sessions", summary="My sign-ins")
async def list_sessions(caller: Caller, session: TenantSession) -> Page[SignInView]:
    """One's own sign-ins that are in force, the newest first."""
    found = await sign_ins.own_sign_ins(session, caller.actor)
    return Page[SignInView](items=found, next_cursor=None)


@router.delete("/sessions/{session_id}", status_code=204, summary="End a sign-in of mine")
async def end_session(session_id: UUID, caller: Caller, ground: GroundDep) -> None:
    """End one of one's own sign-ins at once."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        await sign_ins.end_sign_in(session, caller.actor, session_id)
    ground.authenticator.forget(session_id)


@router.get("/me", summary="Who am I")
async def me(caller: Caller, session: TenantSession) -> CallerView:
    """Whom the credential belongs to, and what it allows."""
    actor = caller.actor
    user = None
    if actor.kind == "user" and actor.id is not None:
        user = UserView.model_validate(await users.get_user(session, actor.id))
    return CallerView(
        tenant_id=caller.tenant_id,
        kind=actor.kind,
        id=actor.id,
        role=Role(actor.role),
        customer_id=actor.customer_id,
        scopes=None if caller.scopes is None else sorted(caller.scopes),
        user=user,
    )
