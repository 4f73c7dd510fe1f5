"""The append-only audit trail: entries marked as written, sealed into one chain per tenant."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, Select, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import AuditEntry, AuditSeal
from deskhand.infra.clock import now
from deskhand.infra.db.scope import sealing_of, tenant_of
from deskhand.infra.ids import new_id, shortly_before
from deskhand.infra.sealing import Head

GENESIS: Final = "0" * 64
BEFORE_MARKS: Final = "before"
"""The mark of entries from before there were marks; they stand at the beginning of the chain."""
SEALED_AT_ONCE: Final = 200
_LATEST_COMMIT = timedelta(hours=1)
"""An entry appears at the commit of its transaction; none stays open for minutes."""

ActorKind = Literal["user", "api_key", "sample", "visitor", "assistant", "system"]
StaffRole = Literal["owner", "admin", "agent"]
_STAFF = frozenset({"owner", "admin", "agent"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the credential says. `customer_id` is set for a signed-in customer.

    A `visitor` of the widget is known by one conversation, whose id is the actor's.
    """

    kind: ActorKind
    id: UUID | None = None
    role: str = "customer"
    customer_id: UUID | None = None

    @property
    def staff(self) -> bool:
        """Whether the actor works for the tenant and may see every customer of it."""
        return self.role in _STAFF

    def to_json(self) -> dict[str, Any]:
        """A JSON object that `from_json` reads back."""
        return {key: str(value) for key, value in asdict(self).items() if value is not None}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Actor:
        """The actor that `to_json` wrote."""
        return cls(
            kind=value["kind"],
            id=UUID(value["id"]) if "id" in value else None,
            role=value["role"],
            customer_id=UUID(value["customer_id"]) if "customer_id" in value else None,
        )


ASSISTANT = Actor(kind="assistant", role="assistant")
SYSTEM = Actor(kind="system", role="system")


_COLUMNS: Final = "(tenant_id, id, created_at, actor, action, target, detail, mark)"
_VALUES: Final = (
    ":tenant_id, :audit_id, :audit_at, CAST(:audit_actor AS jsonb), :audit_action, :audit_target,"
    " CAST(:audit_detail AS jsonb), :audit_mark"
)
INSERT_ENTRY: Final = f"INSERT INTO audit_entries {_COLUMNS} VALUES ({_VALUES})"  # noqa: S608  (constants)
"""One entry, also as a part of a larger statement; `entry_values` are its parameters."""
INSERT_ENTRY_IF: Final = f"INSERT INTO audit_entries {_COLUMNS} SELECT {_VALUES} FROM"
"""The same, for as many rows as the source has that is named after it."""
_INSERT_ENTRY = text(INSERT_ENTRY)


@dataclass(frozen=True, slots=True)
class _Said:
    actor: dict[str, Any]
    action: str
    target: str
    detail: dict[str, Any]


def entry_values(
    session: AsyncSession, actor: Actor, action: str, target: str, **detail: Any
) -> dict[str, Any]:
    """The parameters of INSERT_ENTRY; `detail` holds ids and reasons only."""
    tenant_id, entry_id, moment = tenant_of(session), new_id(), now()
    said = _Said(actor.to_json(), action, target, detail)
    return {
        "tenant_id": tenant_id,
        "audit_id": entry_id,
        "audit_at": moment,
        "audit_actor": json.dumps(said.actor),
        "audit_action": action,
        "audit_target": target,
        "audit_detail": json.dumps(detail),
        "audit_mark": sealing_of(session).digest(_content(tenant_id, entry_id, moment, said)),
    }


async def append(
    session: AsyncSession, actor: Actor, action: str, target: str, **detail: Any
) -> None:
    """Record that `actor` did `action` to `target`; `detail` holds ids and reasons only."""
    await session.execute(_INSERT_ENTRY, entry_values(session, actor, action, target, **detail))


