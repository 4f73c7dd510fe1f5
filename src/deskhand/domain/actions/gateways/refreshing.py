"""Records that live elsewhere: read from there, and kept here as a copy, before they are used.

Rules, look-ups and pages read the copy, so that erasure, retention and row-level security hold for
it as for any record. What cannot be read is not told and not acted upon.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.gateways.port import Asked, Gateway, GatewaySilent
from deskhand.domain.actions.means import Means
from deskhand.domain.audit import SYSTEM
from deskhand.domain.commerce.batches import take
from deskhand.domain.commerce.kinds import Kind, kind_named
from deskhand.domain.tables import Customer
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Unavailable

log = structlog.get_logger(__name__)


class RecordsNotRead(Unavailable):
    """The system that keeps these records does not answer now, or not in a way that makes sense."""


async def refresh(
    means: Means,
    tenant_id: UUID,
    noun: str,
    numbers: Sequence[str] = (),
    customer_id: UUID | None = None,
) -> frozenset[str]:
    """Read the numbered records, or those of the customer, from where they are kept.

    With `customer_id` nothing of anybody else is taken. Returns the numbers that are not there.
    Does nothing for a noun whose records are this desk's own. Raises RecordsNotRead.
    """
    async with means.database.transaction(tenant_id) as session:
        gateways = (await means.gateways.of_tenant(session)).values()
        gateway = next((one for one in gateways if one.keeps(noun)), None)
        if gateway is None:
            return frozenset()
        kind = kind_named(noun, (await means.packs.of_tenant(session)).pack.nouns)
        customer = await customer_seen(session, customer_id)
    rows: list[dict[str, Any]] = []
    missing = set()
    for number in numbers or (None,):
        found = await _fetched(gateway, Asked(noun, number, customer))
        if found is None and number is not None:
            missing.add(kind.spelled(number))
        rows += found or []
    if customer_id is not None:
        rows = [row for row in rows if _belongs(row, customer)]
    if rows:
        async with means.database.transaction(tenant_id) as session:
            await _kept(session, kind, rows)
    return frozenset(missing)


async def customer_seen(session: AsyncSession, customer_id: UUID | None) -> dict[str, str | None]:
    """Who it is for, as another system may know them."""
    found = await session.get(Customer, (tenant_of(session), customer_id)) if customer_id else None
    if found is None:
        return {}
    return {"reference": found.reference, "email": found.email, "name": found.name}


async def _fetched(gateway: Gateway, asked: Asked) -> list[dict[str, Any]] | None:
    try:
        return await gateway.fetch(asked)
    except GatewaySilent as error:
        raise RecordsNotRead from error


def _belongs(row: dict[str, Any], customer: dict[str, str | None]) -> bool:
    """Whether the row itself says that it is this customer's; a filter may have been overlooked."""
    reference, email = row.get("customer"), row.get("customer_email")
    if reference is not None:
        return str(reference) == customer.get("reference")
    return email is not None and str(email).lower() == customer.get("email")


async def _kept(session: AsyncSession, kind: Kind, rows: list[dict[str, Any]]) -> None:
    result = await take(session, SYSTEM, kind, rows)
    refused = [row for row in result.rows if row.outcome == "refused"]
    if refused:
        # The copy of such a record may be old, and nothing old is told.
        log.warning("records were not read", kind=kind.name, code=refused[0].code)
        raise RecordsNotRead(f"A record cannot be read: {refused[0].detail}")
