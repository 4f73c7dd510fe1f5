"""Figures of labels: what they count, and what stands in a report."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from deskhand.evaluation.labels import Told, calibration_error, figures_of, plots_of, tables_of
from deskhand.evaluation.measured import Curve, Measured, Plot
from deskhand.evaluation.page import page
from deskhand.evaluation.plots import svg
from deskhand.evaluation.spans import Screened


def told(wanted: str | None, found: str, *, accepted: bool = True, sure: float = 0.9) -> Told:
    return Told(wanted, found, 0.01, accepted, sure, belongs=sure)


def test_accuracy_and_macro_f1_are_those_of_texts_that_belong() -> None:
    figures = figures_of(
        [told("a", "a"), told("a", "b"), told("b", "b"), told("b", "b"), told(None, "a")]
    )
    assert figures["accuracy"] == 0.75
    # F1 of a: 2/3, of b: 4/5.
    assert figures["macro_f1"] == pytest.approx((2 / 3 + 4 / 5) / 2, abs=1e-3)
    assert figures["outside_refused"] == 0.0


def test_a_refused_text_counts_against_what_belongs_and_for_what_does_not() -> None:
    figures = figures_of(
        [told("a", "a", accepted=False), told("a", "a"), told(None, "a", accepted=False)]
    )
    assert (figures["accuracy"], figures["accuracy_with_refusal"]) == (1.0, 0.5)
    assert (figures["falsely_refused"], figures["outside_refused"]) == (0.5, 1.0)


def test_who_is_as_right_as_sure_is_calibrated() -> None:
    honest = [told("a", "a" if at < 8 else "b", sure=0.8) for at in range(10)]
    boaster = [told("a", "a" if at < 5 else "b", sure=0.99) for at in range(10)]
    assert calibration_error(honest) == pytest.approx(0.0, abs=1e-9)
    assert calibration_error(boaster) == pytest.approx(0.49, abs=1e-9)


def test_a_page_stands_by_itself_and_escapes_what_was_measured() -> None:
    some = [told("<b>a</b>", "x"), told("x", "x"), told(None, "x", sure=0.1)]
    written = page(Measured("<script>", figures_of(some), plots_of(some), tables_of(some)))
    assert "<script" not in written
    assert "<b>" not in written
    assert "&lt;b&gt;a&lt;/b&gt;" in written
    assert "http" not in written.replace("http://www.w3.org", "")
    assert written.count("<svg") == 4


def test_a_plot_is_well_formed_and_its_points_stay_inside() -> None:
    curve = Curve("one & two", [(0.0, 0.0), (0.5, 1.0), (1.0, 0.25)])
    for kind in ("line", "bars"):
        drawn = ET.fromstring(svg(Plot("A", "x", "y", [curve], kind, diagonal=True)))
        _, _, width, height = (float(part) for part in drawn.attrib["viewBox"].split())
        for line in drawn.iter("polyline"):
            for point in line.attrib["points"].split():
                x, y = (float(part) for part in point.split(","))
                assert 0 <= x <= width
                assert 0 <= y <= height


def test_personal_data_is_found_when_it_is_covered_whole() -> None:
    screened = Screened()
    text = "card 4111 1111 1111 1111, call 555"
    marked = [(5, 24, "CREDIT_CARD", text[5:24])]
    screened.take(text, marked, [("card", 5, 24), ("phone", 31, 34)], 0.0)
    screened.take(text, marked, [("card", 5, 20)], 0.0)
    figures = screened.figures()
    assert figures["structured_recall"] == 0.5
    assert figures["structured_precision"] == pytest.approx(2 / 3, abs=1e-3)
    assert screened.wrong == [("phone", "555")]
