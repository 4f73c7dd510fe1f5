"""Deciding an approval: four eyes, once, in time; a grant goes the same way as any yes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.roles import Role, at_least
from deskhand.domain.actions.gateways.port import Call
from deskhand.domain.actions.outcomes import Outcome, Refused
from deskhand.domain.actions.proposals import locked
from deskhand.domain.actions.refusals import APPROVED, refusal
from deskhand.domain.actions.settling import Settler
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.tables import ApiKey, Approval, Proposal
from deskhand.infra.clock import now
from deskhand.infra.errors import Conflict, Forbidden, NotFound
from deskhand.infra.failpoints import reached


class ApprovalNotFound(NotFound):
    """No approval with this id exists here."""


class ApprovalDecided(Conflict):
    """This was decided already, or nobody decided it in time."""


class ApproverIsProposer(Forbidden):
    """Whoever asked for something cannot approve it."""


class ApproverNotAllowed(Forbidden):
    """A person of the team with a higher role has to decide this."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided, and why."""

    actor: Actor
    approval_id: UUID
    grant: bool
    note: str = ""


def all_approvals() -> Select[tuple[Any]]:
    """The tenant's approvals."""
    return select(Approval)


async def count_waiting(session: AsyncSession, most: int = 1000) -> int:
    """How many approvals wait, counted up to `most`."""
    waiting = select(Approval.id).where(Approval.state == "waiting").limit(most).subquery()
    return await session.scalar(select(func.count()).select_from(waiting)) or 0


async def get_approval(session: AsyncSession, approval_id: UUID) -> Approval:
    """The approval with this id; raises ApprovalNotFound."""
    found: Approval | None = await session.scalar(
        select(Approval).where(Approval.id == approval_id)
    )
    if found is None:
        raise ApprovalNotFound
    return found


async def decide(settler: Settler, tenant_id: UUID, decision: Decision) -> Outcome:
    """Grant, and do it when the rules still allow it; or decline. In transactions of its own.

    Raises ApprovalNotFound, ApprovalDecided, ApproverIsProposer, ApproverNotAllowed.
    """
    if decision.grant:
        async with settler.means.database.transaction(tenant_id) as session:
            proposal_id = (await get_approval(session, decision.approval_id)).proposal_id
        await settler.read_anew(tenant_id, proposal_id)
    async with settler.means.database.transaction(tenant_id) as session:
        step = await _decided(session, settler, decision)
    return await settler.finished(step)


async def _decided(session: AsyncSession, settler: Settler, decision: Decision) -> Outcome | Call:
    found = await get_approval(session, decision.approval_id)
    proposal = await locked(session, found.proposal_id)
    if proposal is None:
        raise ApprovalNotFound
    await session.refresh(found)
    if found.state != "waiting" or found.expires_at <= now():
        raise ApprovalDecided
    await _check_approver(session, decision.actor, found, proposal)
    found.state = "granted" if decision.grant else "declined"
    found.decided_by, found.decided_at = decision.actor.to_json(), now()
    found.note = decision.note
    await session.flush()
    target = f"approval:{found.id}"
    await audit.append(
        session, decision.actor, f"approval.{found.state}", target, proposal=str(proposal.id)
    )
    reached("approval.decided")
    if not decision.grant:
        return await _turned_down(session, proposal)
    pack = await settler.means.packs.of_tenant(session)
    return await settler.carry_out(session, decision.actor, proposal, pack, approved=True)


async def _check_approver(
    session: AsyncSession, actor: Actor, approval: Approval, proposal: Proposal
) -> None:
    """A person of the team, high enough, and neither who asked nor who confirmed."""
    if actor.kind not in ("user", "sample") or not actor.staff:
        raise ApproverNotAllowed
    involved = [Actor.from_json(one) for one in (proposal.proposer, proposal.answered_by) if one]
    keys = [one.id for one in involved if one.kind == "api_key" and one.id is not None]
    makers = await session.scalars(select(ApiKey.created_by).where(ApiKey.id.in_(keys)))
    if actor.id in {one.id for one in involved} | set(makers):
        raise ApproverIsProposer
    if not at_least(Role(actor.role), Role(approval.role)):
        raise ApproverNotAllowed


async def _turned_down(session: AsyncSession, proposal: Proposal) -> Refused:
    proposal.state, proposal.rule = "refused", APPROVED
    await session.flush()
    return refusal(proposal, APPROVED)


async def expire(session: AsyncSession) -> int:
    """Close what nobody decided in time; returns how many. Safe beside the same of others."""
    late = select(Approval).where(Approval.state == "waiting", Approval.expires_at <= now())
    closed = 0
    for approval in await session.scalars(late):
        # Before the approval, in the order in which deciding locks.
        proposal = await locked(session, approval.proposal_id)
        await session.refresh(approval)
        if proposal is None or approval.state != "waiting":
            continue
        approval.state = "expired"
        proposal.state, proposal.rule = "refused", APPROVED
        await session.flush()
        target = f"approval:{approval.id}"
        await audit.append(session, SYSTEM, "approval.expired", target, proposal=str(proposal.id))
        reached("approval.expired")
        closed += 1
    return closed
