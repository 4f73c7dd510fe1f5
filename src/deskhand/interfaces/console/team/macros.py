"""Macros: the texts of the team and one's own, made, changed and shared in the page."""

from __future__ import annotations

from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import HTMLResponse
from pydantic import Field

from deskhand.domain.accounts.users import team_members
from deskhand.domain.conversations import macros
from deskhand.domain.conversations.macros import VARIABLES, MacroActions, MacroIn
from deskhand.domain.conversations.schemas import CloseReason, Priority
from deskhand.infra.shapes import Given
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.forms import checked
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/macros")


class MacroForm(Given):
    """A macro as its form sends it; an empty field does nothing."""

    name: Annotated[str, Field(max_length=400)]
    text: Annotated[str, Field(max_length=10_000)] = ""
    shared: bool = False
    add_tags: Annotated[str, Field(max_length=1000)] = ""
    priority: Annotated[str, Field(max_length=20)] = ""
    assign_to: Annotated[str, Field(max_length=40)] = ""
    snooze_hours: Annotated[str, Field(max_length=6)] = ""
    close: Annotated[str, Field(max_length=20)] = ""

    def macro(self) -> MacroIn:
        """The macro; raises ValidationError, which names the field."""
        tags = [one.strip() for one in self.add_tags.split(",") if one.strip()]
        given: dict[str, Any] = {
            "priority": self.priority,
            "assign_to": self.assign_to,
            "snooze_hours": self.snooze_hours,
            "close": self.close,
        }
        actions = {name: value for name, value in given.items() if value}
        return MacroIn(
            name=self.name,
            text=self.text,
            shared=self.shared,
            actions=MacroActions.model_validate({"add_tags": tags, **actions}),
        )


@router.get("", response_class=HTMLResponse)
async def macros_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """The team's and one's own, each with its form; and one for a new macro."""
    return await show(
        request, ground, person, session, "team/macros.html",
        section="settings", macros=await macros.macros_of(session, person.principal.actor),
        team=await team_members(session), variables=VARIABLES,
        priorities=get_args(Priority), reasons=get_args(CloseReason),
    )  # fmt: skip


@router.post("", status_code=204)
async def add_macro(
    given: Annotated[MacroForm, Form()], person: Person, session: DeskSession
) -> None:
    """One's own, or the team's, which is for administrators."""
    await macros.store_macro(session, person.principal.actor, read(given))


@router.post("/{macro_id}", status_code=204)
async def change_macro(
    macro_id: UUID, given: Annotated[MacroForm, Form()], person: Person, session: DeskSession
) -> None:
    """Another name, text, actions, or whose it is."""
    await macros.store_macro(session, person.principal.actor, read(given), macro_id)


@router.post("/{macro_id}/remove", status_code=204)
async def remove_macro(macro_id: UUID, person: Person, session: DeskSession) -> None:
    """Take it away."""
    await macros.remove_macro(session, person.principal.actor, macro_id)


def read(given: MacroForm) -> MacroIn:
    """The macro of the form; raises FormInvalid with what is wrong."""
    return checked(given.macro)
