"""Cursor pagination over any ordered query: `{"items": […], "next_cursor": …}`."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

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


def _encode(row_id: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([str(row_id)]).encode()).decode().rstrip("=")


def _decode(cursor: str) -> UUID:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return UUID(json.loads(base64.urlsafe_b64decode(padded))[0])
    except (ValueError, binascii.Error, IndexError, TypeError, KeyError, AttributeError) as error:
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
    return Page(items=rows, next_cursor=_encode(getattr(rows[-1], key.key)) if more else None)
