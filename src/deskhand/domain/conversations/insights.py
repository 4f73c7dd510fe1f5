"""Figures of a time span, each with its definition and the conversations behind it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations.figures import FIGURES, Figure, Unit
from deskhand.infra.errors import InvalidInput, NotFound

_LONGEST: Final = timedelta(days=366)
_LABELS: Final = 20


class SpanInvalid(InvalidInput):
    """A time span ends after it begins, is at most 366 days long, and names a known time zone."""


class FigureUnknown(NotFound):
    """There is no figure of this name."""


class DayValue(BaseModel):
    """The figure of one local day."""

    day: date
    value: float


class LabelCount(BaseModel):
    """How many rows of a figure have a label."""

    label: str
    count: int


class FigureView(BaseModel):
    """A figure: null where nothing was counted. Seconds are a median, `p90` beside it."""

    name: str
    unit: Unit
    definition: str
    value: float | None
    p90: float | None
    count: int
    days: list[DayValue]
    labels: list[LabelCount]


class Behind(BaseModel):
    """A conversation behind a figure, with its own value."""

    conversation_id: UUID
    at: datetime
    value: float
    label: str | None


def check_span(since: datetime, until: datetime, zone: str) -> None:
    """Raise SpanInvalid unless figures can be made of it."""
    try:
        ZoneInfo(zone)
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        raise SpanInvalid from error
    if not timedelta() < until - since <= _LONGEST:
        raise SpanInvalid


async def figures(
    session: AsyncSession, since: datetime, until: datetime, zone: str = "UTC"
) -> list[FigureView]:
    """Every figure of what happened from `since` until before `until`; raises SpanInvalid."""
    check_span(since, until, zone)
    values = {"since": since, "until": until, "zone": zone}
    return [await _figure(session, name, figure, values) for name, figure in FIGURES.items()]


_VALUE: Final = {
    "conversations": "count(*)::double precision",
    "seconds": "percentile_cont(0.5) WITHIN GROUP (ORDER BY value)",
    "share": "avg(value)::double precision",
}
# One pass over the rows: the whole, each day, and each label.
_SUMMED = """SELECT CASE WHEN grouping(day) = 0 THEN 'day'
                         WHEN grouping(label) = 0 THEN 'label' ELSE 'whole' END AS part,
       day, label, {value} AS value,
       percentile_cont(0.9) WITHIN GROUP (ORDER BY value) AS p90, count(*) AS many
FROM (SELECT (at AT TIME ZONE :zone)::date AS day, label, value FROM ({rows}) AS found) AS known
GROUP BY GROUPING SETS ((), (day), (label)) ORDER BY day, many DESC, label"""


async def _figure(
    session: AsyncSession, name: str, figure: Figure, values: dict[str, Any]
) -> FigureView:
    query = _SUMMED.format(value=_VALUE[figure.unit], rows=figure.rows)
    parts: dict[str, list[Any]] = defaultdict(list)
    for row in await session.execute(text(query), values):
        parts[row.part].append(row)
    (whole,) = parts["whole"]
    return FigureView(
        name=name,
        unit=figure.unit,
        definition=figure.definition,
        value=whole.value,
        p90=whole.p90 if figure.unit == "seconds" else None,
        count=whole.many,
        days=[DayValue(day=row.day, value=row.value) for row in parts["day"]],
        labels=[
            LabelCount(label=row.label or "", count=row.many) for row in parts["label"][:_LABELS]
        ],
    )


async def behind(
    session: AsyncSession,
    name: str,
    since: datetime,
    until: datetime,
    *,
    label: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[Behind]:
    """The conversations of a figure, the newest first; raises FigureUnknown, SpanInvalid."""
    figure = FIGURES.get(name)
    if figure is None:
        raise FigureUnknown
    check_span(since, until, "UTC")
    query = (
        f"SELECT * FROM ({figure.rows}) AS found"  # noqa: S608  (constants of this package)
        " WHERE (CAST(:label AS text) IS NULL OR label = :label)"
        " AND (CAST(:share AS boolean) IS FALSE OR value = 1.0)"
        " ORDER BY at DESC, conversation_id LIMIT :limit OFFSET :offset"
    )
    rows = await session.execute(
        text(query),
        {
            "since": since,
            "until": until,
            "label": label,
            "share": figure.unit == "share",
            "limit": limit,
            "offset": offset,
        },
    )
    return [Behind.model_validate(dict(row)) for row in rows.mappings()]
