"""Proposals: stored with their exact arguments, confirmed once, by whom they were made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.actions.judging import Judged
from deskhand.domain.actions.outcomes import Proposed, Refused, Wish
from deskhand.domain.audit import Actor
from deskhand.domain.packs.store import PackInUse
from deskhand.domain.tables import Conversation, Proposal
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import NotFound
from deskhand.infra.failpoints import reached
from deskhand.infra.ids import new_id


class ProposalNotFound(NotFound):
    """No proposal with this id exists here."""


async def settled_in(session: AsyncSession, conversation_id: UUID) -> Sequence[Proposal]:
    """What was agreed to in the conversation and became something, or waits for a person."""
    return (
        await session.scalars(
            select(Proposal).where(
                Proposal.conversation_id == conversation_id,
                Proposal.answered_at.is_not(None),
                Proposal.state.in_(("waiting", "done", "refused", "unknown")),
            )
        )
    ).all()


async def store(
    session: AsyncSession, actor: Actor, pack: PackInUse, wish: Wish, judged: Judged
) -> Proposed:
    """The proposal of the wish, new or the one that this turn made already."""
    moment, proposal_id = now(), new_id()
    key = f"{wish.turn_id or proposal_id}/{wish.ordinal}/{judged.digest}"
    made: Proposal | None = await session.scalar(
        insert(Proposal)
        .values(
            tenant_id=tenant_of(session),
            id=proposal_id,
            created_at=moment,
            key=key,
            action=wish.action,
            noun=judged.action.noun,
            number=judged.thing.number,
            customer_id=judged.thing.customer_id,
            arguments=dict(judged.arguments),
            digest=judged.digest,
            facts=dict(judged.facts),
            rules=list(judged.action.rules),
            conversation_id=wish.conversation_id,
            turn_id=wish.turn_id,
            ordinal=wish.ordinal,
            proposer=actor.to_json(),
            pack=pack.version,
            gateway=judged.gateway,
            confirm=judged.action.confirm,
            state="open",
            expires_at=moment + timedelta(minutes=judged.action.expires),
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "key"])
        .returning(Proposal)
    )
    row = made or (await session.scalars(select(Proposal).where(Proposal.key == key))).one()
    if made is not None:
        await _supersede(session, row)
        await audit.append(
            session,
            actor,
            "action.proposed",
            f"proposal:{row.id}",
            tool=row.action,
            pack=row.pack,
            digest=row.digest,
        )
        reached("proposal.written")
    return Proposed(
        proposal_id=row.id,
        digest=row.digest,
        action=row.action,
        noun=row.noun,
        number=row.number,
        arguments=row.arguments,
        confirm=row.confirm,
        approval=judged.approval,
        pack=row.pack,
        expires_at=row.expires_at,
    )


async def note_refusal(session: AsyncSession, actor: Actor, refused: Refused, pack: str) -> None:
    """Write into the audit trail that a rule forbade it."""
    target = f"proposal:{refused.proposal_id}" if refused.proposal_id else "action"
    await audit.append(
        session,
        actor,
        "action.refused",
        target,
        tool=refused.action,
        rule=refused.rule,
        pack=pack,
        **({"record": f"{refused.noun}:{refused.number}"} if refused.noun else {}),
    )


def visible_proposals(actor: Actor) -> Select[tuple[Any]]:
    """The proposals that the actor may see: all for staff, one's own for a customer."""
    query: Select[tuple[Any]] = select(Proposal)
    if not actor.staff:
        query = query.where(
            Proposal.customer_id.is_not(None), Proposal.customer_id == actor.customer_id
        )
    return query


async def get_proposal(session: AsyncSession, actor: Actor, proposal_id: UUID) -> Proposal:
    """The proposal, if the actor may see it; raises ProposalNotFound."""
    found: Proposal | None = await session.scalar(
        visible_proposals(actor).where(Proposal.id == proposal_id)
    )
    if found is None:
        raise ProposalNotFound
    return found


async def proposals_of(session: AsyncSession, ids: set[UUID]) -> dict[UUID, Proposal]:
    """The proposals with these ids, by id."""
    found = await session.scalars(select(Proposal).where(Proposal.id.in_(ids)))
    return {one.id: one for one in found}


async def locked(session: AsyncSession, proposal_id: UUID) -> Proposal | None:
    """The proposal, held until the transaction ends: whoever comes second waits.

    Its conversation is held before it, in the order in which all lock.
    """
    of_proposal = select(Proposal.conversation_id).where(Proposal.id == proposal_id)
    await session.execute(
        select(Conversation.id)
        .where(Conversation.id == of_proposal.scalar_subquery())
        .with_for_update(key_share=True)
    )
    found: Proposal | None = await session.scalar(
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found


async def _supersede(session: AsyncSession, newest: Proposal) -> None:
    """What was proposed in earlier turns of the conversation can't be said yes to any more."""
    if newest.conversation_id is None or newest.turn_id is None:
        return
    await session.execute(
        update(Proposal)
        .where(
            Proposal.conversation_id == newest.conversation_id,
            Proposal.turn_id != newest.turn_id,
            Proposal.state == "open",
        )
        .values(state="superseded")
        .execution_options(synchronize_session=False)
    )