class AuditView(BaseModel):
    """An entry of the trail: ids and reasons, never what a customer wrote."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    actor: dict[str, Any]
    action: str
    target: str
    detail: dict[str, Any]


def all_entries() -> Select[tuple[Any]]:
    """The tenant's entries."""
    return select(AuditEntry)


async def entries_of(session: AsyncSession, target: str, most: int = 200) -> list[AuditEntry]:
    """The newest entries about one thing, as `conversation:<id>`, oldest of them first."""
    query = select(AuditEntry).where(AuditEntry.target == target)
    newest = await session.scalars(query.order_by(AuditEntry.id.desc()).limit(most))
    return list(newest)[::-1]


def mark_of(session: AsyncSession, entry: AuditEntry | Row[Any]) -> str:
    """The keyed digest of what the entry says, with which it was written."""
    return sealing_of(session).digest(_content(entry.tenant_id, entry.id, entry.created_at, entry))


def seal_digest(session: AsyncSession, previous: str, entry: AuditEntry | Row[Any]) -> str:
    """The digest of the seal behind `previous`."""
    content = _content(entry.tenant_id, entry.id, entry.created_at, entry)
    return sealing_of(session).digest(f"{previous}{entry.mark}{content}")


def _content(tenant_id: UUID, id: UUID, moment: datetime, said: Any) -> str:
    return json.dumps(
        [
            str(tenant_id),
            str(id),
            moment.astimezone(UTC).isoformat(),
            _plain(said.actor),
            said.action,
            said.target,
            _plain(said.detail),
        ],
        sort_keys=True,
        separators=(",", ":"),
    )


def _plain(value: Any) -> Any:
    """`value` with numbers as text: PostgreSQL gives back 1e2 as 100."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return f"{Decimal(str(value)).normalize():f}"
    return value


async def seal(session: AsyncSession, most: int = SEALED_AT_ONCE) -> int:
    """Chain up to `most` entries that are not sealed yet; returns how many.

    Sealing runs apart from the writing, so that writers of one tenant need not queue.
    """
    tenant_id = tenant_of(session)
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"audit-{tenant_id}"},
    )
    last = await session.scalar(select(AuditSeal).order_by(AuditSeal.position.desc()).limit(1))
    position, digest = (last.position, last.digest) if last else (0, GENESIS)
    unsealed = (
        select(*AuditEntry.__table__.columns)
        .outerjoin(
            AuditSeal,
            (AuditSeal.tenant_id == AuditEntry.tenant_id) & (AuditSeal.entry_id == AuditEntry.id),
        )
        .where(AuditSeal.id.is_(None))
        .order_by(AuditEntry.id)
        .limit(most)
    )
    if last is not None:
        # So that what was sealed long ago is not looked at again and again.
        unsealed = unsealed.where(AuditEntry.id > shortly_before(last.entry_id, _LATEST_COMMIT))
    seals: list[dict[str, Any]] = []
    for entry in await session.execute(unsealed):
        digest = seal_digest(session, digest, entry)
        seals.append(
            {
                "tenant_id": tenant_id,
                "position": position + len(seals) + 1,
                "entry_id": entry.id,
                "digest": digest,
            }
        )
    if seals:
        await session.execute(insert(AuditSeal), seals)
    return len(seals)


async def keep_head(session: AsyncSession) -> bool:
    """Keep the head of the tenant's chain in the second place; False when that one is ahead.

    A chain that no longer contains the head that was kept is never taken for the new truth.
    """
    tenant_id, sealing = tenant_of(session), sealing_of(session)
    last = await session.scalar(select(AuditSeal).order_by(AuditSeal.position.desc()).limit(1))
    kept = sealing.head(tenant_id)
    if kept is not None:
        there = await session.scalar(
            select(AuditSeal.digest).where(AuditSeal.position == kept.count)
        )
        if not kept.genuine or there != kept.digest:
            return False
    if last is not None and (kept is None or kept.count != last.position):
        sealing.keep_head(tenant_id, Head(last.position, last.digest))
    return True
