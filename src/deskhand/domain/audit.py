"""The append-only audit trail, sealed into one hash chain per tenant."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict
from sqlalchemy import Row, Select, insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import AuditEntry, AuditSeal
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.ids import new_id, shortly_before

_GENESIS = "0" * 64
SEALED_AT_ONCE: Final = 200
_LATEST_COMMIT = timedelta(hours=1)
"""An entry appears at the commit of its transaction; none stays open for minutes."""

ActorKind = Literal["user", "api_key", "sample", "assistant", "system"]
StaffRole = Literal["owner", "admin", "agent"]
_STAFF = frozenset({"owner", "admin", "agent"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, as the credential says. `customer_id` is set for a signed-in customer."""

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


_COLUMNS: Final = "(tenant_id, id, created_at, actor, action, target, detail)"
_VALUES: Final = (
    ":tenant_id, :audit_id, :audit_at, CAST(:audit_actor AS jsonb), :audit_action, :audit_target,"
    " CAST(:audit_detail AS jsonb)"
)
INSERT_ENTRY: Final = f"INSERT INTO audit_entries {_COLUMNS} VALUES ({_VALUES})"  # noqa: S608  (constants)
"""One entry, also as a part of a larger statement; `entry_values` are its parameters."""
INSERT_ENTRY_IF: Final = f"INSERT INTO audit_entries {_COLUMNS} SELECT {_VALUES} FROM"
"""The same, for as many rows as the source has that is named after it."""
_INSERT_ENTRY = text(INSERT_ENTRY)


def entry_values(
    tenant_id: UUID, actor: Actor, action: str, target: str, **detail: Any
) -> dict[str, Any]:
    """The parameters of INSERT_ENTRY; `detail` holds ids and reasons only."""
    return {
        "tenant_id": tenant_id,
        "audit_id": new_id(),
        "audit_at": now(),
        "audit_actor": json.dumps(actor.to_json()),
        "audit_action": action,
        "audit_target": target,
        "audit_detail": json.dumps(detail),
    }


async def append(
    session: AsyncSession, actor: Actor, action: str, target: str, **detail: Any
) -> None:
    """Record that `actor` did `action` to `target`; `detail` holds ids and reasons only."""
    await session.execute(
        _INSERT_ENTRY, entry_values(tenant_of(session), actor, action, target, **detail)
    )


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


def _digest(previous: str, entry: AuditEntry | Row[Any]) -> str:
    content = json.dumps(
        [
            str(entry.tenant_id),
            str(entry.id),
            entry.created_at.isoformat(),
            entry.actor,
            entry.action,
            entry.target,
            entry.detail,
        ],
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256((previous + content).encode()).hexdigest()


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
    position, digest = (last.position, last.digest) if last else (0, _GENESIS)
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
        digest = _digest(digest, entry)
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


@dataclass(frozen=True, slots=True)
class ChainState:
    """Whether the chain holds; `broken_at` is the first position that does not."""

    sealed: int
    intact: bool
    broken_at: int | None = None


async def verify(session: AsyncSession) -> ChainState:
    """Recompute the tenant's whole chain."""
    digest, position = _GENESIS, 0
    rows = await session.stream(
        select(AuditSeal, AuditEntry)
        .outerjoin(
            AuditEntry,
            (AuditSeal.tenant_id == AuditEntry.tenant_id) & (AuditSeal.entry_id == AuditEntry.id),
        )
        .order_by(AuditSeal.position)
    )
    async for seal_row, entry in rows:
        position += 1
        if entry is None or seal_row.position != position:
            return ChainState(position, False, position)
        digest = _digest(digest, entry)
        if digest != seal_row.digest:
            return ChainState(position, False, position)
    return ChainState(position, True)
