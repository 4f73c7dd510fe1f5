"""Doing something about a record: fill in, see exactly what will happen, say yes, be told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import FormData

from deskhand.domain.actions.outcomes import (
    Done,
    Outcome,
    Proposed,
    Refused,
    Unknown,
    Waiting,
    Wish,
    Withdrawn,
)
from deskhand.domain.actions.proposals import get_proposal
from deskhand.domain.actions.wording import read_back
from deskhand.domain.commerce.kinds import RecordNotFound
from deskhand.domain.commerce.things.own import own_thing
from deskhand.domain.commerce.things.port import Thing
from deskhand.domain.tables import Proposal
from deskhand.interfaces.console.customer.access import CustomerHere, CustomerSession, Visitor
from deskhand.interfaces.console.customer.deeds import asked_for
from deskhand.interfaces.console.customer.frame import show, words_for
from deskhand.interfaces.console.customer.routing import PORTAL, customer_router
from deskhand.interfaces.console.customer.words import Field, Words
from deskhand.interfaces.console.rendering import base_of
from deskhand.interfaces.web.deps import Ground, GroundDep
from deskhand.packs.acting import Action, Argument

router = customer_router()

Number = Annotated[str, Query(max_length=200)]
_LONGEST: Final = 5000
"""Characters of a field; what an action takes of them is its own rule."""


@router.get("/act/{action}")
async def act_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    action: str,
    number: Number = "",
) -> Response:
    """What the customer has to say for it; nothing is done by opening the page."""
    words = await words_for(request, ground, session)
    known, thing = await _found(session, visitor, words, action, number)
    return await _form(request, ground, visitor, session, words, action, known, thing)


@router.post("/act/{action}")
async def propose(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    action: str,
    number: Number = "",
) -> Response:
    """Keep what would be done, exactly, and show it; or the rule's sentence."""
    words = await words_for(request, ground, session)
    known, thing = await _found(session, visitor, words, action, number)
    given = _given(known, await request.form())
    actor = visitor.actor
    made = await ground.firewall.propose(session, actor, Wish(action, thing.number, given))
    if isinstance(made, Proposed):
        return RedirectResponse(f"{base_of(request)}{PORTAL}/proposals/{made.proposal_id}", 303)
    why = words.sayer.refusal(made.say, thing, action) or words.text("act-refused")
    return await _form(request, ground, visitor, session, words, action, known, thing, why, given)


@router.get("/proposals/{proposal_id}")
async def proposal_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    proposal_id: UUID,
) -> Response:
    """Exactly what will be done, and two buttons."""
    words = await words_for(request, ground, session)
    proposal = await get_proposal(session, visitor.actor, proposal_id)
    if proposal.state != "open":
        return RedirectResponse(
            f"{base_of(request)}{PORTAL}/item/{proposal.noun}/{proposal.number}", 303
        )
    thing = await _thing_of(session, visitor, words, proposal)
    question = words.sayer.question(proposal.action, thing, proposal.arguments)
    return await show(
        request, ground, visitor, session, "proposal.html",
        words=words, section=proposal.noun, thing=thing, proposal=proposal, question=question,
        label=words.label(proposal.action), details=_details(words, proposal),
    )  # fmt: skip


@router.post("/proposals/{proposal_id}")
async def settle(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    proposal_id: UUID,
    digest: Annotated[str, Form(max_length=64)] = "",
    answer: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Say yes to exactly what was shown, and it is done once; sent again, it is told again."""
    outcome = await ground.firewall.settle(
        visitor.tenant_id, visitor.actor, proposal_id, yes=answer == "yes", digest=digest
    )
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        words = await words_for(request, ground, session)
        proposal = await get_proposal(session, visitor.actor, proposal_id)
        thing = await _thing_of(session, visitor, words, proposal)
        if isinstance(outcome, Withdrawn):
            where = f"{base_of(request)}{PORTAL}/item/{thing.noun}/{thing.number}"
            return RedirectResponse(where, 303)
        state, said = _told(words, proposal.action, thing, outcome)
        return await show(
            request, ground, visitor, session, "outcome.html",
            words=words, section=proposal.noun, thing=thing, state=state, said=said,
            label=words.label(proposal.action),
            status=409 if state == "refused" else 200,
        )  # fmt: skip


def _told(words: Words, action: str, thing: Thing, outcome: Outcome) -> tuple[str, str]:
    """What became of it, as a state and a sentence."""
    match outcome:
        case Done():
            values = {**outcome.arguments, **outcome.result}
            said = words.sayer.told("done", action, thing, values)
            return "done", said or words.text("act-done")
        case Waiting():
            said = words.sayer.told("waiting", action, thing, outcome.arguments)
            return "waiting", said or words.text("act-waiting")
        case Unknown():
            said = words.sayer.told("unknown", action, thing, {"ticket": outcome.ticket})
            return "unknown", said or words.text("act-unknown")
        case Refused():
            said = words.sayer.refusal(outcome.say, thing, action)
            return "refused", said or words.text("act-refused")
    return "withdrawn", words.text("act-withdrawn")


async def _form(
    request: Request,
    ground: Ground,
    visitor: Visitor,
    session: AsyncSession,
    words: Words,
    action: str,
    known: Action,
    thing: Thing,
    problem: str | None = None,
    given: Mapping[str, Any] | None = None,
) -> Response:
    return await show(
        request, ground, visitor, session, "act.html",
        words=words, section=thing.noun, thing=thing, action=action, label=words.label(action),
        asked=asked_for(known), given=given or {}, problem=problem,
        status=409 if problem else 200,
    )  # fmt: skip


async def _found(
    session: AsyncSession, visitor: Visitor, words: Words, action: str, number: str
) -> tuple[Action, Thing]:
    """The pack's action and the customer's record; raises RecordNotFound."""
    pack = words.sayer.pack
    known = pack.actions.get(action)
    if known is None:
        raise RecordNotFound
    return known, await own_thing(session, pack.nouns, known.noun, number, visitor.customer_id)


async def _thing_of(
    session: AsyncSession, visitor: Visitor, words: Words, proposal: Proposal
) -> Thing:
    nouns = words.sayer.pack.nouns
    return await own_thing(session, nouns, proposal.noun, proposal.number, visitor.customer_id)


def _given(action: Action, form: FormData) -> dict[str, Any]:
    """The arguments that the form brings; what was left empty is left out."""
    found: dict[str, Any] = {}
    for name, shape in asked_for(action).items():
        every = [str(one)[:_LONGEST] for one in form.getlist(name) if str(one).strip()]
        if every:
            found[name] = _as_kind(shape, every)
    return found


def _as_kind(shape: Argument, every: list[str]) -> Any:
    """What was filled in as the argument takes it; the firewall reads it strictly."""
    text = every[0].strip()
    if shape.kind == "list":
        return every
    whole = text.isascii() and text.isdecimal() and len(text) < 16
    return int(text) if shape.kind in ("number", "money") and whole else text


def _details(words: Words, proposal: Proposal) -> list[Field]:
    """The exact arguments, each with its name in words."""
    return [
        Field(name, words.label(name), _spelled(words, stored))
        for name, stored in proposal.arguments.items()
    ]


def _spelled(words: Words, stored: Any) -> str:
    said = words.sayer.say(f"choice-{stored}") if isinstance(stored, str) else None
    return said or words.spell(read_back(stored))
