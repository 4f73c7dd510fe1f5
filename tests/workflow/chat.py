"""A conversation as a test holds it: messages go in by the front, answers are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select, update

from deskhand.domain.audit import Actor
from deskhand.domain.conversations import ownership, replies, turns
from deskhand.domain.conversations.history import get_conversation, messages_after
from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.conversations.schemas import MessageView, TurnView
from deskhand.domain.conversations.turns import Claim
from deskhand.domain.tables import Conversation, Ticket, Turn
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from tests.support.patience import PATIENCE
from tests.workflow.shop import Shop

T = TypeVar("T")

_LOOK_AGAIN = 0.01
FINAL = frozenset({"completed", "failed", "silent"})


async def until(look: Callable[[], Awaitable[T | None]], what: str) -> T:
    """What `look` finds, looked for again and again; fails after twenty seconds."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await look()
            if found:
                return found
            await asyncio.sleep(_LOOK_AGAIN)
    raise AssertionError(what)


@dataclass
class Chat:
    """One customer's conversation with the shop."""

    runtime: Runtime
    shop: Shop
    actor: Actor
    ref: str = field(default_factory=lambda: new_id().hex)

    async def send(
        self, text: str, *, key: str | None = None, correlation: str | None = None
    ) -> Accepted:
        """Store a message and its turn; nobody is woken."""
        incoming = Incoming(
            text=text,
            actor=self.actor,
            correlation_id=correlation or new_id().hex,
            external_ref=self.ref,
            route="chat",
            idempotency_key=key,
        )
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            return await accept(session, incoming, max_chars=8000)

    async def ring(self, accepted: Accepted) -> None:
        """Wake a worker for the turn."""
        await self.runtime.wakeup.ring("turn", accepted.turn_id)

    async def claim(self, accepted: Accepted, worker: str) -> Claim | None:
        """What a worker of that name does first; its lease is longer than any test."""
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            lease = timedelta(seconds=60)
            claims = await turns.claim(session, [accepted.turn_id], worker=worker, lease=lease)
        return claims[0] if claims else None

    async def burst(self, *texts: str) -> list[Accepted]:
        """Several messages before anybody looks."""
        accepted = []
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            for text in texts:
                incoming = Incoming(
                    text=text, actor=self.actor, correlation_id="burst", external_ref=self.ref
                )
                accepted.append(await accept(session, incoming, max_chars=8000))
        return accepted

    async def ask(self, text: str) -> TurnView:
        """Send, wake a worker, and wait for the end of the turn."""
        accepted = await self.send(text)
        await self.ring(accepted)
        return await self.settled(accepted.turn_id)

    async def turn(self, turn_id: UUID) -> TurnView:
        """Where the turn stands, as staff see it."""
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            return await replies.get_turn(session, self.shop.owner, turn_id)

    async def settled(self, turn_id: UUID) -> TurnView:
        """The turn once it is final."""

        async def look() -> TurnView | None:
            turn = await self.turn(turn_id)
            return turn if turn.status in FINAL else None

        return await until(look, "the turn never ended")

    async def messages(self, conversation_id: UUID) -> list[MessageView]:
        """Everything that was said."""
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            return await messages_after(session, conversation_id)

    async def conversation(self, conversation_id: UUID) -> Conversation:
        """The conversation's row."""
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            return await get_conversation(session, self.shop.owner, conversation_id)

    async def hand_to(self, conversation_id: UUID, owner: str) -> None:
        """Give the conversation to a person or back to the assistant."""
        async with self.runtime.database.transaction(self.shop.tenant_id) as session:
            actor = Actor(kind="api_key", role="owner")
            await ownership.change_owner(session, actor, conversation_id, owner)


def text_of(turn: TurnView) -> str:
    """The words of the answer; a turn without one fails the test."""
    assert turn.reply is not None, f"no reply: {turn.status}"
    return turn.reply.message.text


async def tickets(chat: Chat) -> list[Ticket]:
    """The shop's tickets, oldest first."""
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        return list(await session.scalars(select(Ticket).order_by(Ticket.number)))


async def turn_row(chat: Chat, turn_id: UUID) -> Turn:
    """The turn as it is stored."""
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        return (await session.scalars(select(Turn).where(Turn.id == turn_id))).one()


async def at_once(chat: Chat, turn_id: UUID) -> None:
    """As if the pauses and the lease of the turn were over."""
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        await session.execute(
            update(Turn).where(Turn.id == turn_id).values(run_after=func.now(), lease_until=None)
        )
