"""Turns: where an answer stands, and what the customer says of it."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.conversations import replies
from deskhand.domain.conversations.schemas import FeedbackIn, FeedbackView, TurnView
from deskhand.interfaces.channels.team import take_feedback
from deskhand.interfaces.web.deps import Chatter, GroundDep, Reader, TenantSession

router = APIRouter(prefix="/api/v1/turns", tags=["turns"])


@router.get("/{turn_id}", summary="Where a turn stands")
async def get_turn(turn_id: UUID, caller: Reader, session: TenantSession) -> TurnView:
    """The turn, with its reply when it has one. The team also sees trace, findings and usage."""
    return await replies.get_turn(session, caller.actor, turn_id)


@router.post("/{turn_id}/feedback", summary="Rate an answer")
async def give_feedback(
    turn_id: UUID, body: FeedbackIn, caller: Chatter, ground: GroundDep
) -> FeedbackView:
    """`satisfied`, or `escalate`: then a person takes over, with a ticket."""
    return await take_feedback(ground, caller, turn_id, body)
