"""Settling a proposal: the answer taken once, the rules judged anew, then done or not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.actions import limits, performing
from deskhand.domain.actions.approvals import await_approval, waiting_of
from deskhand.domain.actions.arguments import digest_of
from deskhand.domain.actions.gateways.port import Call
from deskhand.domain.actions.gateways.refreshing import RecordsNotRead, refresh
from deskhand.domain.actions.judging import Judged, judge
from deskhand.domain.actions.means import Means
from deskhand.domain.actions.outcomes import Outcome, Refused, Wish, Withdrawn
from deskhand.domain.actions.proposals import ProposalNotFound, locked, note_refusal
from deskhand.domain.actions.refusals import AS_SHOWN, IN_TIME, NEWEST, UNCHANGED, refusal
from deskhand.domain.audit import Actor
from deskhand.domain.packs.store import PackInUse
from deskhand.domain.tables import Proposal
from deskhand.infra.clock import now
from deskhand.infra.failpoints import reached


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a proposal, by whom, and in which turn."""

    actor: Actor
    proposal_id: UUID
    yes: bool
    digest: str | None = None
    turn_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Settler:
    """Carries confirmed proposals out."""

    means: Means

    async def settle(self, tenant_id: UUID, answer: Answer) -> Outcome:
        """What became of the proposal. Raises ProposalNotFound, also for somebody else's."""
        if answer.yes:
            await self.read_anew(tenant_id, answer.proposal_id)
        async with self.means.database.transaction(tenant_id) as session:
            step = await self._answered(session, answer)
        outcome = await self.finished(step)
        reached("action.settled")
        return outcome

    async def read_anew(self, tenant_id: UUID, proposal_id: UUID) -> None:
        """The record of a proposal that is about to be carried out, from where it lives.

        Raises RecordsNotRead: the proposal stands, and can be answered again.
        """
        query = select(Proposal).where(Proposal.id == proposal_id)
        async with self.means.database.transaction(tenant_id) as session:
            row = (await session.execute(query)).scalar_one_or_none()
            if row is None or row.state not in ("open", "waiting"):
                return
            noun, number, customer_id = row.noun, row.number, row.customer_id
        if await refresh(self.means, tenant_id, noun, [number], customer_id):
            raise RecordsNotRead(f"There is no such {noun} any more.")

    async def finished(self, step: Outcome | Call) -> Outcome:
        """No transaction is open while another system works on it."""
        if not isinstance(step, Call):
            return step
        return await performing.outside(self.means, step)

    async def _answered(self, session: AsyncSession, answer: Answer) -> Outcome | Call:
        proposal = await locked(session, answer.proposal_id)
        if proposal is None or not _answers_for(answer.actor, proposal):
            raise ProposalNotFound
        if proposal.state != "open":
            return await self._told_again(session, proposal)
        pack = await self.means.packs.of_tenant(session)
        if fault := _fault(proposal, answer):
            return await self._refuse(session, answer.actor, proposal, fault, pack)
        proposal.answered_by, proposal.answered_at = answer.actor.to_json(), now()
        proposal.answered_in = answer.turn_id
        if not answer.yes:
            proposal.state = "declined"
            await session.flush()
            await _note(session, answer.actor, "action.declined", proposal)
            return Withdrawn(proposal.id)
        await _note(session, answer.actor, "action.confirmed", proposal, digest=proposal.digest)
        reached("proposal.answered")
        return await self.carry_out(session, answer.actor, proposal, pack)

    async def carry_out(
        self,
        session: AsyncSession,
        actor: Actor,
        proposal: Proposal,
        pack: PackInUse,
        *,
        approved: bool = False,
    ) -> Outcome | Call:
        """Judge the confirmed proposal anew over the locked record, and do it."""
        proposer = Actor.from_json(proposal.proposer)
        wish = _wish(proposal, pack)
        gateways = await self.means.gateways.of_tenant(session)
        judged = await judge(session, proposer, pack, gateways, wish, lock=True)
        if isinstance(judged, Refused):
            return await self._refuse(session, actor, proposal, judged, pack)
        if judged.digest != proposal.digest:
            # What is computed from the record came out differently than what was shown.
            changed = refusal(proposal, UNCHANGED)
            return await self._refuse(session, actor, proposal, changed, pack)
        if judged.approval and not approved:
            return await await_approval(session, actor, proposal, judged, pack)
        reached("action.judged")
        if not await limits.take(session, judged.claims, proposal.id):
            await limits.give_back(session, proposal.id)
            full = _full(judged, pack, proposal)
            return await self._refuse(session, actor, proposal, full, pack)
        reached("action.limited")
        return await performing.begin(session, gateways, proposal, judged, pack)

    async def _refuse(
        self,
        session: AsyncSession,
        actor: Actor,
        proposal: Proposal,
        refused: Refused,
        pack: PackInUse,
    ) -> Refused:
        """The proposal is over, except that what names another digest leaves it as it was."""
        refused = replace(refused, proposal_id=proposal.id)
        if refused.rule != AS_SHOWN:
            proposal.state = "expired" if refused.rule == IN_TIME else "refused"
            proposal.rule = refused.rule
            await session.flush()
        await note_refusal(session, actor, refused, pack.version)
        return refused

    async def _told_again(self, session: AsyncSession, proposal: Proposal) -> Outcome:
        match proposal.state:
            case "waiting":
                return await waiting_of(session, proposal)
            case "declined":
                return Withdrawn(proposal.id)
            case "expired":
                return refusal(proposal, IN_TIME)
            case "superseded":
                return refusal(proposal, NEWEST)
            case "refused":
                pack = await self.means.packs.of_tenant(session)
                rule = pack.pack.policies.rules.get(proposal.rule or "")
                refused = refusal(proposal, proposal.rule or "")
                return replace(refused, say=rule.say, reason=rule.reason) if rule else refused
        return await performing.told_again(session, proposal)


