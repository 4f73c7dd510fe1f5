"""Figures of the desk, each with its definition and the conversations behind it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from deskhand.domain.conversations import insights
from deskhand.domain.conversations.inbox_schemas import Searched
from deskhand.domain.conversations.insights import Behind, FigureView
from deskhand.infra.clock import now
from deskhand.infra.db.paging import CursorInvalid, Page
from deskhand.interfaces.web.deps import Paging, StaffReader, TenantSession

router = APIRouter(prefix="/api/v1/insights", tags=["insights"])
_DAYS = 30

Moment = Annotated[AwareDatetime | None, Query(description="With its zone; 30 days back or now.")]


def _span(since: datetime | None, until: datetime | None) -> tuple[datetime, datetime]:
    end = until or now()
    return since or end - timedelta(days=_DAYS), end


@router.get("", summary="Figures of a time span")
async def list_figures(
    caller: StaffReader,
    session: TenantSession,
    since: Moment = None,
    until: Moment = None,
    zone: Annotated[str, Query(max_length=60, pattern=r"^[A-Za-z0-9_+/-]+$")] = "UTC",
) -> list[FigureView]:
    """Volumes, times, resolutions confirmed, assumed and reopened, satisfaction, containment,
    hand-overs and intents: each as a whole, by day of `zone`, and by label.
    """
    return await insights.figures(session, *_span(since, until), zone)


@router.get("/{figure}/conversations", summary="Conversations behind a figure")
async def list_behind(
    figure: str,
    caller: StaffReader,
    session: TenantSession,
    page: Paging,
    since: Moment = None,
    until: Moment = None,
    label: Searched | None = None,
) -> Page[Behind]:
    """The newest first; of a share those that count for it. `label` narrows."""
    offset = _offset(page.cursor)
    found = await insights.behind(
        session,
        figure,
        *_span(since, until),
        label=label,
        limit=page.limit + 1,
        offset=offset,
    )
    more = len(found) > page.limit
    following = str(offset + page.limit) if more else None
    return Page[Behind](items=found[: page.limit], next_cursor=following)


def _offset(cursor: str | None) -> int:
    """How many of a figure's rows were seen; a span that has ended does not change any more."""
    if cursor is None:
        return 0
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 9):
        raise CursorInvalid
    return int(cursor)
