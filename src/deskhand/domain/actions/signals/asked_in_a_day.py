"""How often the customer asked for something within a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ScalarSelect, func, select

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import Proposal
from deskhand.infra.clock import now


def figure(subject: Subject) -> ScalarSelect[int]:
    """Proposals, whatever became of them."""
    query = select(func.count()).where(
        Proposal.customer_id == subject.customer_id,
        Proposal.created_at > now() - timedelta(days=1),
    )
    return query.scalar_subquery()


SIGNAL = Signal("asked_in_a_day", figure, "{} actions were asked for by this customer in a day")
