"""How much was done for the customer within thirty days."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ScalarSelect, func, select

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import LedgerEntry
from deskhand.infra.clock import now


def figure(subject: Subject) -> ScalarSelect[int]:
    """Actions that are done, or may be."""
    query = select(func.count()).where(
        LedgerEntry.customer_id == subject.customer_id,
        LedgerEntry.state.in_(("done", "sent", "unknown")),
        LedgerEntry.created_at > now() - timedelta(days=30),
    )
    return query.scalar_subquery()


SIGNAL = Signal("actions_in_a_month", figure, "{} actions were done for this customer in 30 days")
