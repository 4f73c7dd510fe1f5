"""How often something was done about the same record before."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, func, select

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import LedgerEntry


def figure(subject: Subject) -> ScalarSelect[int]:
    """Actions on the record that are done, or may be."""
    query = select(func.count()).where(
        LedgerEntry.customer_id == subject.customer_id,
        LedgerEntry.target == f"{subject.thing.noun}:{subject.thing.number}",
        LedgerEntry.state.in_(("done", "sent", "unknown")),
    )
    return query.scalar_subquery()


SIGNAL = Signal("same_record", figure, "{} actions were done about this record before")
