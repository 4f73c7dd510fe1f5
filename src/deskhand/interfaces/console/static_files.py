"""The static files of all pages, under `/static/console`."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from deskhand.infra.errors import NotFound
from deskhand.interfaces.console.assets import load_assets
from deskhand.interfaces.console.rendering import STATIC_PATH, takes_gzip

router = APIRouter(include_in_schema=False)


@router.get("/widget.js")
def widget_file(request: Request) -> Response:
    """The chat for other people's pages, under an address that stays; checked again in minutes."""
    asset = load_assets().files["widget.js"]
    headers = {
        "Cache-Control": "public, max-age=300",
        "ETag": asset.etag,
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    if asset.etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)


@router.get(STATIC_PATH + "/{name}")
@router.get(STATIC_PATH + "/{release}/{name:path}")
def static_file(request: Request, name: str, release: str = "") -> Response:
    """A static file; kept for a year under its own release, checked each time otherwise."""
    assets = load_assets()
    asset = assets.files.get(name)
    if asset is None:
        raise NotFound("There is no such file.")
    packs = takes_gzip(request)
    etag = f'{asset.etag[:-1]}-gzip"' if packs else asset.etag
    fresh = release == assets.release
    headers = {
        "Cache-Control": "public, max-age=31536000, immutable" if fresh else "no-cache",
        "ETag": etag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if packs:
        headers["Content-Encoding"] = "gzip"
    content = asset.packed if packs else asset.content
    return Response(content, media_type=asset.media_type, headers=headers)
