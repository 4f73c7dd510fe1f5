"""Approvals: what waits for a person, with everything that speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Form, Request
from fastapi.responses import HTMLResponse

from deskhand.domain.accounts.users import names_of
from deskhand.domain.actions.deciding import all_approvals, get_approval
from deskhand.domain.actions.evidence import evidence_of
from deskhand.domain.actions.proposals import proposals_of
from deskhand.domain.actions.schemas import ApprovalDecision
from deskhand.domain.actions.views import outcome_view
from deskhand.domain.tables import Approval
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/approvals")

_SHOWN = PageRequest(limit=100)
Decision = Annotated[ApprovalDecision, Form()]


@router.get("", response_class=HTMLResponse)
async def approvals_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """What waits, and what was decided last."""
    found = await paginate(session, all_approvals(), Approval.id, _SHOWN)
    return await show(
        request, ground, person, session, "team/approvals.html",
        section="approvals", approvals=found.items,
        proposals=await proposals_of(session, {one.proposal_id for one in found.items}),
        names=await names_of(session, _people(one.decided_by for one in found.items)),
    )  # fmt: skip


@router.get("/{approval_id}", response_class=HTMLResponse)
async def approval_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, approval_id: UUID
) -> HTMLResponse:
    """One, with its evidence: who asked, what exactly, which rules, what the records say."""
    approval = await get_approval(session, approval_id)
    evidence = await evidence_of(session, ground.packs, approval.proposal_id)
    spoken = [evidence.asked, evidence.answered]
    people = _people([approval.decided_by, *(said.by for said in spoken if said is not None)])
    return await show(
        request, ground, person, session, "team/approval.html",
        section="approvals", approval=approval, evidence=evidence,
        names=await names_of(session, people),
    )  # fmt: skip


@router.post("/{approval_id}/grant", status_code=204)
async def grant(approval_id: UUID, given: Decision, person: Person, ground: GroundDep) -> None:
    """Approve it: it is done if the rules still allow it. Never by whoever asked for it."""
    caller = person.principal
    outcome = await ground.firewall.decide(
        caller.tenant_id, caller.actor, approval_id, grant=True, note=given.note
    )
    outcome_view(outcome, caller.actor)


@router.post("/{approval_id}/decline", status_code=204)
async def decline(approval_id: UUID, given: Decision, person: Person, ground: GroundDep) -> None:
    """Turn it down; nothing is done."""
    caller = person.principal
    await ground.firewall.decide(
        caller.tenant_id, caller.actor, approval_id, grant=False, note=given.note
    )


def _people(actors: Iterable[dict[str, Any] | None]) -> set[UUID]:
    return {UUID(actor["id"]) for actor in actors if actor and actor.get("id")}
