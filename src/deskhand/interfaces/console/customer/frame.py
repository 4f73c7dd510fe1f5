"""The frame of a customer's page: its language, its words, its ways."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.actions.wording import Sayer
from deskhand.domain.commerce.things.own import shown_nouns
from deskhand.infra.clock import now
from deskhand.interfaces.console.customer.access import SHOP_COOKIE, Visitor
from deskhand.interfaces.console.customer.words import Words
from deskhand.interfaces.console.rendering import page_headers, render
from deskhand.interfaces.web.deps import Ground
from deskhand.interfaces.web.languages import language_of


async def words_for(request: Request, ground: Ground, session: AsyncSession) -> Words:
    """The words of the tenant's pack in the visitor's language."""
    pack = (await ground.packs.of_tenant(session)).pack
    language = language_of(request.headers.get("accept-language", ""), pack.about.languages)
    return Words(Sayer(pack, language, now().date()))


async def show(
    request: Request,
    ground: Ground,
    visitor: Visitor,
    session: AsyncSession,
    template: str,
    *,
    section: str = "",
    status: int = 200,
    words: Words | None = None,
    **context: Any,
) -> HTMLResponse:
    """A customer's page in the language that the browser asks for."""
    words = words or await words_for(request, ground, session)
    tenant = await own_tenant(session)
    answer = render(
        request,
        f"customer/{template}",
        {
            "t": words.text,
            "words": words,
            "language": words.language,
            "nouns": shown_nouns(words.sayer.pack.nouns),
            "shop_name": tenant.name,
            "person": visitor.person,
            "section": section,
            **context,
        },
        status=status,
        headers={**page_headers(), "Cache-Control": "no-store", "Vary": "Accept-Language"},
    )
    if visitor.person is None and request.query_params.get("shop"):
        answer.set_cookie(SHOP_COOKIE, tenant.slug, samesite="lax", httponly=True)
    return answer
