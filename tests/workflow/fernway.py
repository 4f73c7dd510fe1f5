"""Conversations with the sample shop Fernway, held as a customer holds them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.schemas import MessageView, TurnView
from deskhand.domain.tables import (
    Customer,
    DialogueRow,
    Document,
    IngestJob,
    LedgerEntry,
    Order,
    Proposal,
    Ticket,
)
from deskhand.evaluation.records import put_back, snapshot
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from deskhand.samples.loader import DOCUMENT_PREFIX, load_samples
from deskhand.worker.ingest import IngestRunner
from deskhand.worker.turns import TurnRunner
from tests.workflow.chat import Chat
from tests.workflow.shop import Shop

READ = ("returns-and-refunds", "shipping", "orders", "firmware-and-reset")
"""The help pages that these conversations need; reading all of them takes a while."""


async def open_fernway(runtime: Runtime) -> Shop:
    """The first sample shop as `make run` loads it, with some of its help pages."""
    sample = await load_samples(runtime)
    runner = IngestRunner(runtime)
    async with runtime.database.transaction(sample.tenant_id) as session:
        waiting = await session.execute(
            select(IngestJob.id, Document.uri).join(Document, Document.id == IngestJob.document_id)
        )
        jobs = [
            job
            for job, uri in waiting.all()
            if uri.removeprefix(DOCUMENT_PREFIX).partition(".")[0] in READ
        ]
        rows = await session.execute(select(Customer.email, Customer.id))
        customers: dict[str, UUID] = {email: identity for email, identity in rows.all()}
    assert len(jobs) == len(READ)
    for job in jobs:
        await runner.run(job)
    arrival = now().date() + timedelta(days=2)
    maya, jonas = customers["maya@example.com"], customers["jonas@example.com"]
    return Shop(sample.tenant_id, maya, jonas, {}, arrival)


def _name_of(uri: str) -> str:
    return uri.removeprefix(DOCUMENT_PREFIX).partition(".")[0]


@dataclass
class Talk:
    """One conversation; `says` gives the assistant's message, `heard` keeps all of them."""

    chat: Chat
    runner: TurnRunner
    heard: list[MessageView] = field(default_factory=list)

    async def says(self, *texts: str) -> MessageView:
        """What is answered to a message, or to a burst of several."""
        turn = await self.turn(*texts)
        assert turn.reply is not None, turn.status
        self.heard.append(turn.reply.message)
        return turn.reply.message

    async def turn(self, *texts: str) -> TurnView:
        """The turn of a message, as staff see it."""
        accepted = await self.chat.burst(*texts)
        await self.runner.run(accepted[0].turn_id)
        return await self.chat.turn(accepted[0].turn_id)

    def restarted(self, assistant: Assistant) -> Talk:
        """The same conversation, gone on with by a worker that knows nothing of it yet."""
        return Talk(self.chat, TurnRunner(self.chat.runtime, assistant), self.heard)

    async def state(self) -> dict[str, Any]:
        """The row that stands beside the conversation."""
        assert self.heard
        turn_id = self.heard[-1].turn_id
        assert turn_id is not None
        conversation_id = (await self.chat.turn(turn_id)).conversation_id
        async with self.chat.runtime.database.transaction(self.chat.shop.tenant_id) as session:
            row = await session.scalar(select(DialogueRow).where(DialogueRow.id == conversation_id))
        assert row is not None
        return row.state

    async def tickets(self) -> Sequence[Ticket]:
        """The tickets of this conversation alone."""
        async with self.chat.runtime.database.transaction(self.chat.shop.tenant_id) as session:
            turn_id = self.heard[-1].turn_id
            assert turn_id is not None
            conversation_id = (await self.chat.turn(turn_id)).conversation_id
            found = await session.scalars(
                select(Ticket).where(Ticket.conversation_id == conversation_id)
            )
            return list(found)


@asynccontextmanager
async def put_back_afterwards(runtime: Runtime, shop: Shop) -> AsyncIterator[None]:
    """What conversations had done is undone, so that each test meets the same shop."""
    async with runtime.database.transaction(shop.tenant_id) as session:
        before = await snapshot(session)
    yield
    async with runtime.database.transaction(shop.tenant_id) as session:
        await put_back(session, before)
        await session.execute(delete(LedgerEntry).where(LedgerEntry.proposal_id.is_not(None)))
        await session.execute(delete(Proposal))


def talk_as(runtime: Runtime, runner: TurnRunner, shop: Shop, customer_id: UUID | None) -> Talk:
    """A new conversation of a customer; of an unknown visitor without one."""
    visitor = Actor(kind="user", role="customer")
    actor = visitor if customer_id is None else shop.customer(customer_id)
    return Talk(Chat(runtime, replace(shop), actor), runner)


async def new_customer(runtime: Runtime, shop: Shop, *orders: dict[str, Any]) -> UUID:
    """A customer of the shop with these orders, each given by what is special about it."""
    customer_id = new_id()
    today = now().date()
    async with runtime.database.transaction(shop.tenant_id) as session:
        highest = await session.scalar(select(func.max(Customer.number))) or 0
        session.add(
            Customer(
                tenant_id=shop.tenant_id,
                id=customer_id,
                number=highest + 1,
                email=f"{customer_id.hex}@example.com",
                name="Someone Sample",
                tier="basic",
                locale="en",
            )
        )
        await session.flush()
        for special in orders:
            values: dict[str, Any] = {
                "tenant_id": shop.tenant_id,
                "id": new_id(),
                "customer_id": customer_id,
                "status": "in_transit",
                "currency": "USD",
                "total_minor": 4900,
                "items": [{"sku": "S", "name": "Desk Lamp", "quantity": 1, "unit_minor": 4900}],
                "placed_on": today - timedelta(days=5),
                "shipped_on": today - timedelta(days=3),
                "refund_eligible": False,
            }
            session.add(Order(**(values | special)))
    return customer_id
