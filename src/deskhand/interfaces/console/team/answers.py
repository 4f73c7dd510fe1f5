"""Why: how one answer came to be, step by step."""

from __future__ import annotations

from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse

from deskhand.domain.conversations.history import messages_of_turn
from deskhand.domain.conversations.replies import get_turn, strategy_of
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router()


@router.get("/answers/{turn_id}", response_class=HTMLResponse)
async def answer_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, turn_id: UUID
) -> HTMLResponse:
    """What was asked, understood, found, chosen, checked and said; time and cost of each step."""
    turn = await get_turn(session, person.principal.actor, turn_id)
    steps = (turn.reply.trace if turn.reply is not None else None) or []
    return await show(
        request, ground, person, session, "team/answer.html",
        section="answers", turn=turn, asked=await messages_of_turn(session, turn_id),
        strategy=await strategy_of(session, turn_id),
        steps=steps, longest=max((step.ms for step in steps), default=0.0),
    )  # fmt: skip
