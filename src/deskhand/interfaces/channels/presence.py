"""Who of the team looks at a conversation or writes in it: live events alone, no row."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.ownership import name_of_member, person_of
from deskhand.domain.conversations.schemas import Author
from deskhand.infra.errors import Forbidden
from deskhand.infra.shapes import Given
from deskhand.infra.wakeup.port import LiveEvents, desk_of, stream_of
from deskhand.infra.wakeup.stream_buffer import seq_now
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

FRESH_SECONDS = 30
"""For how long somebody counts as present who has not said so again."""

Doing = Literal["looking", "writing", "gone"]


class PresenceOfPeople(Forbidden):
    """Only a person of the team, signed in, is present somewhere; a program is not."""


class PresenceIn(Given):
    """What the caller does in the conversation; say it again every 20 seconds."""

    doing: Doing


class PresenceView(Author):
    """A member of the team, and what that one does in the conversation now."""

    doing: Literal["looking", "writing"]


async def be_present(
    ground: Ground, caller: Principal, conversation_id: UUID, doing: Doing
) -> list[PresenceView]:
    """Tell the team what the caller does here, and the customer that somebody writes.

    Everybody who is present, the caller included. Raises ConversationNotFound, PresenceOfPeople.
    """
    me = person_of(caller.actor)
    if me is None:
        raise PresenceOfPeople
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        await get_conversation(session, caller.actor, conversation_id)
        name = await name_of_member(session, me)
    events, told = ground.runtime.events, {"id": str(me), "name": name, "doing": doing}
    before = {one.id: one.doing for one in await _present(events, caller, conversation_id)}
    await events.publish(_stream(caller, conversation_id), "presence", told)
    if before.get(me, "gone") != doing:
        await events.publish(
            desk_of(caller.tenant_id),
            "presence",
            {"conversation_id": str(conversation_id), **told},
        )
    if doing == "writing":
        await events.publish(
            stream_of(caller.tenant_id, conversation_id),
            "agent.typing",
            {"author": {"id": str(me), "name": name}},
        )
    return await _present(events, caller, conversation_id)


async def who_is_present(
    ground: Ground, caller: Principal, conversation_id: UUID
) -> list[PresenceView]:
    """Who looks or writes here now; raises ConversationNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        await get_conversation(session, caller.actor, conversation_id)
    return await _present(ground.runtime.events, caller, conversation_id)


def _stream(caller: Principal, conversation_id: UUID) -> str:
    return f"{stream_of(caller.tenant_id, conversation_id)}/presence"


async def _present(
    events: LiveEvents, caller: Principal, conversation_id: UUID
) -> list[PresenceView]:
    since = seq_now() - FRESH_SECONDS * 1_000_000
    newest = {
        event.data["id"]: event.data
        for event in await events.kept(_stream(caller, conversation_id), since)
    }
    there = [data for data in newest.values() if data["doing"] != "gone"]
    return sorted(map(PresenceView.model_validate, there), key=lambda one: (one.name, one.id))
