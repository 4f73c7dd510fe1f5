"""The evidence of one action: who asked, what allowed it, what was confirmed, done and told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.proposals import ProposalNotFound
from deskhand.domain.actions.refusals import said_of
from deskhand.domain.actions.schemas import ActionView, ApprovalView, ProposalView
from deskhand.domain.audit import AuditView
from deskhand.domain.conversations.history import messages_of_turn
from deskhand.domain.packs.store import PackInUse, PackStore, number_in
from deskhand.domain.packs.versions import PackVersionNotFound
from deskhand.domain.tables import (
    Approval,
    AuditEntry,
    LedgerEntry,
    Message,
    Proposal,
    Reply,
)
from deskhand.infra.ids import shortly_before
from deskhand.packs.acting import Rule
from deskhand.packs.loader import PackInvalid

_AROUND: Final = timedelta(hours=1)
"""By so much an audit entry's id may be older than the proposal that it is about."""


class Said(BaseModel):
    """What somebody did, when, and in which words; none where it was not in a conversation."""

    by: dict[str, Any]
    at: datetime
    words: list[str]


class RuleView(BaseModel):
    """A rule that was asked; `checks` is what it checks, as the pack writes it."""

    rule: str
    checks: str
    reason: str


class EvidenceView(BaseModel):
    """Everything that is known of one action."""

    action: ProposalView
    asked: Said
    rules: list[RuleView]
    facts: dict[str, Any]
    refused_because: str | None
    answered: Said | None
    approval: ApprovalView | None
    done: ActionView | None
    told: list[str]
    audit: list[AuditView]


async def evidence_of(session: AsyncSession, packs: PackStore, action_id: UUID) -> EvidenceView:
    """The evidence of the action with this id, or of the ledger's entry with it.

    Raises ProposalNotFound. What was said in a conversation that was erased is gone.
    """
    proposal = await _proposal(session, action_id)
    entry = await session.scalar(select(LedgerEntry).where(LedgerEntry.proposal_id == proposal.id))
    approval = await session.scalar(select(Approval).where(Approval.proposal_id == proposal.id))
    rules = await _rules(session, packs, proposal)
    answered = None
    if proposal.answered_by is not None and proposal.answered_at is not None:
        answered = Said(
            by=proposal.answered_by,
            at=proposal.answered_at,
            words=await _words(session, proposal.answered_in),
        )
    return EvidenceView(
        action=ProposalView.model_validate(proposal),
        asked=Said(
            by=proposal.proposer,
            at=proposal.created_at,
            words=await _words(session, proposal.turn_id),
        ),
        rules=rules,
        facts=proposal.facts,
        refused_because=_reason(proposal.rule, rules) if proposal.rule else None,
        answered=answered,
        approval=ApprovalView.model_validate(approval) if approval else None,
        done=ActionView.model_validate(entry) if entry else None,
        told=await _told(session, proposal),
        audit=await _trail(session, proposal, approval, entry),
    )


async def _proposal(session: AsyncSession, action_id: UUID) -> Proposal:
    of_ledger = select(LedgerEntry.proposal_id).where(LedgerEntry.id == action_id)
    found: Proposal | None = await session.scalar(
        select(Proposal).where(
            (Proposal.id == action_id) | (Proposal.id == of_ledger.scalar_subquery())
        )
    )
    if found is None:
        raise ProposalNotFound
    return found


async def _words(session: AsyncSession, turn_id: UUID | None) -> list[str]:
    if turn_id is None:
        return []
    return [message.text for message in await messages_of_turn(session, turn_id)]


async def _told(session: AsyncSession, proposal: Proposal) -> list[str]:
    """The assistant's replies in the turn of the proposal and in that of the answer."""
    turns = [one for one in (proposal.turn_id, proposal.answered_in) if one is not None]
    query = (
        select(Message.text)
        .join(Reply, (Reply.tenant_id == Message.tenant_id) & (Reply.message_id == Message.id))
        .where(Reply.id.in_(turns))
        .order_by(Message.seq)
    )
    return list(await session.scalars(query)) if turns else []


async def _rules(session: AsyncSession, packs: PackStore, proposal: Proposal) -> list[RuleView]:
    """The rules as the version wrote them that the proposal was judged under."""
    pack = await _pack(session, packs, proposal.pack)
    known = pack.pack.policies.rules if pack else {}
    return rules_of(known, proposal.rules)


def rules_of(known: Mapping[str, Rule], names: Iterable[str]) -> list[RuleView]:
    """The named rules as their pack writes them; what the pack does not know is left out."""
    return [
        RuleView(rule=name, checks=_checks(rule.part(rule.kind)), reason=rule.reason)
        for name in names
        if (rule := known.get(name)) is not None
    ]


def _reason(rule: str, rules: list[RuleView]) -> str:
    return next((one.reason for one in rules if one.rule == rule), said_of(rule)[1])


async def _pack(session: AsyncSession, packs: PackStore, version: str) -> PackInUse | None:
    try:
        return await packs.version(session, number_in(version))
    except (PackInvalid, PackVersionNotFound):
        return None


def _checks(part: Any) -> str:
    """A condition's source, or the parameters of another kind of rule."""
    if isinstance(part, BaseModel):
        given = part.model_dump(exclude_none=True, exclude_defaults=True)
        return ", ".join(f"{name}: {value}" for name, value in given.items())
    return str(part.source)


async def _trail(
    session: AsyncSession,
    proposal: Proposal,
    approval: Approval | None,
    entry: LedgerEntry | None,
) -> Sequence[AuditView]:
    targets = [f"proposal:{proposal.id}"]
    targets += [f"approval:{approval.id}"] if approval else []
    targets += [f"ledger:{entry.id}"] if entry else []
    query = (
        select(AuditEntry)
        # Ids are in the order of time: nothing from before the proposal is looked at.
        .where(AuditEntry.id > shortly_before(proposal.id, _AROUND))
        .where(AuditEntry.target.in_(targets))
        .order_by(AuditEntry.id)
    )
    return [AuditView.model_validate(one) for one in await session.scalars(query)]
