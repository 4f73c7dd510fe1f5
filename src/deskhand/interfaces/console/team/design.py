"""The design of the console on one page: each part in each of its states, without a sign-in."""

from __future__ import annotations

from datetime import timedelta

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from deskhand.infra.clock import now
from deskhand.interfaces.console.charts import by_day
from deskhand.interfaces.console.rendering import render

router = APIRouter(include_in_schema=False)

TONES = ("plain", "accent", "warm", "alarm")
TOKENS = (
    "paper", "surface", "surface-2", "line", "line-strong", "ink", "ink-2",
    "accent", "accent-soft", "warm", "warm-soft", "alarm", "alarm-soft", "focus",
)  # fmt: skip
_HEIGHTS = ((3, 1, 0), (5, 2, 1), (2, 0, 0), (6, 1, 2), (4, 3, 0), (7, 2, 1), (0, 0, 0), (5, 4, 1))


@router.get("/design", response_class=HTMLResponse)
async def design_page(request: Request) -> HTMLResponse:
    """Tokens and parts; it holds nothing of anybody."""
    moment = now()
    first = moment.date() - timedelta(days=len(_HEIGHTS) - 1)
    series = [
        {first + timedelta(days=at): float(day[one]) for at, day in enumerate(_HEIGHTS)}
        for one in range(3)
    ]
    context = {
        "tokens": TOKENS,
        "tones": TONES,
        "chart": by_day(series, first, moment.date()),
        "earlier": moment - timedelta(minutes=42),
        "later": moment + timedelta(hours=3),
    }
    return render(request, "team/design.html", context)