def _answers_for(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor is the one that the proposal was made for."""
    proposer = Actor.from_json(proposal.proposer)
    if proposer.staff:
        return actor.staff and (actor.kind, actor.id) == (proposer.kind, proposer.id)
    return not actor.staff and (
        actor.customer_id is not None and actor.customer_id == proposer.customer_id
    )


def _fault(proposal: Proposal, answer: Answer) -> Refused | None:
    """Why this answer cannot be taken."""
    stored = digest_of(
        proposal.action,
        proposal.noun,
        proposal.number,
        proposal.customer_id,
        proposal.arguments,
    )
    if stored != proposal.digest or answer.digest not in (None, proposal.digest):
        return refusal(proposal, AS_SHOWN)
    if answer.yes and proposal.expires_at <= now():
        return refusal(proposal, IN_TIME)
    return None


def _wish(proposal: Proposal, pack: PackInUse) -> Wish:
    """The proposal as a wish: what is computed is computed again, all else stays as shown."""
    action = pack.pack.actions.get(proposal.action)
    shapes = action.arguments if action else {}
    computed = {name for name, shape in shapes.items() if shape.formula is not None}
    return Wish(
        proposal.action,
        proposal.number,
        {name: value for name, value in proposal.arguments.items() if name not in computed},
        proposal.conversation_id,
        proposal.turn_id,
        proposal.ordinal,
    )


def _full(judged: Judged, pack: PackInUse, proposal: Proposal) -> Refused:
    """Somebody took the last place of a limit at this very moment."""
    rules = pack.pack.policies.rules
    name = next(name for name in judged.action.rules if rules[name].slots is not None)
    return replace(refusal(proposal, name), say=rules[name].say, reason=rules[name].reason)


async def _note(
    session: AsyncSession, actor: Actor, action: str, proposal: Proposal, **detail: str
) -> None:
    await audit.append(
        session, actor, action, f"proposal:{proposal.id}", tool=proposal.action, **detail
    )
