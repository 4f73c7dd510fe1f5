"""How often the customer asked for something within a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import Proposal
from deskhand.infra.clock import now


async def measure(session: AsyncSession, subject: Subject) -> int:
    """Proposals, whatever became of them."""
    query = select(func.count()).where(
        Proposal.customer_id == subject.customer_id,
        Proposal.created_at > now() - timedelta(days=1),
    )
    return await session.scalar(query) or 0


SIGNAL = Signal("asked_in_a_day", measure, "{} actions were asked for by this customer in a day")
