"""What a customer says of an answer, and handing over to a person when that is what they want."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.ledger import ActionKey, conclude, intend
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.feedback import give_feedback
from deskhand.domain.conversations.history import get_conversation, messages_of_turn
from deskhand.domain.conversations.ownership import hand_to_team
from deskhand.domain.conversations.schemas import FeedbackIn, FeedbackView
from deskhand.domain.tables import Conversation, Ticket
from deskhand.domain.tickets.schemas import NewTicket, ticket_reference
from deskhand.domain.tickets.tickets import open_ticket

_MOST_DESCRIBED = 20_000


async def rate(
    session: AsyncSession, actor: Actor, turn_id: UUID, given: FeedbackIn
) -> tuple[FeedbackView, Conversation]:
    """Store the rating. "escalate" also puts the conversation into the team's queue, with a ticket.

    However often it is said, there is one ticket: the one that is open already, else a new one.
    Returns the outcome and the conversation as it is now. Raises TurnNotFound.
    """
    conversation_id = await give_feedback(session, actor, turn_id, given)
    reference: str | None = None
    if given.rating == "escalate":
        conversation = await hand_to_team(session, actor, conversation_id, "asked")
        reference = await _open_reference(session, conversation_id)
        if reference is None:
            reference = await _open_once(session, actor, turn_id, conversation, given)
    else:
        conversation = await get_conversation(session, actor, conversation_id)
    view = FeedbackView(
        turn_id=turn_id,
        conversation_id=conversation_id,
        rating=given.rating,
        owner=conversation.owner,
        waiting=conversation.waiting_since is not None,
        ticket=reference,
    )
    return view, conversation


async def _open_reference(session: AsyncSession, conversation_id: UUID) -> str | None:
    number: int | None = await session.scalar(
        select(Ticket.number)
        .where(
            Ticket.conversation_id == conversation_id,
            Ticket.status.in_(("open", "pending")),
        )
        .order_by(Ticket.number.desc())
        .limit(1)
    )
    return ticket_reference(number) if number is not None else None


async def _open_once(
    session: AsyncSession,
    actor: Actor,
    turn_id: UUID,
    conversation: Conversation,
    given: FeedbackIn,
) -> str:
    """The reference of the turn's hand-over ticket; the ledger keeps it to one for each turn."""
    key = ActionKey(turn_id, 0, "hand_over", "conversation")
    entry = await intend(session, key, actor, conversation.id, {"category": "ESCALATION"})
    if entry.state != "done":
        written = [message.text for message in await messages_of_turn(session, turn_id)]
        said = [f"The customer adds: {given.comment}"] if given.comment else []
        ticket = await open_ticket(
            session,
            actor,
            NewTicket(
                subject="The customer asks for a person",
                description="\n".join([*written, *said])[:_MOST_DESCRIBED],
                category="ESCALATION",
                priority="high",
                customer_id=conversation.customer_id,
                conversation_id=conversation.id,
            ),
            turn_id=turn_id,
            origin="feedback",
        )
        result = {"ticket_id": str(ticket.id), "reference": ticket_reference(ticket.number)}
        await conclude(session, entry, "done", result)
    return str(entry.result["reference"])
