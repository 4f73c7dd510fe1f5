"""Bursts of messages: whether more seems to follow, and where one that never ends is cut."""

from __future__ import annotations

import unicodedata
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations.turns import Claim, enqueue, hold
from deskhand.domain.conversations.waiting import move_messages
from deskhand.domain.tables import Conversation, Message, Turn

_ENDS_SENTENCE: Final = frozenset(".!?。．！？؟۔।॥։።፧")
_TRAILS_OFF: Final = frozenset(",،、，:：;；…")
_CLOSES: Final = frozenset(")]}>`）】」』")
_QUOTES: Final = frozenset("\"'”’»“‘")
_JOINERS: Final = frozenset("\u200d\ufe0f\u20e3")
"""What follows within an emoji: a joiner, its presentation, a key cap."""


def looks_unfinished(text: str) -> bool:
    """Whether more seems to follow: no sentence ends here, and it is no bare identifier.

    A guess that costs a short pause when it is wrong; nothing depends on its being right.
    """
    said = text.rstrip()
    if not said or said.endswith("..."):
        return True
    while len(said) > 1 and said[-1] in _QUOTES:
        said = said[:-1].rstrip()
    last = said[-1:]
    if last in _TRAILS_OFF:
        return True
    if last in _ENDS_SENTENCE or last in _CLOSES or _is_emoji(last):
        return False
    return not _is_identifier(said)


def _is_emoji(char: str) -> bool:
    return char in _JOINERS or unicodedata.category(char) in ("So", "Sk")


def _is_identifier(said: str) -> bool:
    """A number, a code, an address: one word with a digit or an `@` in it."""
    return len(said.split()) == 1 and any(char.isdecimal() or char == "@" for char in said)


async def cut_after(session: AsyncSession, held: Claim, seen: int) -> UUID | None:
    """Let the messages of the turn behind `seen` be a turn of their own, which waits.

    The new turn's id, None when there is nothing behind. Raises FenceStale.
    """
    await session.execute(
        select(Conversation.id).where(Conversation.id == held.conversation_id).with_for_update()
    )
    await hold(session, held)
    turn = (await session.scalars(select(Turn).where(Turn.id == held.turn_id))).one()
    rest = (
        await session.execute(
            select(Message.id, Message.seq)
            .where(Message.turn_id == turn.id, Message.role == "customer", Message.seq > seen)
            .order_by(Message.seq)
        )
    ).all()
    if not rest:
        return None
    turn.last_seq = seen
    following = await enqueue(
        session,
        turn.conversation_id,
        [row.seq for row in rest],
        actor=turn.actor,
        about=turn.about,
        correlation_id=turn.correlation_id,
    )
    await move_messages(session, [row.id for row in rest], following)
    return following
