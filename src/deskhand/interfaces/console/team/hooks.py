"""Settings of webhooks: where events are sent, what became of each, and sending one again."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from deskhand.domain.tables import WebhookDelivery
from deskhand.domain.webhooks import webhooks
from deskhand.domain.webhooks.webhooks import NewWebhook, WebhookChange, WebhookWithSecret
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.infra.outgoing import check_url
from deskhand.infra.shapes import Given
from deskhand.interfaces.console.team.access import Administrator, DeskSession
from deskhand.interfaces.console.team.forms import checked
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/settings/webhooks")

Cursor = Annotated[str | None, Query(max_length=400)]


class HookForm(Given):
    """A webhook as its form sends it; the kinds of events are parted by commas or spaces."""

    url: Annotated[str, Field(max_length=2000)]
    types: Annotated[str, Field(max_length=2000)] = "*"
    description: Annotated[str, Field(max_length=200)] = ""

    def webhook(self) -> NewWebhook:
        """The webhook; raises ValidationError."""
        return NewWebhook.model_validate(
            {
                "url": self.url.strip(),
                "types": self.types.replace(",", " ").split() or ["*"],
                "description": self.description,
            }
        )


@router.get("", response_class=HTMLResponse)
async def webhooks_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """Every webhook, and a form for another."""
    return await show(
        request, ground, person, session, "team/settings/webhooks.html",
        section="settings", webhooks=await webhooks.webhooks_of(session),
    )  # fmt: skip


@router.post("", status_code=201)
async def add_webhook(
    given: Annotated[HookForm, Form()],
    person: Administrator,
    session: DeskSession,
    ground: GroundDep,
) -> WebhookWithSecret:
    """It is told of what happens from now on; its secret is shown this once."""
    new = checked(given.webhook)
    check_url(new.url, allow_private=ground.runtime.settings.webhooks.allow_private)
    made = await webhooks.add_webhook(session, person.principal.actor, new)
    return WebhookWithSecret.model_validate(made)


@router.get("/{webhook_id}", response_class=HTMLResponse)
async def webhook_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    webhook_id: UUID,
    cursor: Cursor = None,
) -> HTMLResponse:
    """One webhook with its deliveries, the newest first."""
    webhook = await webhooks.get_webhook(session, webhook_id)
    query = webhooks.deliveries_of(webhook_id, None)
    found = await paginate(session, query, WebhookDelivery.id, PageRequest(limit=50, cursor=cursor))
    return await show(
        request, ground, person, session, "team/settings/webhook.html",
        section="settings", webhook=webhook, found=found,
    )  # fmt: skip


@router.post("/{webhook_id}/active", status_code=204)
async def switch(
    webhook_id: UUID,
    person: Administrator,
    session: DeskSession,
    active: Annotated[bool, Form()],
) -> None:
    """Off, or on again: then what came meanwhile is sent."""
    change = WebhookChange(active=active)
    await webhooks.change_webhook(session, person.principal.actor, webhook_id, change)


@router.post("/{webhook_id}/remove", status_code=204)
async def remove(webhook_id: UUID, person: Administrator, session: DeskSession) -> None:
    """Take it away with its deliveries."""
    await webhooks.remove_webhook(session, person.principal.actor, webhook_id)


@router.post("/{webhook_id}/deliveries/{delivery_id}/replay", status_code=204)
async def replay(
    webhook_id: UUID, delivery_id: UUID, person: Administrator, session: DeskSession
) -> None:
    """Send it once more, with the same id and body."""
    await webhooks.replay(session, person.principal.actor, webhook_id, delivery_id)
