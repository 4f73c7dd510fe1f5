"""Cursor pages in any order: a cursor holds the last row's value and its id."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from deskhand.infra.db.paging import CursorInvalid, Page, PageRequest

_READERS: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    int: int,
    str: str,
}


@dataclass(frozen=True, slots=True)
class Order:
    """By `column`, which is never null, then by `key`, the row's id; both in one direction."""

    column: InstrumentedAttribute[Any]
    key: InstrumentedAttribute[UUID]
    descending: bool = True

    async def page(
        self, session: AsyncSession, query: Select[tuple[Any]], request: PageRequest
    ) -> Page[Any]:
        """One page of the query's rows in this order; raises CursorInvalid."""
        place = (self.column, self.key)
        if request.cursor is not None:
            here, last = tuple_(*place), tuple_(*self._read(request.cursor))
            query = query.where(here < last if self.descending else here > last)
        query = query.order_by(*(part.desc() if self.descending else part for part in place))
        rows = list(await session.scalars(query.limit(request.limit + 1)))
        more = len(rows) > request.limit
        rows = rows[: request.limit]
        return Page(items=rows, next_cursor=self._behind(rows[-1]) if more else None)

    def _behind(self, row: Any) -> str:
        value, row_id = getattr(row, self.column.key), getattr(row, self.key.key)
        shown = value.isoformat() if isinstance(value, date) else value
        text = json.dumps([self.column.key, self.descending, shown, str(row_id)])
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")

    def _read(self, cursor: str) -> tuple[Any, UUID]:
        try:
            padded = cursor + "=" * (-len(cursor) % 4)
            name, descending, value, row_id = json.loads(base64.urlsafe_b64decode(padded))
            if (name, descending) != (self.column.key, self.descending):
                raise ValueError("a cursor of another order")
            read = _READERS[self.column.type.python_type](value)
            if isinstance(read, datetime) and read.tzinfo is None:
                raise ValueError("a moment without its zone")
            if isinstance(read, str) and "\x00" in read:
                raise ValueError("no text of the database")
            return read, UUID(row_id)
        except (ValueError, TypeError, AttributeError, KeyError, OverflowError) as error:
            raise CursorInvalid from error
