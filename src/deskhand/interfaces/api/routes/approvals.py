"""Approvals: what waits for a person of the team."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.actions.deciding import all_approvals, get_approval
from deskhand.domain.actions.schemas import ApprovalDecision, ApprovalView, OutcomeView
from deskhand.domain.actions.views import outcome_view
from deskhand.domain.tables import Approval
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import (
    GroundDep,
    Paging,
    StaffReader,
    StaffWriter,
    TenantSession,
)

router = APIRouter(prefix="/api/v1/approvals", tags=["approvals"])

State = Literal["waiting", "granted", "declined", "expired"]


@router.get("", response_model=Page[ApprovalView], summary="List approvals")
async def list_approvals(
    caller: StaffReader, session: TenantSession, page: Paging, state: State | None = None
) -> Page[Any]:
    """What waits for a decision, with `state=waiting`, and what was decided; the newest first."""
    query = all_approvals()
    if state is not None:
        query = query.where(Approval.state == state)
    return await paginate(session, query, Approval.id, page)


@router.get("/{approval_id}", response_model=ApprovalView, summary="One approval")
async def read_approval(approval_id: UUID, caller: StaffReader, session: TenantSession) -> Approval:
    """An approval; what it is for is the action with its `proposal_id`."""
    return await get_approval(session, approval_id)


@router.post("/{approval_id}/grant", summary="Approve an action")
async def grant_approval(
    approval_id: UUID, body: ApprovalDecision, caller: StaffWriter, ground: GroundDep
) -> OutcomeView:
    """Approve it, and it is done if the rules still allow it. Never by whoever asked for it."""
    outcome = await ground.firewall.decide(
        caller.tenant_id, caller.actor, approval_id, grant=True, note=body.note
    )
    return outcome_view(outcome, caller.actor)


@router.post("/{approval_id}/decline", response_model=ApprovalView, summary="Turn an action down")
async def decline_approval(
    approval_id: UUID, body: ApprovalDecision, caller: StaffWriter, ground: GroundDep
) -> Approval:
    """Turn it down; nothing is done."""
    await ground.firewall.decide(
        caller.tenant_id, caller.actor, approval_id, grant=False, note=body.note
    )
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        return await get_approval(session, approval_id)
