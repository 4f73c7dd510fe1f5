"""What is drawn on the server: bars of figures, and pictures of procedures."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.interfaces.console.charts import HEIGHT, by_day
from deskhand.interfaces.console.flow import WIDE, picture_of
from deskhand.packs.loader import BUILT_IN, built_in

FIRST = date(2026, 11, 1)
PROCEDURES = [(pack, name) for pack in BUILT_IN for name in built_in(pack).procedures]


@given(st.lists(st.dictionaries(st.integers(0, 9), st.floats(0, 1e6)), min_size=1, max_size=3))
def test_every_bar_stands_on_the_ground_and_within_its_frame(days: list[dict[int, float]]) -> None:
    series = [{FIRST + timedelta(days=at): value for at, value in one.items()} for one in days]
    chart = by_day(series, FIRST, FIRST + timedelta(days=9))
    assert len(chart.columns) == 10
    for column in chart.columns:
        assert 0 <= column.x <= chart.width - chart.bar
        drawn = {part.series: part.value for part in column.parts}
        assert drawn == {
            at: one[column.day] for at, one in enumerate(series) if one.get(column.day, 0) > 0
        }
        for part in column.parts:
            assert part.y >= 0
            assert part.height > 0
        if column.parts:
            assert column.parts[0].y + column.parts[0].height == pytest.approx(HEIGHT, abs=0.02)


def test_days_without_anything_make_no_bar() -> None:
    chart = by_day([{}], FIRST, FIRST)
    assert chart.most == 0
    assert chart.columns[0].parts == ()


@pytest.mark.parametrize(("pack", "name"), PROCEDURES)
def test_every_procedure_is_drawn_whole_without_a_step_on_another(pack: str, name: str) -> None:
    procedure = built_in(pack).procedures[name]
    picture = picture_of(procedure)
    assert len(picture.boxes) >= len(procedure.slots) + len(procedure.steps)
    for box in picture.boxes:
        assert 0 <= box.x <= picture.width - WIDE
        assert 0 <= box.y <= picture.height - box.height
    for one, other in combinations(picture.boxes, 2):
        apart = abs(one.x - other.x) >= WIDE
        below = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart or below, (one.title, other.title)
    for arrow in picture.arrows:
        assert arrow.y2 >= arrow.y1
        assert 0 <= arrow.x2 <= picture.width
