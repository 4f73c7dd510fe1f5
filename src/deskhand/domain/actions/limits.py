"""Limits as unique rows: who takes the last place has it, and nobody can take it twice."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.policies.port import SlotClaim
from deskhand.domain.tables import ActionSlot
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


async def taken(session: AsyncSession, claims: Iterable[SlotClaim]) -> dict[SlotClaim, int]:
    """How many places of each limit are gone, those besides included."""
    counts: dict[SlotClaim, int] = {}
    for claim in claims:
        rows = await session.scalar(
            select(func.count()).where(
                ActionSlot.slot == claim.slot,
                ActionSlot.holder == claim.holder,
                ActionSlot.period == claim.period,
            )
        )
        counts[claim] = (rows or 0) + claim.besides
    return counts


async def take(session: AsyncSession, claims: Iterable[SlotClaim], proposal_id: UUID) -> bool:
    """Take a place of each limit until the end of its period; False when one has none left.

    Limits are taken in one order, so that two takers never wait for each other. A place that
    somebody is just taking is waited for.
    """
    for claim in sorted(claims, key=lambda one: (one.slot, one.holder, one.period)):
        if not await _take_one(session, claim, proposal_id):
            return False
    return True


async def give_back(session: AsyncSession, proposal_id: UUID) -> None:
    """Free the places that an action took which was then not done."""
    await session.execute(delete(ActionSlot).where(ActionSlot.proposal_id == proposal_id))


async def _take_one(session: AsyncSession, claim: SlotClaim, proposal_id: UUID) -> bool:
    # What happened besides leaves so many places fewer.
    for place in range(1, claim.most - claim.besides + 1):
        got = await session.scalar(
            insert(ActionSlot)
            .values(
                tenant_id=tenant_of(session),
                id=new_id(),
                created_at=now(),
                slot=claim.slot,
                holder=claim.holder,
                period=claim.period,
                place=place,
                proposal_id=proposal_id,
            )
            .on_conflict_do_nothing(
                index_elements=["tenant_id", "slot", "holder", "period", "place"]
            )
            .returning(ActionSlot.id)
        )
        if got is not None:
            return True
    return False
