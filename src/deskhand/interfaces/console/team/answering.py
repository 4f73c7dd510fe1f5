"""What the team does in a conversation: reply, take it, give it back, assign it, close it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel

from deskhand.domain.conversations.schemas import MessageText, OwnershipChange
from deskhand.interfaces.channels import team
from deskhand.interfaces.console.team.access import CONSOLE, Person
from deskhand.interfaces.web.deps import GroundDep

router = APIRouter(prefix=f"{CONSOLE}/conversations/{{conversation_id}}", include_in_schema=False)


class Written(BaseModel):
    """What somebody of the team wrote."""

    text: MessageText


@router.post("/reply", status_code=204)
async def reply(
    conversation_id: UUID, given: Annotated[Written, Form()], person: Person, ground: GroundDep
) -> Response:
    """A message from the person, who thereby has the conversation."""
    await team.say(ground, person.principal, conversation_id, given.text)
    return Response(status_code=204)


@router.post("/take", status_code=204)
async def take(conversation_id: UUID, person: Person, ground: GroundDep) -> Response:
    """The person has it; the assistant is silent from now on."""
    change = OwnershipChange(owner="person")
    await team.change_owner(ground, person.principal, conversation_id, change)
    return Response(status_code=204)


@router.post("/hand-back", status_code=204)
async def hand_back(conversation_id: UUID, person: Person, ground: GroundDep) -> Response:
    """The assistant has it again, and answers what nobody answered."""
    change = OwnershipChange(owner="assistant")
    await team.change_owner(ground, person.principal, conversation_id, change)
    return Response(status_code=204)


@router.post("/assign", status_code=204)
async def assign(
    conversation_id: UUID, person: Person, ground: GroundDep, user_id: Annotated[UUID, Form()]
) -> Response:
    """Somebody of the team has it."""
    change = OwnershipChange(user_id=user_id)
    await team.change_owner(ground, person.principal, conversation_id, change)
    return Response(status_code=204)


@router.post("/close", status_code=204)
async def close(conversation_id: UUID, person: Person, ground: GroundDep) -> Response:
    """Nobody waits any more; a new message opens it again."""
    await team.close(ground, person.principal, conversation_id)
    return Response(status_code=204)
