"""The one place that writes a tenant's own records: planned whole, then done whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.buyers import give_short_numbers
from deskhand.domain.commerce.incoming import OwnRow
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import Mode, Operation, Planned
from deskhand.domain.commerce.planning import plan
from deskhand.domain.tables import (
    Customer,
    Invoice,
    Order,
    Payment,
    Record,
    Refund,
    Shipment,
    Subscription,
)
from deskhand.infra.clock import now
from deskhand.infra.db.base import TenantRow
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict

_IN_ORDER: Final[tuple[type[TenantRow], ...]] = (
    Customer,
    Order,
    Subscription,
    Invoice,
    Shipment,
    Payment,
    Refund,
    Record,
)
"""Each table after those that its rows refer to."""


class WrittenMeanwhile(Conflict):
    """Somebody else wrote the same records at this moment; nothing was taken, so send it again."""


async def write_one(
    session: AsyncSession, actor: Actor, kind: Kind, row: OwnRow, mode: Mode = "upsert"
) -> Planned:
    """Create, change, or do whichever of both fits; raises why the row was refused.

    What the row does not name stays as it is. The same row again changes nothing.
    """
    [planned] = await write(session, actor, kind, [row], mode)
    if planned.error is not None:
        raise planned.error
    return planned


async def write(
    session: AsyncSession,
    actor: Actor,
    kind: Kind,
    rows: Sequence[OwnRow],
    mode: Mode = "upsert",
    *,
    all_or_nothing: bool = False,
    dry_run: bool = False,
) -> list[Planned]:
    """Take every row that can be taken, each with all its parts or not at all.

    The answer tells of each row what became of it, in their order; `dry_run` only tells. With
    `all_or_nothing` one refused row leaves out all. Raises WrittenMeanwhile; never commits.
    """
    await alone(session)
    planned = await plan(session, kind, rows, mode)
    refused = any(row.error is not None for row in planned)
    if dry_run or (all_or_nothing and refused):
        return planned
    try:
        await _do(session, [step for row in planned for step in row.steps])
    except IntegrityError as error:
        raise WrittenMeanwhile from error
    await _note(session, actor, kind, planned)
    return planned


async def alone(session: AsyncSession) -> None:
    """Writers of one tenant's records come one after the other, until the transaction ends."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"own-records-{tenant_of(session)}"},
    )


async def _do(session: AsyncSession, steps: Sequence[Operation]) -> None:
    shared = {"tenant_id": tenant_of(session), "created_at": now()}
    made: dict[type[TenantRow], dict[UUID, dict[str, Any]]] = defaultdict(dict)
    changed: dict[tuple[type[TenantRow], frozenset[str]], list[dict[str, Any]]] = defaultdict(list)
    for step in steps:
        if step.new:
            empty = {column.name: None for column in step.table.__table__.columns}
            made[step.table][step.id] = {**empty, **shared, "id": step.id, **step.values}
        else:
            row = {"tenant_id": shared["tenant_id"], "id": step.id, **step.values}
            changed[step.table, frozenset(step.values)].append(row)
    if Customer in made:
        await give_short_numbers(session, list(made[Customer].values()))
    for table in _IN_ORDER:
        if made[table]:
            await session.execute(insert(table), list(made[table].values()))
        for (other, _), values in changed.items():
            if other is table:
                await session.execute(update(table), values)


async def _note(
    session: AsyncSession, actor: Actor, kind: Kind, planned: Sequence[Planned]
) -> None:
    """One audit entry: of the record, or of the batch with the ids of all that it touched."""
    touched = [row for row in planned if row.outcome in ("created", "changed")]
    if len(touched) == 1:
        [row] = touched
        done = "added" if row.outcome == "created" else "changed"
        fields = sorted(row.changes) if row.outcome == "changed" else []
        await audit.append(
            session, actor, f"{kind.singular}.{done}", f"{kind.singular}:{row.id}", fields=fields
        )
    elif touched:
        ids = {
            outcome: [str(row.id) for row in touched if row.outcome == outcome]
            for outcome in ("created", "changed")
        }
        await audit.append(session, actor, "records.taken_in", f"kind:{kind.name}", **ids)
