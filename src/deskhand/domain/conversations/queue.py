"""The team's queue: conversations in which a person is awaited, the longest waiting first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.tables import Conversation
from deskhand.infra.db.paging import Page, PageRequest, by_moment, cursor_behind


async def page_of_waiting(
    session: AsyncSession, query: Select[tuple[Any]], request: PageRequest
) -> Page[Any]:
    """Those of `query` that wait for a person; raises CursorInvalid."""
    query = query.where(Conversation.waiting_since.is_not(None))
    since = Conversation.waiting_since
    ordered = by_moment(query, since, Conversation.id, request, newest_first=False)
    rows: list[Conversation] = list(await session.scalars(ordered))
    kept = rows[: request.limit]
    last = kept[-1] if len(rows) > request.limit else None
    return Page(
        items=kept,
        next_cursor=cursor_behind(last.waiting_since, last.id)
        if last is not None and last.waiting_since is not None
        else None,
    )
