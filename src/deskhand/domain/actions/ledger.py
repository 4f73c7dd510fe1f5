"""The ledger: each effect is written down before it is done, and done at most once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.tables import LedgerEntry, Proposal
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id


@dataclass(frozen=True, slots=True)
class ActionKey:
    """What makes an action the same action: the turn, its place in it, the tool, the target.

    Outside of a turn the proposal takes the turn's place.
    """

    turn_id: UUID
    ordinal: int
    tool: str
    target: str

    def __str__(self) -> str:
        return f"{self.turn_id}/{self.ordinal}/{self.tool}/{self.target}"


async def intend(
    session: AsyncSession,
    key: ActionKey,
    actor: Actor,
    conversation_id: UUID | None,
    arguments: dict[str, Any],
    **about: Any,
) -> LedgerEntry:
    """The entry of this action, new with the state `intent`, or the one that was there.

    It is locked: whoever comes second waits, and then sees what the first one did. `about` are
    further columns of an action that the pack declares.
    """
    moment = now()
    made: LedgerEntry | None = await session.scalar(
        insert(LedgerEntry)
        .values(
            tenant_id=tenant_of(session),
            id=new_id(),
            created_at=moment,
            updated_at=moment,
            key=str(key),
            conversation_id=conversation_id,
            actor=actor.to_json(),
            tool=key.tool,
            target=key.target,
            arguments=arguments,
            state="intent",
            result={},
            **{"turn_id": key.turn_id, **about},
        )
        .on_conflict_do_nothing(index_elements=["tenant_id", "key"])
        .returning(LedgerEntry)
    )
    if made is not None:
        return made
    return (
        await session.scalars(
            select(LedgerEntry)
            .where(LedgerEntry.key == str(key))
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()


def all_actions() -> Select[tuple[Any]]:
    """The tenant's ledger."""
    return select(LedgerEntry)


async def conclude(
    session: AsyncSession, entry: LedgerEntry, state: str, result: dict[str, Any], **detail: str
) -> None:
    """Write down how the action ended; `detail` goes into the audit trail."""
    entry.state, entry.result, entry.updated_at = state, result, now()
    await session.flush()
    await audit.append(
        session,
        Actor.from_json(entry.actor),
        f"action.{state}",
        f"ledger:{entry.id}",
        tool=entry.tool,
        **detail,
    )


async def erase_words(session: AsyncSession, conversation_id: UUID) -> None:
    """Take the words of an erased conversation out of its actions; that they happened stays."""
    of_conversation = select(Proposal.id).where(Proposal.conversation_id == conversation_id)
    await session.execute(
        update(LedgerEntry)
        .where(LedgerEntry.conversation_id == conversation_id)
        .values(arguments={}, conversation_id=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(LedgerEntry)
        .where(LedgerEntry.proposal_id.in_(of_conversation), LedgerEntry.state != "sent")
        .values(result={})
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(Proposal)
        .where(Proposal.conversation_id == conversation_id)
        .values(
            arguments={},
            facts={},
            conversation_id=None,
            state=case((Proposal.state == "open", "superseded"), else_=Proposal.state),
        )
        .execution_options(synchronize_session=False)
    )
