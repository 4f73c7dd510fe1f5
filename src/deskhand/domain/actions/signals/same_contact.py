"""How many other customers have the same telephone number."""

from __future__ import annotations

from sqlalchemy import ScalarSelect, func, select

from deskhand.domain.actions.signals.port import Signal, Subject
from deskhand.domain.tables import Customer

_SHORTEST = 7
"""Digits below which equal numbers mean nothing."""


def figure(subject: Subject) -> ScalarSelect[int]:
    """Accounts beside the customer's own, by the digits of the number alone."""
    digits = func.regexp_replace(Customer.phone, "[^0-9]", "", "g")
    own = select(digits).where(Customer.id == subject.customer_id).scalar_subquery()
    query = select(func.count()).where(
        Customer.id != subject.customer_id, digits == own, func.length(digits) >= _SHORTEST
    )
    return query.scalar_subquery()


SIGNAL = Signal("same_contact", figure, "{} other customers have the same telephone number")
