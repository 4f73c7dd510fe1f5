"""What became of answers: ground for learning and for insight."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


class StrategyOutcome(TenantRow):
    """The strategy that a turn used, with its propensity; `id` is the turn's id.

    `signals` collects what the customer's later behaviour said of it.
    """

    __tablename__ = "strategy_outcomes"
    __table_args__ = (belongs_to("id", "turns", ondelete="CASCADE"),)

    strategy: Mapped[str]
    propensity: Mapped[float]
    policy: Mapped[str]
    state: Mapped[dict[str, Any]]
    signals: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reward: Mapped[float | None]


class Case(TenantRow):
    """A customer's issue and what solved it; `id` is the turn's id."""

    __tablename__ = "cases"
    __table_args__ = (
        belongs_to("id", "turns", ondelete="CASCADE"),
        Index("ix_cases_customer", "tenant_id", "customer_id"),
        Index("ix_cases_issue", "tenant_id", "issue"),
    )

    customer_id: Mapped[UUID | None]
    issue: Mapped[str]
    products: Mapped[list[Any]]
    resolution: Mapped[str]
    resolved: Mapped[str]
