"""Settings of the desk's work: who gets what waits, and how soon customers are answered."""

from __future__ import annotations

from typing import Any, Final, get_args

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import FormData

from deskhand.domain.conversations.desk_settings import (
    DeskConfiguration,
    change_settings,
    desk_settings,
)
from deskhand.domain.conversations.schemas import Priority
from deskhand.interfaces.console.team.access import Administrator, DeskSession
from deskhand.interfaces.console.team.forms import checked
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/settings/service")

_TARGETS: Final = ("first_response", "resolution")
_PRIORITIES: Final = tuple(reversed(get_args(Priority)))


@router.get("", response_class=HTMLResponse)
async def service_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """Assignment, targets by priority, and the hours that count."""
    pack = await ground.packs.of_tenant(session)
    return await show(
        request, ground, person, session, "team/settings/service.html",
        section="settings", desk=await desk_settings(session), hours=pack.pack.about.hours,
        targets=_TARGETS, priorities=_PRIORITIES,
    )  # fmt: skip


@router.post("", status_code=204)
async def change_service(request: Request, person: Administrator, session: DeskSession) -> None:
    """Put them in force; clocks that run follow within ten seconds."""
    async with request.form(max_files=0, max_fields=100) as form:
        given = _read(form)
    wanted = checked(lambda: DeskConfiguration.model_validate(given))
    await change_settings(session, person.principal.actor, wanted)


def _read(form: FormData) -> dict[str, Any]:
    """The settings as the API takes them; an empty target is none."""
    targets: dict[str, dict[str, str]] = {}
    for priority in _PRIORITIES:
        minutes = {
            name: written
            for name in _TARGETS
            if (written := str(form.get(f"{name}-{priority}", "")).strip())
        }
        if minutes:
            targets[priority] = minutes
    return {
        "assignment": {"mode": str(form.get("mode", ""))},
        "service_levels": {
            "hours": str(form.get("hours", "")),
            "warn_before": str(form.get("warn_before", "")),
            "targets": targets,
        },
    }
