"""The widget's door: what stands on it, and chats of visitors of pages that a key names."""

from __future__ import annotations

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Header, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts import visitors, widget_keys
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.accounts.tokens import TokenInvalid
from deskhand.domain.accounts.visitors import Visitor
from deskhand.domain.accounts.widget_keys import (
    Identity,
    NewWidgetKey,
    WidgetKeyCreated,
    WidgetKeyView,
)
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import customer_with
from deskhand.domain.conversations.history import ConversationNotFound, get_conversation
from deskhand.domain.conversations.ownership import open_conversation
from deskhand.domain.tables import WidgetKey
from deskhand.infra.clock import now
from deskhand.infra.db.paging import Page, paginate
from deskhand.infra.shapes import Given
from deskhand.interfaces.web.deps import AdminCaller, Ground, GroundDep, Paging, TenantSession
from deskhand.interfaces.web.languages import language_of

router = APIRouter(tags=["widget"])

_PREFIX: Final = "page-widget-"
_WORDS: Final = (
    "open", "close", "title", "greeting", "placeholder", "send", "connecting", "offline", "you",
    "assistant", "team", "failed", "person", "closed", "unread",
)  # fmt: skip
_SESSIONS: Final = "60/hour"
_CHANNEL: Final = "widget"
Origin = Annotated[str | None, Header(max_length=300)]


class WidgetLook(BaseModel):
    """What the widget shows before anybody writes."""

    shop_name: str
    language: str
    texts: dict[str, str]


class SessionWanted(Given):
    """A visitor opens the chat: with the token of an earlier visit, and with who they are."""

    token: str | None = Field(None, max_length=4000)
    identity: Identity | None = None


class WidgetSession(BaseModel):
    """The visitor's token for the WebSocket, and the conversation that it opens."""

    token: str
    conversation_id: UUID
    known: bool = Field(description="Whether the visitor is a customer, by a signed identity.")


@router.get("/api/v1/widget-keys", response_model=Page[WidgetKeyView], summary="List widget keys")
async def list_widget_keys(caller: AdminCaller, session: TenantSession, page: Paging) -> Page[Any]:
    """The tenant's keys, the newest first, the ended ones too."""
    return await paginate(session, widget_keys.all_widget_keys(), WidgetKey.id, page)


@router.post("/api/v1/widget-keys", status_code=201, summary="Make a widget key")
async def create_widget_key(
    body: NewWidgetKey, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> WidgetKeyCreated:
    """A key for the pages of these origins, with the secret that signs their own users."""
    key = await widget_keys.create_widget_key(session, caller.actor, body)
    return _created(ground, key)


@router.get("/api/v1/widget-keys/{widget_key_id}", summary="One widget key")
async def get_widget_key(
    widget_key_id: UUID, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> WidgetKeyCreated:
    """A key with its identity secret."""
    return _created(ground, await widget_keys.get_widget_key(session, widget_key_id))


@router.delete("/api/v1/widget-keys/{widget_key_id}", status_code=204, summary="End a widget key")
async def revoke_widget_key(
    widget_key_id: UUID, caller: AdminCaller, session: TenantSession
) -> None:
    """End the key and every chat that was opened with it."""
    await widget_keys.revoke_widget_key(session, caller.actor, widget_key_id)


def _created(ground: Ground, key: WidgetKey) -> WidgetKeyCreated:
    view = WidgetKeyView.model_validate(key)
    secret = widget_keys.identity_secret(ground.runtime.secret, key.id)
    return WidgetKeyCreated(**view.model_dump(), identity_secret=secret)


@router.options("/api/v1/widget/{key}/sessions", include_in_schema=False)
async def ask_before(key: str, ground: GroundDep, origin: Origin = None) -> Response:
    """A browser asks whether the page may send what is no simple request."""
    async with ground.runtime.database.transaction(None) as session:
        await widget_keys.open_widget(session, key, origin)
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type",
        "Access-Control-Max-Age": "600",
    }
    return Response(status_code=204, headers={**_for(origin), **allowed})


@router.get("/api/v1/widget/{key}", response_model=WidgetLook, summary="What the widget shows")
async def widget_look(
    key: str,
    ground: GroundDep,
    origin: Origin = None,
    language: Annotated[str, Header(alias="accept-language", max_length=300)] = "",
) -> Response:
    """The company's name and the widget's words, for a page of an origin that the key names."""
    async with ground.runtime.database.transaction(None) as session:
        await widget_keys.open_widget(session, key, origin)
        pack = (await ground.packs.of_tenant(session)).pack
        shop = (await own_tenant(session)).name
    spoken = language_of(language, pack.about.languages)
    wording, today = pack.wording(spoken), now().date()
    texts = {
        name: wording.say(f"{_PREFIX}{name}", {"shop": shop, "count": 0}, today=today).text
        for name in _WORDS
    }
    look = WidgetLook(shop_name=shop, language=spoken, texts=texts)
    headers = {**_for(origin), "Cache-Control": "private, max-age=300"}
    return JSONResponse(look.model_dump(), headers=headers)


@router.post(
    "/api/v1/widget/{key}/sessions",
    status_code=201,
    response_model=WidgetSession,
    summary="Open a visitor's chat",
)
async def open_session(
    key: str, body: SessionWanted, request: Request, ground: GroundDep, origin: Origin = None
) -> Response:
    """A visitor's token, good for one conversation: the earlier one, or a new one.

    An identity is the tenant's own server's word, signed and short-lived; without one the visitor
    is a guest, who sees nobody's records.
    """
    place = request.client.host if request.client else "unknown"
    await ground.limits.check(_SESSIONS, "widget", key, place)
    async with ground.runtime.database.transaction(None) as session:
        row = await widget_keys.open_widget(session, key, origin)
        customer_id = None
        if body.identity is not None:
            widget_keys.check_identity(ground.runtime.secret, row.id, body.identity)
            customer = await customer_with(session, body.identity.email)
            customer_id = customer.id if customer is not None else None
        visitor = await _earlier(session, ground, row, body.token, customer_id)
        if visitor is None:
            actor = Actor("visitor", row.id, customer_id=customer_id)
            opened = await open_conversation(
                session, actor, customer_id=customer_id, channel=_CHANNEL
            )
            visitor = Visitor(row.tenant_id, row.id, opened.id, customer_id)
    made = WidgetSession(
        token=visitors.issue(ground.runtime.secret, visitor),
        conversation_id=visitor.conversation_id,
        known=customer_id is not None,
    )
    return JSONResponse(made.model_dump(mode="json"), status_code=201, headers=_for(origin))


async def _earlier(
    session: AsyncSession,
    ground: Ground,
    row: WidgetKey,
    token: str | None,
    customer_id: UUID | None,
) -> Visitor | None:
    """The visitor of an earlier visit with the same key, who was then whoever it is now."""
    try:
        visitor = visitors.read(ground.runtime.secret, token or "")
        if (visitor.key_id, visitor.customer_id) != (row.id, customer_id):
            return None
        actor = Actor("visitor", visitor.conversation_id)
        await get_conversation(session, actor, visitor.conversation_id)
    except (TokenInvalid, ConversationNotFound):
        return None
    return visitor


def _for(origin: str | None) -> dict[str, str]:
    """What lets the page, and no other, read the answer."""
    return {"Access-Control-Allow-Origin": origin or "null", "Vary": "Origin, Accept-Language"}
