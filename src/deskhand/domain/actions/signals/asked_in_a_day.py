"""How often the customer had something done, or tried to, within a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ScalarSelect, func, select

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import Proposal
from deskhand.infra.clock import now


def figure(subject: Subject) -> ScalarSelect[int]:
    """Proposals that were said yes to; to look at what could be done is no sign of anything."""
    query = select(func.count()).where(
        Proposal.customer_id == subject.customer_id,
        Proposal.answered_at > now() - timedelta(days=1),
        Proposal.state != "declined",
    )
    return query.scalar_subquery()


SIGNAL = Signal("asked_in_a_day", figure, "{} actions were confirmed by this customer in a day")
