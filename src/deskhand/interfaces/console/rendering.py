"""How pages are rendered: templates, what templates may ask for, and the headers of a page."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

from deskhand.infra.clock import now
from deskhand.infra.money import Money
from deskhand.interfaces.console.assets import load_assets

STATIC_PATH: Final = "/static/console"
TONES: Final = MappingProxyType(
    {
        "urgent": "alarm", "high": "alarm", "failed": "alarm", "open": "accent", "ready": "accent",
        "active": "accent", "pending": "warm", "waiting": "warm", "vip": "accent",
    }
)  # fmt: skip
"""The colour of a stored state; a state that has none is plain."""
_QUICK = 4
"""How hard pages are packed: a page of 40 kB within a millisecond."""
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip
"""Marks of user agents; each claims to be those behind it as well, so the order tells."""
_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"))
_POLICY = (
    "default-src 'self'",
    "connect-src 'self' ws: wss:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    # A browser that knows trusted types refuses any attempt to turn a string into markup or
    # code, but for the one policy that a page names.
    "require-trusted-types-for 'script'",
)


def page_headers(trusted_types: str = "'none'") -> dict[str, str]:
    """The headers of a page. `trusted_types` names the one policy that may make markup."""
    return {
        "Content-Security-Policy": "; ".join((*_POLICY, f"trusted-types {trusted_types}")),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        "Cache-Control": "no-cache",
    }


def base_of(request: Request) -> str:
    """The path below which the application is mounted, without a slash at its end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def render(
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> HTMLResponse:
    """The template as a page, with the page's address and that of the static files."""
    base = base_of(request)
    html = (
        templates()
        .get_template(template)
        .render(base=base, static=f"{base}{STATIC_PATH}/{load_assets().release}", **context)
    )
    # Half a character, as a browser can send one, is no text that can be encoded.
    content = html.encode("utf-8", "replace")
    sent = {**page_headers(), **headers, "Vary": "Accept-Encoding"}
    if takes_gzip(request):
        content = gzip.compress(content, _QUICK, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return HTMLResponse(content, status_code=status, headers=sent)


def takes_gzip(request: Request) -> bool:
    """Whether the browser unpacks gzip, as every one does that was not told otherwise."""
    named = request.headers.get("accept-encoding", "").lower().split(",")
    return any(one.strip() in ("gzip", "gzip;q=1.0") for one in named)


@cache
def templates() -> Environment:
    """All templates; what they print is escaped unless it is Markup."""
    found = Environment(
        loader=PackageLoader("deskhand.interfaces.console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals["tones"] = TONES
    found.filters.update(
        prose=prose,
        ago=ago,
        left=left,
        moment=moment,
        day=day,
        clock=clock,
        money=money,
        amount=amount,
        span=span,
        initials=initials,
        percent=percent,
        words=words,
        hue=hue,
        device=device,
        size=size,
    )
    return found


@cache
def _markdown() -> MarkdownIt:
    # No HTML of the text's own; links as markdown-it allows them, which leaves scripts out.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(
        ["image", "html_inline", "html_block"]
    )


def prose(text: str) -> Markup:
    """Markdown as markup; whatever the text brings of its own markup is shown as text."""
    return Markup(_markdown().render(text))  # noqa: S704  (the renderer escapes all text)


def ago(since: datetime | None) -> str:
    """How long ago, in one unit: `now`, `5 min`, `3 h`, `2 d`."""
    if since is None:
        return ""
    seconds = max(0, int((now() - since).total_seconds()))
    return next((f"{seconds // size} {unit}" for size, unit in _UNITS if seconds >= size), "now")


def left(due: datetime | None) -> str:
    """How long until `due`, in one unit: `5 min left`, `3 h left`, or `5 min late`."""
    if due is None:
        return ""
    seconds = int((due - now()).total_seconds())
    size, unit = next(((size, unit) for size, unit in _UNITS if abs(seconds) >= size), (60, "min"))
    return f"{abs(seconds) // size} {unit} {'left' if seconds > 0 else 'late'}"


def moment(value: datetime | None) -> str:
    """A moment as a machine reads it, for `<time datetime>`."""
    return value.isoformat() if value is not None else ""


def clock(value: datetime | None) -> str:
    """A moment for people, in UTC until the browser writes it in its own zone."""
    return f"{value:%-d %b %Y, %H:%M}" if value is not None else ""


def day(value: date | None) -> str:
    """A date for people; a dash where there is none."""
    return f"{value:%-d %b %Y}" if value is not None else "—"


def money(minor: int, currency: str) -> str:
    """An amount in minor units for people."""
    return str(Money(minor, currency))


def amount(minor: int, currency: str) -> str:
    """An amount in minor units as a field holds it."""
    return Money(minor, currency).plain


def span(seconds: float) -> str:
    """A length of time for people, in one unit: `4.2 s`, `12 min`, `3.5 h`, `2.1 d`."""
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    size, unit = next(one for one in _UNITS if seconds >= one[0])
    return f"{seconds / size:.0f} {unit}" if unit == "min" else f"{seconds / size:.1f} {unit}"


def percent(share: float | None) -> str:
    """A share of 0 to 1 for people."""
    return f"{share * 100:.0f} %" if share is not None else "—"


def words(name: str | None) -> str:
    """A stored name for people: `in_transit` → `In transit`."""
    text = (name or "").replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]


def hue(key: object) -> str:
    """One of the six colours of avatars, the same for the same thing."""
    return f"hue-{sum(str(key).encode()) % 6}"


def device(agent: str) -> str:
    """Which browser on which system a user agent names: `Firefox · Windows`; else its words."""
    named = (
        next((name for mark, name in known if mark in agent), None)
        for known in (_BROWSERS, _SYSTEMS)
    )
    return " · ".join(name for name in named if name) or agent[:90]


def size(count: int) -> str:
    """So many bytes for people, in one unit: `870 B`, `12 kB`, `3.4 MB`."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def initials(name: str | None) -> str:
    """At most two letters of a name."""
    parts = [part for part in (name or "").split() if part[0].isalnum()]
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"
