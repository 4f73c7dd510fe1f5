"""Acting on a record: what the rules allow, exactly what would be done, and what became of it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from starlette.datastructures import FormData

from deskhand.domain.accounts.users import names_of
from deskhand.domain.actions.arguments import ArgumentsUnusable
from deskhand.domain.actions.evidence import evidence_of
from deskhand.domain.actions.options import ArgumentView, OptionView
from deskhand.domain.actions.outcomes import Proposed, Wish
from deskhand.domain.actions.schemas import Line
from deskhand.domain.actions.telling import outcome_of, story_of, title_of
from deskhand.domain.actions.views import outcome_view, refused_error
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.conversations.history import get_conversation
from deskhand.infra.errors import InvalidInput
from deskhand.infra.money import Money
from deskhand.interfaces.channels.desk import tell_desk
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import CONSOLE, page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/acting")


class ValueUnusable(InvalidInput):
    """A field holds what the action cannot use."""


class Next(BaseModel):
    """Where the page goes on."""

    next: str


@router.get("", response_class=HTMLResponse)
async def options_page(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    noun: Annotated[Line, Query()],
    number: Annotated[Line, Query()],
    conversation: UUID | None = None,
) -> HTMLResponse:
    """The record, and each action of its noun with what the rules say of it."""
    actor = person.principal.actor
    found = await ground.firewall.options(session, actor, noun, number)
    customer = None
    if found.customer_id is not None:
        customer = await get_customer(session, actor, found.customer_id)
    return await show(
        request, ground, person, session, "team/acting/options.html",
        section="acting", found=found, customer=customer, conversation_id=conversation,
    )  # fmt: skip


@router.post("/propose")
async def propose(request: Request, person: Person, ground: GroundDep) -> Next:
    """Keep exactly what would be done, until it is confirmed. What a rule forbids is an error."""
    actor = person.principal.actor
    async with request.form(max_files=0, max_fields=200) as form:
        noun, number, action = (str(form.get(name, "")) for name in ("noun", "number", "wish"))
        about = str(form.get("conversation_id") or "")
        async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
            found = await ground.firewall.options(session, actor, noun, number)
            option = next((one for one in found.options if one.action == action), None)
            arguments = _arguments(option, form) if option is not None else {}
            conversation = await get_conversation(session, actor, _id(about)) if about else None
            talk = conversation.id if conversation is not None else None
            wish = Wish(action, found.number, arguments, talk)
            made = await ground.firewall.propose(session, actor, wish)
    if isinstance(made, Proposed):
        return Next(next=f"{CONSOLE}/acting/{made.proposal_id}")
    raise refused_error(made, actor)


@router.get("/{proposal_id}", response_class=HTMLResponse)
async def proposal_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, proposal_id: UUID
) -> HTMLResponse:
    """What will be done, exactly, and the rules that allow it; later what became of it."""
    evidence = await evidence_of(session, ground.packs, proposal_id)
    return await show(
        request, ground, person, session, "team/acting/proposal.html",
        section="acting", evidence=evidence, action=evidence.action,
        mine=evidence.asked.by.get("id") == str(person.principal.actor.id),
        names=await names_of(session, {UUID(one) for one in (evidence.asked.by.get("id"),) if one}),
    )  # fmt: skip


@router.get("/{proposal_id}/evidence", response_class=HTMLResponse)
async def evidence_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, proposal_id: UUID
) -> HTMLResponse:
    """Who asked in which words, what allowed it, what was confirmed, done and told, in order."""
    evidence = await evidence_of(session, ground.packs, proposal_id)
    return await show(
        request, ground, person, session, "team/acting/evidence.html",
        section="acting", action=evidence.action, title=title_of(evidence),
        outcome=outcome_of(evidence), story=story_of(evidence),
    )  # fmt: skip


@router.post("/{proposal_id}/settle")
async def settle(
    proposal_id: UUID,
    person: Person,
    ground: GroundDep,
    yes: Annotated[bool, Form()],
    digest: Annotated[str, Form(pattern=r"^[0-9a-f]{64}$")],
) -> Next:
    """Have it done, once, exactly as it was shown; or not. What a rule forbids is an error."""
    caller = person.principal
    outcome = await ground.firewall.settle(
        caller.tenant_id, caller.actor, proposal_id, yes=yes, digest=digest
    )
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        told = await evidence_of(session, ground.packs, proposal_id)
    if told.action.conversation_id is not None:
        await tell_desk(ground, caller.tenant_id, told.action.conversation_id, "conversation")
    outcome_view(outcome, caller.actor)
    return Next(next=f"{CONSOLE}/acting/{proposal_id}")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ValueUnusable("The conversation's id is none.") from None


def _arguments(option: OptionView, form: FormData) -> dict[str, Any]:
    """The values of the form as the firewall takes them; an empty field is left out."""
    found: dict[str, Any] = {}
    for argument in option.arguments:
        given = [str(one).strip() for one in form.getlist(f"value-{argument.name}")]
        written = [one for one in given if one]
        if written:
            found[argument.name] = _value(argument, written)
    return found


def _value(argument: ArgumentView, written: list[str]) -> Any:
    try:
        if argument.kind == "list":
            return written
        if argument.kind == "money":
            return Money.written(written[0], argument.currency or "").minor
        return int(written[0]) if argument.kind == "number" else written[0]
    except (ValueError, ArgumentsUnusable):
        raise ValueUnusable(f"{argument.name.capitalize()}: this cannot be read.") from None
