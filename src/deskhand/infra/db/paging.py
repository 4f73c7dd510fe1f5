"""Cursor pagination over any ordered query: `{"items": […], "next_cursor": …}`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskhand.infra.db.session import Database
from deskhand.infra.errors import InvalidInput

Row = TypeVar("Row")
Item = TypeVar("Item")


class CursorInvalid(InvalidInput):
    """The cursor is not one that this list gave out."""


class Page(BaseModel, Generic[Item]):
    """One page of a list; `next_cursor` is null on the last."""

    items: Sequence[Item]
    next_cursor: str | None = Field(None, description="Send as `cursor` to get the next page.")


class PageRequest(BaseModel):
    """Which page is wanted."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = None


_UNREADABLE = (ValueError, binascii.Error, IndexError, TypeError, KeyError, AttributeError)


def _encode(*parts: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def _parts(cursor: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))


def _decode(cursor: str) -> UUID:
    try:
        return UUID(_parts(cursor)[0])
    except _UNREADABLE as error:
        raise CursorInvalid from error


def _decode_place(cursor: str) -> tuple[datetime, UUID]:
    try:
        written, row_id = _parts(cursor)
        moment = datetime.fromisoformat(written)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        return moment, UUID(row_id)
    except _UNREADABLE as error:
        raise CursorInvalid from error


async def paginate(
    session: AsyncSession,
    query: Select[tuple[Any]],
    key: InstrumentedAttribute[UUID],
    request: PageRequest,
) -> Page[Any]:
    """The newest rows of `query` first. `key` is a time-ordered id, the cursor's only content."""
    query = query.order_by(key.desc()).limit(request.limit + 1)
    if request.cursor is not None:
        query = query.where(tuple_(key) < tuple_(_decode(request.cursor)))
    rows = list((await session.scalars(query)).all())
    more = len(rows) > request.limit
    rows = rows[: request.limit]
    return Page(items=rows, next_cursor=_encode(str(getattr(rows[-1], key.key))) if more else None)


def by_moment(
    query: Select[*tuple[Any, ...]],
    moment: ColumnElement[Any] | InstrumentedAttribute[Any],
    key: InstrumentedAttribute[UUID],
    request: PageRequest,
    *,
    newest_first: bool,
) -> Select[*tuple[Any, ...]]:
    """`query` ordered by `moment`, then `key`, behind the cursor, and one row more than a page.

    Raises CursorInvalid.
    """
    place = (moment, key)
    if request.cursor is not None:
        here, behind = tuple_(*place), tuple_(*_decode_place(request.cursor))
        query = query.where(here < behind if newest_first else here > behind)
    ordered = [part.desc() for part in place] if newest_first else list(place)
    return query.order_by(*ordered).limit(request.limit + 1)


def cursor_behind(moment: datetime, row_id: UUID) -> str:
    """The cursor of a page that ends with this row, for `by_moment`."""
    return _encode(moment.isoformat(), str(row_id))


async def json_lines(
    database: Database,
    tenant_id: UUID,
    query: Select[tuple[Any]],
    key: InstrumentedAttribute[UUID],
    view: type[BaseModel],
) -> AsyncIterator[str]:
    """All rows of `query` as lines of JSON, the newest first, some at a time.

    Each page is read in a transaction of its own, so that none waits for whoever reads.
    """
    cursor: str | None = None
    while True:
        async with database.transaction(tenant_id) as session:
            page = await paginate(session, query, key, PageRequest(limit=200, cursor=cursor))
            lines = [view.model_validate(row).model_dump_json() for row in page.items]
        yield "".join(f"{line}\n" for line in lines)
        cursor = page.next_cursor
        if cursor is None:
            return
