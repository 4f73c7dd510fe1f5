"""Insights: figures of a time span, drawn; each opens the conversations behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final
from zoneinfo import ZoneInfo

from fastapi import Query, Request
from fastapi.responses import HTMLResponse

from deskhand.domain.conversations import insights
from deskhand.domain.conversations.figures import FIGURES
from deskhand.domain.conversations.inbox import rows_of
from deskhand.domain.conversations.insights import FigureView
from deskhand.infra.clock import now
from deskhand.interfaces.console.charts import Chart, by_day
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.web.deps import GroundDep
from deskhand.packs.loader import Pack

router = page_router("/insights")

SPANS: Final = (7, 30, 90, 365)
_SHOWN: Final = 50

Days = Annotated[int, Query(ge=1, le=366)]


@dataclass(frozen=True, slots=True)
class Card:
    """Figures that are read together: one chart, a line for each, one table."""

    title: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Group:
    """Cards below one heading."""

    title: str
    cards: Sequence[Card]


GROUPS: Final = (
    Group(
        "How much",
        (
            Card("Conversations", ("conversations",)),
            Card("What customers wanted", ("intents",)),
            Card("Handed over", ("hand_overs",)),
        ),
    ),
    Group(
        "How fast",
        (
            Card("First response", ("first_response",)),
            Card("First response by a person", ("first_response_by_person",)),
            Card("Time to resolution", ("resolution_time",)),
        ),
    ),
    Group(
        "How well",
        (
            Card("Resolutions", ("resolved_confirmed", "resolved_assumed", "reopened")),
            Card("Satisfaction", ("satisfaction",)),
            Card("Containment", ("containment",)),
        ),
    ),
)
"""How the page is laid out; a figure that stands nowhere else stands under `Further`."""


@router.get("", response_class=HTMLResponse)
async def insights_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, days: Days = 30
) -> HTMLResponse:
    """Every figure with its definition, its chart and its table."""
    zone = _zone((await ground.packs.of_tenant(session)).pack)
    since, until = _span(days, zone)
    figures = {one.name: one for one in await insights.figures(session, since, until, zone.key)}
    return await show(
        request, ground, person, session, "team/insights/figures.html",
        section="insights", groups=_groups(figures), figures=figures, days=days, spans=SPANS,
        charts=_charts(figures, since.date(), until.astimezone(zone).date()), zone=zone.key,
    )  # fmt: skip


@router.get("/{figure}", response_class=HTMLResponse)
async def behind_page(
    request: Request,
    ground: GroundDep,
    person: Person,
    session: DeskSession,
    figure: str,
    days: Days = 30,
    label: Annotated[str | None, Query(max_length=200)] = None,
    seen: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
) -> HTMLResponse:
    """The conversations behind one number, the newest first."""
    zone = _zone((await ground.packs.of_tenant(session)).pack)
    since, until = _span(days, zone)
    found = await insights.behind(
        session, figure, since, until, label=label, limit=_SHOWN + 1, offset=seen
    )
    shown = found[:_SHOWN]
    rows = await rows_of(session, person.principal.actor, {one.conversation_id for one in shown})
    return await show(
        request, ground, person, session, "team/insights/behind.html",
        section="insights", figure=figure, definition=FIGURES[figure], days=days,
        label=label, found=shown, rows={row.id: row for row in rows},
        following=seen + _SHOWN if len(found) > _SHOWN else None, seen=seen,
    )  # fmt: skip


def _zone(pack: Pack) -> ZoneInfo:
    """The zone of the pack's opening hours: a day is the desk's day."""
    return ZoneInfo(pack.about.hours.zone)


def _span(days: int, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the midnight that began the first of so many local days until now."""
    until = now().astimezone(zone)
    midnight = until.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=days - 1), until.astimezone(UTC)


def _groups(figures: Mapping[str, FigureView]) -> Sequence[Group]:
    placed = {name for group in GROUPS for card in group.cards for name in card.names}
    further = [Card(name, (name,)) for name in figures if name not in placed]
    return (*GROUPS, Group("Further", further)) if further else GROUPS


def _charts(figures: Mapping[str, FigureView], first: date, last: date) -> dict[str, Chart]:
    charts: dict[str, Chart] = {}
    for group in _groups(figures):
        for card in group.cards:
            series = [{one.day: one.value for one in figures[name].days} for name in card.names]
            charts[card.title] = by_day(series, first, last)
    return charts
