"""Cases: which customer had which issue with what, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
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


async def record_cases(session: AsyncSession, cases: Sequence[CaseFacts]) -> None:
    """Store each case once; a second time changes nothing."""
    if not cases:
        return
    tenant_id, moment = tenant_of(session), now()
    await session.execute(
        _RECORD,
        [
            {
                "tenant_id": tenant_id,
                "id": case.turn_id,
                "created_at": moment,
                "customer_id": case.customer_id,
                "issue": case.issue,
                "products": json.dumps(list(case.products)),
                "resolution": case.resolution,
                "resolved": case.resolved,
            }
            for case in cases
        ],
    )


_RECORD = text(
    "INSERT INTO cases (tenant_id, id, created_at, customer_id, issue, products, resolution,"
    " resolved) VALUES (:tenant_id, :id, :created_at, :customer_id, :issue,"
    " CAST(:products AS jsonb), :resolution, :resolved) ON CONFLICT (tenant_id, id) DO NOTHING"
)
