"""The one way of every write to the business, whoever asks: rules, confirmation, ledger, audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions import deciding, performing, proposals, settling
from deskhand.domain.actions.gateways import refreshing
from deskhand.domain.actions.gateways.registry import Gateways, Same
from deskhand.domain.actions.judging import judge
from deskhand.domain.actions.means import Means
from deskhand.domain.actions.options import OptionsView, options_of
from deskhand.domain.actions.outcomes import Allowed, Outcome, Proposed, Refused, Wish
from deskhand.domain.audit import Actor
from deskhand.domain.packs.store import PackStore
from deskhand.infra.db.session import Database

SENT_LONG_AGO: Final = timedelta(minutes=5)
"""Longer than any gateway takes to answer, or to give up."""


@dataclass(frozen=True, slots=True)
class Firewall:
    """What doors and assistant call. The rules are those of the pack in force, always.

    `gateways` tells where a tenant's actions are done.
    """

    database: Database
    packs: PackStore = field(default_factory=PackStore)
    gateways: Gateways = field(default_factory=Same)

    async def may(self, session: AsyncSession, actor: Actor, wish: Wish) -> Allowed | Refused:
        """What the rules say of the wish now; nothing is written and nobody is bound by it."""
        pack = await self.packs.of_tenant(session)
        gateways = await self.gateways.of_tenant(session)
        judged = await judge(session, actor, pack, gateways, wish)
        if isinstance(judged, Refused):
            return judged
        return Allowed(
            wish.action,
            judged.action.noun,
            judged.thing.number,
            judged.arguments,
            pack.version,
            judged.approval,
        )

    async def options(
        self, session: AsyncSession, actor: Actor, noun: str, number: str
    ) -> OptionsView:
        """Every action of the noun, and what the rules say of each for this record now.

        Raises RecordNotFound, also for a record that is none of the actor's business.
        """
        pack = await self.packs.of_tenant(session)
        gateways = await self.gateways.of_tenant(session)
        return await options_of(session, actor, pack, gateways, noun, number)

    async def refresh(
        self,
        tenant_id: UUID,
        noun: str,
        numbers: Sequence[str] = (),
        customer_id: UUID | None = None,
    ) -> frozenset[str]:
        """Read records that live elsewhere from there, in transactions of its own.

        See `gateways.refreshing.refresh`. Raises RecordsNotRead.
        """
        return await refreshing.refresh(self._means, tenant_id, noun, numbers, customer_id)

    async def propose(self, session: AsyncSession, actor: Actor, wish: Wish) -> Proposed | Refused:
        """Store what would be done, exactly, for whoever is asked to confirm it.

        The same wish of the same turn is the same proposal. Older proposals of the conversation
        can't be confirmed any more. A refusal is audited.
        """
        pack = await self.packs.of_tenant(session)
        gateways = await self.gateways.of_tenant(session)
        judged = await judge(session, actor, pack, gateways, wish)
        if isinstance(judged, Refused):
            await proposals.note_refusal(session, actor, judged, pack.version)
            return judged
        return await proposals.store(session, actor, pack, wish, judged)

    async def settle(
        self,
        tenant_id: UUID,
        actor: Actor,
        proposal_id: UUID,
        *,
        yes: bool,
        digest: str | None = None,
        turn_id: UUID | None = None,
    ) -> Outcome:
        """Take the answer to a proposal, and on a yes do it: in transactions of its own.

        Only whoever it was proposed for can answer, once, before it expires, and with `digest`
        only to exactly that. Asked again, what became of it is told again. The rules are judged
        anew over the locked record. `turn_id` is the turn of the answer.
        """
        answer = settling.Answer(actor, proposal_id, yes, digest, turn_id)
        return await self._settler.settle(tenant_id, answer)

    async def decide(
        self, tenant_id: UUID, actor: Actor, approval_id: UUID, *, grant: bool, note: str = ""
    ) -> Outcome:
        """Grant what waits for a person, and do it if the rules still allow it; or decline it.

        Raises ApprovalNotFound, ApprovalDecided, ApproverIsProposer, ApproverNotAllowed.
        """
        decision = deciding.Decision(actor, approval_id, grant, note)
        return await deciding.decide(self._settler, tenant_id, decision)

    async def keep_up(self, tenant_id: UUID, older: timedelta = SENT_LONG_AGO) -> int:
        """End what was left behind: calls of a stopped process, approvals that nobody decided.

        Returns how many. Safe beside the same of others.
        """
        ended = await performing.recover(self._means, tenant_id, older)
        async with self.database.transaction(tenant_id) as session:
            return ended + await deciding.expire(session)

    @property
    def _settler(self) -> settling.Settler:
        return settling.Settler(self._means)

    @property
    def _means(self) -> Means:
        return Means(self.database, self.packs, self.gateways)
