"""Builds the web application out of its doors."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import timedelta

from fastapi import Depends, FastAPI

from deskhand import __version__
from deskhand.domain.accounts.tokens import TokenIssuer
from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.gateways.stored import Registered
from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.packs.store import PackStore
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.api import compat, router
from deskhand.interfaces.api.openapi import install_openapi
from deskhand.interfaces.channels import websocket
from deskhand.interfaces.console import static_files
from deskhand.interfaces.console.customer import chat
from deskhand.interfaces.console.customer import pages as portal
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.console.team import pages as team
from deskhand.interfaces.web import health
from deskhand.interfaces.web.auth import Authenticator, SampleDoor
from deskhand.interfaces.web.deps import Ground
from deskhand.interfaces.web.errors import install_error_pages
from deskhand.interfaces.web.limits import RateLimits
from deskhand.interfaces.web.logins import LogIns
from deskhand.interfaces.web.middleware import RequestFrame
from deskhand.interfaces.web.queries import known_queries

_ROOM_BESIDE_A_DOCUMENT = 1_000_000
"""Bytes of a request beside the document that it carries."""


def build_app(
    runtime: Runtime,
    *,
    sample: SampleDoor | None,
    chat_page: ChatPage,
    lifespan: Callable[[FastAPI], AbstractAsyncContextManager[None]] | None = None,
) -> FastAPI:
    """The application over an opened runtime, which the caller closes.

    With `sample` local callers without a credential are served as that tenant's owner, beside
    `/api/v1`. `lifespan` is what runs while the application does, such as a worker.
    """
    app = FastAPI(
        title="Deskhand",
        description="A self-hosted AI support desk that answers only what it can prove.",
        version=__version__,
        lifespan=lifespan,
        openapi_url="/api/v1/openapi.json",
        # FastAPI's pages load their scripts from elsewhere; nothing here does.
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.ground = open_ground(runtime, sample)
    app.state.chat_page = replace(chat_page, message_limit=runtime.settings.turns.max_message_chars)
    install_error_pages(app)
    largest = runtime.settings.knowledge.max_document_bytes + _ROOM_BESIDE_A_DOCUMENT
    app.add_middleware(RequestFrame, max_body_bytes=largest)
    for door in (health.router, router.router, compat.router):
        app.include_router(door, dependencies=[Depends(known_queries)])
    for door in (websocket.router, chat.router, portal.router, team.router, static_files.router):
        app.include_router(door)
    install_openapi(app)
    return app


def open_ground(opened: Runtime, sample: SampleDoor | None) -> Ground:
    """What the doors stand on."""
    runtime = opened.at_the_doors()
    auth = runtime.settings.auth
    issuer = TokenIssuer(
        runtime.secret, timedelta(minutes=auth.access_minutes), timedelta(days=auth.refresh_days)
    )
    packs = PackStore()
    gateways = Registered.of(runtime.settings.gateways, runtime.secret)
    limits = RateLimits(runtime.rate_storage)
    return Ground(
        runtime=runtime,
        issuer=issuer,
        authenticator=Authenticator(runtime.database, issuer, sample, runtime.secret),
        watchman=Authenticator(runtime.watch, issuer, sample, runtime.secret),
        packs=packs,
        taught=TaughtPacks(runtime.embedder.name),
        gateways=gateways,
        firewall=Firewall(runtime.database, packs, gateways),
        limits=limits,
        logins=LogIns(runtime.database, limits, runtime.secret, auth.login_limit),
    )
