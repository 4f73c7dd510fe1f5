"""Approvals: what waits for a person, decided once, never by whoever asked for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.actions.judging import Judged
from deskhand.domain.actions.outcomes import Waiting
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.waiting import await_person
from deskhand.domain.packs.store import PackInUse
from deskhand.domain.tables import Approval, Proposal
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.failpoints import reached
from deskhand.infra.ids import new_id

_MOST: Final = 5
"""So many that wait are looked at; a reply tells of one."""


async def await_approval(
    session: AsyncSession, actor: Actor, proposal: Proposal, judged: Judged, pack: PackInUse
) -> Waiting:
    """Put the confirmed proposal into the queue of those who approve.

    Its conversation waits for a person, who tells the customer what was decided.
    """
    terms = pack.pack.policies.approvals
    approval = Approval(
        tenant_id=tenant_of(session),
        id=new_id(),
        proposal_id=proposal.id,
        state="waiting",
        reasons=list(judged.approval),
        role=terms.role,
        expires_at=now() + timedelta(hours=terms.hours),
    )
    session.add(approval)
    proposal.state = "waiting"
    if proposal.conversation_id is not None:
        await await_person(session, proposal.conversation_id, "handed_over")
    await session.flush()
    await audit.append(
        session, actor, "approval.asked", f"approval:{approval.id}", proposal=str(proposal.id)
    )
    reached("approval.asked")
    return _waiting(approval, proposal)


async def waiting_of(session: AsyncSession, proposal: Proposal) -> Waiting:
    """The approval that the proposal waits for."""
    query = select(Approval).where(Approval.proposal_id == proposal.id)
    return _waiting((await session.scalars(query)).one(), proposal)


async def waiting_for(
    session: AsyncSession, customer_id: UUID, actions: Collection[str]
) -> tuple[tuple[Proposal, Waiting], ...]:
    """What the customer agreed to of these actions and waits for a person, the newest first."""
    query = (
        select(Proposal, Approval)
        .join(Approval, Approval.proposal_id == Proposal.id)
        .where(Proposal.customer_id == customer_id, Proposal.action.in_(actions))
        .where(Proposal.state == "waiting", Approval.state == "waiting")
        .order_by(Proposal.created_at.desc(), Proposal.id)
        .limit(_MOST)
    )
    found = (await session.execute(query)).all()
    return tuple((proposal, _waiting(approval, proposal)) for proposal, approval in found)


def _waiting(approval: Approval, proposal: Proposal) -> Waiting:
    reasons = tuple(approval.reasons)
    return Waiting(proposal.id, approval.id, proposal.arguments, reasons, approval.expires_at)
