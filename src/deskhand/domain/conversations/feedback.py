"""What customers say of answers."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import visible_conversations
from deskhand.domain.conversations.schemas import FeedbackIn
from deskhand.domain.conversations.turns import TurnNotFound
from deskhand.domain.tables import Conversation, Feedback, Turn
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


async def give_feedback(
    session: AsyncSession, actor: Actor, turn_id: UUID, given: FeedbackIn
) -> UUID:
    """Store what the customer says of the turn's answer, also for learning; the last word counts.

    Returns the conversation's id. Raises TurnNotFound.
    """
    visible = visible_conversations(actor).with_only_columns(Conversation.id)
    conversation_id: UUID | None = await session.scalar(
        select(Turn.conversation_id).where(Turn.id == turn_id, Turn.conversation_id.in_(visible))
    )
    if conversation_id is None:
        raise TurnNotFound
    values = {"rating": given.rating, "comment": given.comment}
    await session.execute(
        insert(Feedback)
        .values(
            tenant_id=tenant_of(session), id=new_id(), created_at=now(), turn_id=turn_id, **values
        )
        .on_conflict_do_update(index_elements=["tenant_id", "turn_id"], set_=values)
    )
    await session.execute(_LEARN, {"id": turn_id, "rating": given.rating})
    await audit.append(session, actor, "turn.rated", f"turn:{turn_id}", rating=given.rating)
    return conversation_id


_LEARN = text(
    # What was chosen for the turn is stored after its delivery; a rating can only come later.
    "UPDATE strategy_outcomes SET signals = signals || jsonb_build_object('rating',"
    " CAST(:rating AS text)) WHERE id = :id"
)
