"""The paths by which a tenant's own system brings its records in: the same four for every kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.batches import checked_row, take
from deskhand.domain.commerce.incoming import Batch, BatchResult, OwnRow
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import Mode, OwnIdDiffers, Planned
from deskhand.domain.commerce.writing import write_one
from deskhand.infra.db.base import TenantRow
from deskhand.infra.db.scope import tenant_of
from deskhand.interfaces.web.deps import StaffWriter, TenantSession

_Route = Callable[..., Awaitable[Any]]
Show = Callable[[AsyncSession, Any], Awaitable[Any]]
_BY = {"number": "by-number", "reference": "by-reference"}


async def shown(session: AsyncSession, kind: Kind, planned: Planned) -> TenantRow:
    """The record as it stands after it was written."""
    return await session.get_one(
        kind.table, (tenant_of(session), planned.id), populate_existing=True
    )


async def added(session: AsyncSession, actor: Actor, kind: Kind, body: OwnRow) -> Any:
    """A new record, as it stands in its table; raises why there can be none."""
    return await shown(session, kind, await write_one(session, actor, kind, body, "create"))


def named(kind: Kind, own_id: str, body: OwnRow) -> OwnRow:
    """The row that the address names. Raises OwnIdDiffers, FieldInvalid."""
    given = body.model_dump(exclude_unset=True)
    if given.get(kind.key) not in (None, own_id):
        raise OwnIdDiffers
    return checked_row(kind, {**given, kind.key: own_id})


async def itself(session: AsyncSession, row: Any) -> Any:
    """The row as it is: the view reads its columns."""
    return row


@dataclass(frozen=True, slots=True)
class OwnRoutes:
    """The writing paths of one kind: add, change, make or change, and a batch."""

    kind: Kind
    view: type[BaseModel]
    show: Show = itself

    def serve(self, router: APIRouter) -> None:
        """Mount them on the kind's router."""
        name, by = self.kind.singular, f"/{_BY[self.kind.key]}/{{own_id}}"
        common: dict[str, Any] = {"response_model": self.view}
        router.add_api_route(
            "", self._add(), methods=["POST"], status_code=201, summary=f"Add: {name}", **common
        )
        router.add_api_route(
            by, self._by_id("upsert"), methods=["PUT"], summary=f"Add or change: {name}", **common
        )
        router.add_api_route(
            by, self._by_id("change"), methods=["PATCH"], summary=f"Change: {name}", **common
        )
        router.add_api_route(
            "/batch", self._batch(), methods=["POST"], summary=f"Add or change many: {name}"
        )

    def _add(self) -> _Route:
        async def add(body: Any, caller: StaffWriter, session: TenantSession) -> Any:
            """Add a record; 409 where there is one with this own id."""
            return await self.show(session, await added(session, caller.actor, self.kind, body))

        return _taking(add, self.kind.shape)

    def _by_id(self, mode: Mode) -> _Route:
        async def write(
            own_id: str, body: Any, caller: StaffWriter, session: TenantSession, answer: Response
        ) -> Any:
            """What the body does not name stays as it is; the same again changes nothing."""
            row = named(self.kind, own_id, body)
            planned = await write_one(session, caller.actor, self.kind, row, mode)
            answer.status_code = 201 if planned.outcome == "created" else 200
            return await self.show(session, await shown(session, self.kind, planned))

        return _taking(write, self.kind.shape)

    def _batch(self) -> _Route:
        async def batch(body: Batch, caller: StaffWriter, session: TenantSession) -> BatchResult:
            """Up to 1,000 records; `rows` of the answer tells what became of each."""
            return await take(
                session,
                caller.actor,
                self.kind,
                body.rows,
                all_or_nothing=body.all_or_nothing,
                dry_run=body.dry_run,
            )

        return batch


def _taking(route: _Route, shape: type[OwnRow]) -> _Route:
    """The route, with the shape of its body, which differs from kind to kind."""
    route.__annotations__["body"] = shape
    return route
