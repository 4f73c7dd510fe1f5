"""A report as one HTML page that needs nothing but itself."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from deskhand.evaluation.measured import Figure, Measured, Rows
from deskhand.evaluation.plots import svg

_STYLE = """
:root { color-scheme: light dark; --line: #8885; --soft: #888; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .8rem .25rem 0; text-align: left; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(22rem, 1fr)); gap: 1.5rem; }
figure { margin: 0; } figcaption { font-weight: 600; }
svg { width: 100%; height: auto; } svg text { fill: currentColor; font-size: 11px; }
.grid { stroke: var(--line); } .ideal { stroke: var(--soft); stroke-dasharray: 4 4; }
"""


def page(measured: Measured) -> str:
    """The whole page. All words of the measured files are escaped."""
    figures = Rows("Figures", ("figure", "measured"), list(measured.figures.items()))
    plots = "".join(
        f"<figure><figcaption>{escape(plot.title)}</figcaption>{svg(plot)}</figure>"
        for plot in measured.plots
    )
    tables = "".join(_table(rows) for rows in (figures, *measured.tables))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(measured.title)}</title><style>{_STYLE}</style></head><body>"
        f'<h1>{escape(measured.title)}</h1><div class="plots">{plots}</div>{tables}</body></html>\n'
    )


def _table(rows: Rows) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in rows.columns)
    body = "".join(_row(row) for row in rows.rows)
    return (
        f"<h2>{escape(rows.title)}</h2><table><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _row(cells: Sequence[Figure]) -> str:
    return f"<tr>{''.join(f'<td>{escape(shown(cell))}</td>' for cell in cells)}</tr>"


def shown(figure: Figure) -> str:
    """A figure as it is read; a dash where there is none."""
    if figure is None:
        return "–"
    return f"{figure:.4g}" if isinstance(figure, float) else str(figure)
