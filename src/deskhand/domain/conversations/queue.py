"""The team's queue: conversations in which a person is awaited, the longest waiting first."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Conversation
from deskhand.infra.db.paging import CursorInvalid, Page, PageRequest


async def page_of_waiting(
    session: AsyncSession, query: Select[tuple[Any]], request: PageRequest
) -> Page[Any]:
    """Those of `query` that wait for a person; raises CursorInvalid."""
    place = (Conversation.waiting_since, Conversation.id)
    query = query.where(Conversation.waiting_since.is_not(None)).order_by(*place)
    if request.cursor is not None:
        query = query.where(tuple_(*place) > tuple_(*_decode(request.cursor)))
    rows: list[Conversation] = list(await session.scalars(query.limit(request.limit + 1)))
    more = len(rows) > request.limit
    rows = rows[: request.limit]
    return Page(items=rows, next_cursor=_encode(rows[-1]) if more else None)


def _encode(last: Conversation) -> str:
    since = last.waiting_since.isoformat() if last.waiting_since is not None else ""
    return base64.urlsafe_b64encode(json.dumps([since, str(last.id)]).encode()).decode()


def _decode(cursor: str) -> tuple[datetime, UUID]:
    try:
        since, row_id = json.loads(base64.urlsafe_b64decode(cursor))
        moment = datetime.fromisoformat(since)
        if moment.tzinfo is None:
            raise ValueError("a moment without its zone")
        return moment, UUID(row_id)
    except (ValueError, TypeError, AttributeError) as error:
        raise CursorInvalid from error
