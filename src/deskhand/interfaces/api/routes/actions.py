"""Actions: proposed, confirmed and done; the ledger of them, and its export."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse, StreamingResponse

from deskhand.domain.actions.evidence import EvidenceView, evidence_of
from deskhand.domain.actions.ledger import all_actions
from deskhand.domain.actions.options import OptionsView
from deskhand.domain.actions.outcomes import Proposed, Refused, Wish
from deskhand.domain.actions.proposals import get_proposal
from deskhand.domain.actions.schemas import (
    ActionView,
    Confirmation,
    Line,
    NewAction,
    OutcomeView,
    PreviewView,
    ProposalView,
)
from deskhand.domain.actions.telling import document_of, page_of
from deskhand.domain.actions.views import outcome_view, refused_error
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.tables import LedgerEntry, Proposal
from deskhand.infra.db.paging import Page, json_lines, paginate
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import (
    AdminCaller,
    Ground,
    GroundDep,
    Paging,
    Reader,
    StaffReader,
    TenantSession,
    Writer,
)

router = APIRouter(prefix="/api/v1/actions", tags=["actions"])


@router.post("", status_code=201, response_model=ProposalView, summary="Propose an action")
async def propose_action(body: NewAction, caller: Writer, ground: GroundDep) -> Proposal:
    """Check it against the rules and keep exactly what would be done, until it is confirmed."""
    wish = Wish(body.action, body.number, body.arguments, body.conversation_id)
    await _read_anew(ground, caller, wish)
    # A refusal is an error to the caller, and stands in the audit trail all the same.
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        if body.conversation_id is not None:
            await get_conversation(session, caller.actor, body.conversation_id)
        made = await ground.firewall.propose(session, caller.actor, wish)
        if isinstance(made, Proposed):
            return await get_proposal(session, caller.actor, made.proposal_id)
    raise refused_error(made, caller.actor)


@router.post("/preview", summary="Ask what the rules say")
async def preview_action(body: NewAction, caller: Writer, ground: GroundDep) -> PreviewView:
    """Whether it would be allowed now, and if not, by which rule; nothing is written."""
    wish = Wish(body.action, body.number, body.arguments, body.conversation_id)
    await _read_anew(ground, caller, wish)
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        judged = await ground.firewall.may(session, caller.actor, wish)
    if isinstance(judged, Refused):
        reason = judged.reason if caller.actor.staff else None
        return PreviewView(allowed=False, rule=judged.rule, say=judged.say, reason=reason)
    arguments, approval = dict(judged.arguments), list(judged.approval)
    return PreviewView(allowed=True, arguments=arguments, approval=approval)


async def _read_anew(ground: Ground, caller: Principal, wish: Wish) -> None:
    """The record that the wish is about, where it lives elsewhere."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        action = (await ground.packs.of_tenant(session)).pack.actions.get(wish.action)
    if action is not None and wish.number.isprintable():
        customer = None if caller.actor.staff else caller.actor.customer_id
        await ground.firewall.refresh(caller.tenant_id, action.noun, [wish.number], customer)


@router.get("/options", summary="What can be done with a record")
async def list_options(
    noun: Line, number: Line, caller: StaffReader, session: TenantSession, ground: GroundDep
) -> OptionsView:
    """Every action of the record's noun, and what the rules say of each now; nothing is written."""
    return await ground.firewall.options(session, caller.actor, noun, number)


@router.get("", response_model=Page[ActionView], summary="List actions")
async def list_actions(caller: StaffReader, session: TenantSession, page: Paging) -> Page[Any]:
    """What was done to the business, by whomever, the newest first."""
    return await paginate(session, all_actions(), LedgerEntry.id, page)


@router.get("/action_log.jsonl", response_class=StreamingResponse, summary="Export all actions")
async def export_actions(caller: AdminCaller, ground: GroundDep) -> StreamingResponse:
    """The whole ledger, one JSON object on each line, the newest first."""
    return StreamingResponse(
        json_lines(
            ground.runtime.database, caller.tenant_id, all_actions(), LedgerEntry.id, ActionView
        ),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="action_log.jsonl"'},
    )


@router.get("/{action_id}", response_model=ProposalView, summary="One action")
async def get_action(action_id: UUID, caller: Reader, session: TenantSession) -> Proposal:
    """What was proposed, and where it stands."""
    return await get_proposal(session, caller.actor, action_id)


@router.post("/{action_id}/confirm", summary="Confirm an action")
async def confirm_action(
    action_id: UUID, body: Confirmation, caller: Writer, ground: GroundDep
) -> OutcomeView:
    """Say yes, and it is done, once; or no. Only whoever proposed it can."""
    outcome = await ground.firewall.settle(
        caller.tenant_id, caller.actor, action_id, yes=body.yes, digest=body.digest
    )
    return outcome_view(outcome, caller.actor)


@router.get("/{action_id}/evidence", summary="Evidence of an action")
async def get_evidence(
    action_id: UUID, caller: StaffReader, session: TenantSession, ground: GroundDep
) -> EvidenceView:
    """Who asked and how, which rules allowed it, what was confirmed, done and told."""
    return await evidence_of(session, ground.packs, action_id)


@router.get(
    "/{action_id}/evidence.txt",
    response_class=PlainTextResponse,
    summary="Evidence of an action as a page",
)
async def get_evidence_page(
    action_id: UUID, caller: StaffReader, session: TenantSession, ground: GroundDep
) -> str:
    """The same as a page of plain text that anybody can read."""
    return page_of(await evidence_of(session, ground.packs, action_id))


@router.get(
    "/{action_id}/evidence.html",
    response_class=HTMLResponse,
    summary="Evidence of an action as an HTML page",
)
async def get_evidence_document(
    action_id: UUID, caller: StaffReader, session: TenantSession, ground: GroundDep
) -> str:
    """The same as a document to keep or print, without styles or scripts."""
    return document_of(await evidence_of(session, ground.packs, action_id))
