"""The chat page at `/` and the static files it loads, under `/static/console`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from deskhand.infra.errors import NotFound
from deskhand.interfaces.console.assets import load_assets

STATIC_PATH: Final = "/static/console"
PAGE_HEADERS: Final = MappingProxyType(
    {
        "Content-Security-Policy": "; ".join(
            (
                "default-src 'self'",
                "connect-src 'self' ws: wss:",
                "object-src 'none'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
                # The page builds its document node by node; a browser that knows trusted types
                # refuses any attempt to turn a string into markup or code.
                "require-trusted-types-for 'script'",
                "trusted-types 'none'",
            )
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cache-Control": "no-cache",
    }
)

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class ChatPage:
    """What the chat page shows of this installation; kept in `app.state.chat_page`.

    `sample_customers` holds (e-mail, name, hint) of customers that a visitor may pose as; the
    first is chosen at the start. `suggestions` are first questions of a customer,
    `guest_suggestions` those of somebody who has no records. `staff_login` is a line that tells
    where the team signs in. With `needs_login` the visitor signs in before chatting.
    """

    shop_name: str
    sample_customers: tuple[tuple[str, str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    staff_login: str | None = None
    needs_login: bool = False
    message_limit: int = 8000
    guest_suggestions: tuple[str, ...] = ()


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("deskhand.interfaces.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@router.get("/", response_class=HTMLResponse)
def chat_page(request: Request) -> HTMLResponse:
    """The chat, for the customers of the shop that `app.state.chat_page` describes."""
    page: ChatPage = request.app.state.chat_page
    base = request.scope.get("root_path", "").rstrip("/")
    html = (
        _templates()
        .get_template("chat.html")
        .render(
            page=page,
            base=base,
            static=f"{base}{STATIC_PATH}/{load_assets().release}",
            message_limit=page.message_limit,
        )
    )
    return HTMLResponse(html, headers=dict(PAGE_HEADERS))


@router.get(STATIC_PATH + "/{name}")
@router.get(STATIC_PATH + "/{release}/{name}")
def static_file(request: Request, name: str, release: str = "") -> Response:
    """A static file; kept for a year under its own release, checked each time otherwise."""
    assets = load_assets()
    asset = assets.files.get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    fresh = release == assets.release
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache",
        "ETag": asset.etag,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
