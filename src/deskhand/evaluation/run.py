"""Runs scripted cases as real turns, each in a conversation that is erased afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from time import perf_counter
from uuid import UUID

from sqlalchemy import delete, select, update

from deskhand.domain.actions.erasure import erase
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import CustomerNotFound
from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.tables import Customer, Message, Reply, Ticket
from deskhand.evaluation.schemas import Case, Observed, Result, judge
from deskhand.evaluation.suites import load_suite
from deskhand.infra.db.session import Database
from deskhand.infra.errors import Unavailable
from deskhand.infra.ids import new_id

_CHANNEL = "evaluation"
_LOOK_SECONDS = 0.05
_PATIENCE_SECONDS = 180.0
_OPERATOR = Actor("system", None, "owner")

AnswerTurn = Callable[[UUID], Awaitable[None]]


class CaseUnanswered(Unavailable):
    """A case got no answer in time."""


async def evaluate(
    database: Database,
    tenant_id: UUID,
    answer: AnswerTurn,
    suites: Sequence[str],
    on_result: Callable[[Result], None],
    *,
    max_chars: int,
) -> list[Result]:
    """The results of every case of the suites, in order; `answer` runs one turn.

    Another worker may take a turn first: its answer counts as well.
    """
    results = []
    for suite in suites:
        for case in load_suite(suite):
            observed = await _observe(database, tenant_id, answer, case, max_chars)
            results.append(judge(suite, case, observed))
            on_result(results[-1])
    return results


async def _observe(
    database: Database, tenant_id: UUID, answer: AnswerTurn, case: Case, max_chars: int
) -> Observed:
    async with _asked(database, tenant_id, case, max_chars) as accepted:
        started = perf_counter()
        await answer(accepted.turn_id)
        reply, text = await _awaited(database, tenant_id, accepted, case)
        return Observed(
            text=text,
            intent=reply.intent,
            category=reply.category,
            agent=reply.agent,
            confidence=reply.confidence,
            escalated=reply.escalated,
            compliance_checked=reply.compliance_checked,
            cited=tuple(dict.fromkeys(source["document"] for source in reply.sources)),
            seconds=perf_counter() - started,
        )


@asynccontextmanager
async def _asked(
    database: Database, tenant_id: UUID, case: Case, max_chars: int
) -> AsyncIterator[Accepted]:
    """The case's message in a conversation of its own, erased with its tickets at the end."""
    async with database.transaction(tenant_id) as session:
        customer_id = None
        if case.customer is not None:
            customer_id = await session.scalar(
                select(Customer.id).where(Customer.email == case.customer)
            )
            if customer_id is None:
                raise CustomerNotFound(f"{case.customer} of the case {case.name} is not here.")
        actor = Actor("system", None, "customer", customer_id)
        incoming = Incoming(case.message, actor, new_id().hex, _CHANNEL, customer_id=customer_id)
        accepted = await accept(session, incoming, max_chars=max_chars)
    try:
        yield accepted
    finally:
        async with database.transaction(tenant_id) as session:
            opened = Ticket.conversation_id == accepted.conversation_id
            await session.execute(
                update(Reply)
                .where(Reply.conversation_id == accepted.conversation_id)
                .values(ticket_id=None)
                .execution_options(synchronize_session=False)
            )
            await session.execute(
                delete(Ticket).where(opened).execution_options(synchronize_session=False)
            )
            await erase(session, _OPERATOR, accepted.conversation_id)


async def _awaited(
    database: Database, tenant_id: UUID, accepted: Accepted, case: Case
) -> tuple[Reply, str]:
    try:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while True:
                found = await _reply(database, tenant_id, accepted)
                if found is not None:
                    return found
                await asyncio.sleep(_LOOK_SECONDS)
    except TimeoutError:
        raise CaseUnanswered(f"The case {case.name} got no answer in time.") from None


async def _reply(
    database: Database, tenant_id: UUID, accepted: Accepted
) -> tuple[Reply, str] | None:
    query = (
        select(Reply, Message.text)
        .join(Message, (Message.tenant_id == Reply.tenant_id) & (Message.id == Reply.message_id))
        .where(Reply.id == accepted.turn_id)
    )
    async with database.transaction(tenant_id) as session:
        row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row is not None else None
