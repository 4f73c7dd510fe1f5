"""The frame of a console page, and panes: the parts of a page that are fetched again alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.roles import Role, at_least
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.actions.deciding import count_waiting
from deskhand.domain.conversations.inbox import counts
from deskhand.infra.wakeup.port import desk_of
from deskhand.interfaces.console.rendering import page_headers, render
from deskhand.interfaces.web.browsers import SignedIn
from deskhand.interfaces.web.deps import Ground

PANES_HEADER: Final = "x-panes"
POLICY: Final = "deskhand"
"""The trusted-types policy through which `swap.js`, and only it, makes markup of our answers."""
SECTIONS: Final[tuple[tuple[str, str, str], ...]] = (
    ("approvals", "Approvals", "shield"),
    ("tickets", "Tickets", "ticket"),
    ("customers", "Customers", "people"),
    ("orders", "Orders", "box"),
    ("knowledge", "Knowledge", "book"),
    ("teach", "Teach", "cap"),
    ("insights", "Insights", "chart"),
    ("settings", "Settings", "settings"),
)
"""The pages beside the inbox, in the rail's order: the path's last part, label, icon."""


@dataclass(frozen=True, slots=True)
class Panes:
    """Which panes of a page are wanted; all of them when a browser opens the page."""

    wanted: frozenset[str] | None

    @classmethod
    def of(cls, request: Request) -> Panes:
        """As the header says, which the page's own script sends."""
        header = request.headers.get(PANES_HEADER)
        return cls(None if header is None else frozenset(header.split(",")))

    def __contains__(self, name: str) -> bool:
        """Whether to render the pane."""
        return self.wanted is None or name in self.wanted

    @property
    def alone(self) -> bool:
        """Whether the panes are wanted without the frame around them."""
        return self.wanted is not None


async def show(
    request: Request,
    ground: Ground,
    person: SignedIn,
    session: AsyncSession,
    template: str,
    *,
    section: str,
    **context: Any,
) -> HTMLResponse:
    """A page of the console, or the panes of it that are wanted.

    Its stream begins where it stood before the page was read, when the route gave `live_after`.
    """
    panes = Panes.of(request)
    context = {
        "frame": "team/panes.html" if panes.alone else "team/layout.html",
        "panes": panes,
        "person": person,
        "administrator": at_least(person.role, Role.ADMIN),
        "section": section,
        "sections": SECTIONS,
        "live_after": await live_after(ground, person),
        **context,
    }
    if not panes.alone or "rail" in panes:
        context["tenant_name"] = (await own_tenant(session)).name
        counted = await counts(session, person.principal.actor)
        context["approvals_waiting"] = await count_waiting(session)
        context["counts"] = {one.view: f"{one.count}{'+' * one.more}" for one in counted}
    return render(
        request, template, context, headers={**page_headers(POLICY), "Cache-Control": "no-store"}
    )


async def live_after(ground: Ground, person: SignedIn) -> int:
    """Where the team's stream stands; ask before the rows are read, and nothing is missed."""
    return await ground.runtime.events.latest(desk_of(person.principal.tenant_id))
