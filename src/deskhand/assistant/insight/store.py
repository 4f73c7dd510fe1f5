"""Cases: which customer had which issue with what, and how it ended."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """A turn as a case. `resolved` is never better than `assumed` until the customer says so."""

    turn_id: UUID
    customer_id: UUID | None
    issue: str
    products: tuple[str, ...]
    resolution: str
    resolved: Literal["confirmed", "assumed", "open"]


async def record_case(session: AsyncSession, facts: CaseFacts) -> None:
    """Store the case once; a second time changes nothing."""
    await session.execute(
        _RECORD,
        {
            "tenant_id": tenant_of(session),
            "id": facts.turn_id,
            "created_at": now(),
            "customer_id": facts.customer_id,
            "issue": facts.issue,
            "products": json.dumps(list(facts.products)),
            "resolution": facts.resolution,
            "resolved": facts.resolved,
        },
    )


_RECORD = text(
    "INSERT INTO cases (tenant_id, id, created_at, customer_id, issue, products, resolution,"
    " resolved) VALUES (:tenant_id, :id, :created_at, :customer_id, :issue,"
    " CAST(:products AS jsonb), :resolution, :resolved) ON CONFLICT (tenant_id, id) DO NOTHING"
)
