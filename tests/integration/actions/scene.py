"""What the tests of actions stand on: a firewall over real rows, and actors of one tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.outcomes import Outcome, Proposed, Refused, Wish
from deskhand.domain.audit import Actor
from deskhand.domain.tables import AuditEntry, LedgerEntry, Order, Refund
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from tests.support.desk import RoleName, Tenant


@dataclass(frozen=True, slots=True)
class Scene:
    """One tenant's desk, seen through the firewall."""

    firewall: Firewall
    tenant: Tenant

    @property
    def customer(self) -> Actor:
        return Actor("user", self.tenant.users["customer"], "customer", self.tenant.customer_id)

    @property
    def other_customer(self) -> Actor:
        user, customer = self.tenant.users["other_customer"], self.tenant.other_customer_id
        return Actor("user", user, "customer", customer)

    def staff(self, role: RoleName = "agent") -> Actor:
        return Actor("user", self.tenant.users[role], role)

    @asynccontextmanager
    async def session(self) -> AsyncIterator[AsyncSession]:
        async with self.firewall.database.transaction(self.tenant.id) as opened:
            yield opened

    async def propose(
        self, action: str, number: str, actor: Actor | None = None, /, **more: Any
    ) -> Proposed | Refused:
        """A proposal of the customer, or of `actor`; `more` are parts of the wish."""
        async with self.session() as session:
            wish = Wish(action, number, **more)
            return await self.firewall.propose(session, actor or self.customer, wish)

    async def proposed(
        self, action: str, number: str, actor: Actor | None = None, /, **more: Any
    ) -> Proposed:
        """A proposal that is expected to stand."""
        made = await self.propose(action, number, actor, **more)
        assert isinstance(made, Proposed), made
        return made

    async def settle(
        self, proposal_id: UUID, actor: Actor | None = None, *, yes: bool = True, **more: Any
    ) -> Outcome:
        who = actor or self.customer
        return await self.firewall.settle(self.tenant.id, who, proposal_id, yes=yes, **more)

    async def do(
        self, action: str, number: str, actor: Actor | None = None, /, **more: Any
    ) -> Outcome:
        """Proposed and confirmed at once by the same actor."""
        made = await self.propose(action, number, actor, **more)
        if isinstance(made, Refused):
            return made
        return await self.settle(made.proposal_id, actor, digest=made.digest)

    async def order(self, number: str) -> Order:
        async with self.session() as session:
            return (await session.scalars(select(Order).where(Order.number == number))).one()

    async def refunds(self) -> list[Refund]:
        async with self.session() as session:
            return list(await session.scalars(select(Refund).order_by(Refund.id)))

    async def ledger(self) -> list[LedgerEntry]:
        async with self.session() as session:
            return list(await session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)))

    async def audited(self, action: str) -> list[AuditEntry]:
        async with self.session() as session:
            query = select(AuditEntry).where(AuditEntry.action == action).order_by(AuditEntry.id)
            return list(await session.scalars(query))

    async def add_order(self, number: str, customer_id: UUID | None = None, **more: Any) -> Order:
        """A delivered order of 49.00 that can be refunded, unless `more` says otherwise."""
        values = order_values(number, customer_id or self.tenant.customer_id, now().date())
        async with self.session() as session:
            order = Order(tenant_id=self.tenant.id, id=new_id(), **{**values, **more})
            session.add(order)
        return order


def order_values(number: str, customer_id: UUID, today: date) -> dict[str, Any]:
    """The columns of a delivered order of 49.00."""
    lamp = {"sku": "LAMP", "name": "Desk lamp", "quantity": 1, "unit_minor": 4900}
    return {
        "number": number,
        "customer_id": customer_id,
        "status": "delivered",
        "currency": "USD",
        "total_minor": 4900,
        "items": [lamp],
        "placed_on": today - timedelta(days=6),
        "delivered_on": today - timedelta(days=2),
        "refund_eligible": True,
    }
