"""Plots as SVG, drawn here: a report needs no script and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from deskhand.evaluation.measured import Curve, Plot

_WIDTH, _HEIGHT = 520, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 14, 14, 44
_ACROSS, _DOWN = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_TICKS = 5
_BAR = 0.8
_COLOURS = ("#2563eb", "#d97706", "#059669", "#b91c1c", "#7c3aed")


def svg(plot: Plot) -> str:
    """The plot as an SVG element, with its title and description for those who hear it."""
    across = _largest(point[0] for curve in plot.curves for point in curve.points)
    up = _largest(point[1] for curve in plot.curves for point in curve.points)
    parts = [*_axes(plot, across, up)]
    if plot.diagonal:
        least = min(across, up)
        x, y = _place(least, least, across, up)
        parts.append(
            f'<line class="ideal" x1="{_LEFT}" y1="{_TOP + _DOWN}" x2="{x:.1f}" y2="{y:.1f}"/>'
        )
    for number, curve in enumerate(plot.curves):
        colour = _COLOURS[number % len(_COLOURS)]
        drawn = (
            _bars(curve, across, up, colour)
            if plot.kind == "bars"
            else _line(curve, across, up, colour)
        )
        parts += [*drawn, _legend(curve.name, number, colour)]
    told = f"{plot.title}: {plot.y} over {plot.x}"
    return (
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(told)}">'
        f"<title>{escape(told)}</title>{''.join(parts)}</svg>"
    )


def _largest(values: Iterator[float]) -> float:
    """The end of an axis: 1 for shares, else a round number above all values."""
    most = max(values, default=1.0)
    if most <= 1.0:
        return 1.0
    step = 10.0 ** (len(str(int(most))) - 1)
    return float(-(-most // step) * step)


def _place(x: float, y: float, across: float, up: float) -> tuple[float, float]:
    return _LEFT + x / across * _ACROSS, _TOP + _DOWN - y / up * _DOWN


def _axes(plot: Plot, across: float, up: float) -> Iterator[str]:
    for tick in range(_TICKS + 1):
        x, y = _place(across * tick / _TICKS, up * tick / _TICKS, across, up)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}"/>'
        yield (
            f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{up * tick / _TICKS:g}</text>'
        )
        yield (
            f'<text x="{x:.1f}" y="{_TOP + _DOWN + 16}" text-anchor="middle">'
            f"{across * tick / _TICKS:g}</text>"
        )
    middle = _TOP + _DOWN / 2
    yield (
        f'<text x="{_LEFT + _ACROSS / 2:.1f}" y="{_HEIGHT - 8}" text-anchor="middle">'
        f"{escape(plot.x)}</text>"
    )
    yield (
        f'<text x="14" y="{middle:.1f}" text-anchor="middle"'
        f' transform="rotate(-90 14 {middle:.1f})">{escape(plot.y)}</text>'
    )


def _line(curve: Curve, across: float, up: float, colour: str) -> list[str]:
    places = [_place(x, y, across, up) for x, y in curve.points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    return [f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>']


def _bars(curve: Curve, across: float, up: float, colour: str) -> list[str]:
    width = _bar_width(curve.points, across)
    bars = []
    for x, y in curve.points:
        left, top = _place(x, y, across, up)
        height = _TOP + _DOWN - top
        bars.append(
            f'<rect x="{left - width / 2:.1f}" y="{top:.1f}" width="{width:.1f}"'
            f' height="{height:.1f}" fill="{colour}"/>'
        )
    return bars


def _bar_width(points: Sequence[tuple[float, float]], across: float) -> float:
    gaps = [abs(second[0] - first[0]) for first, second in pairwise(points)]
    return _BAR * min(gaps, default=across / 10) / across * _ACROSS


def _legend(name: str, number: int, colour: str) -> str:
    y = _TOP + 12 + 16 * number
    return (
        f'<rect x="{_LEFT + 10}" y="{y - 8}" width="10" height="10" fill="{colour}"/>'
        f'<text x="{_LEFT + 26}" y="{y + 1}">{escape(name)}</text>'
    )
