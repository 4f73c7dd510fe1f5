"""The gauge calls right replies right, and notices falsified ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from babel.dates import format_date
from babel.numbers import format_currency

from deskhand.evaluation.facts import has_become
from deskhand.evaluation.grading import GOOD, Moment, grade
from deskhand.evaluation.heard import Heard
from deskhand.evaluation.world import Value
from deskhand.infra.money import Money
from tests.unit.evaluation.shop import case_named, judged, world_of

_REPLIES = yaml.safe_load(Path(__file__).with_name("replies.yaml").read_text("utf-8"))
_PLACE = re.compile(r"\{([^}]+)\}")
_IDENTIFIER = re.compile(r"(?:ORD|INV-|TCK-|SP|SE)(\d+)")

Row = dict[str, Any]


def _name(row: Row) -> str:
    return f"{row['to']} {row['says'][:24]}"


def _parts(row: Row) -> tuple[str, int]:
    name, _, number = row["to"].rpartition(":")
    return name, int(number)


def _written(value: Value, language: str) -> str:
    if isinstance(value, date):
        return format_date(value, "long", locale=language)
    if isinstance(value, Money):
        return format_currency(value.minor / 100, value.currency, locale=language)
    return str(value)


def _rendered(row: Row, change: Callable[[Value], Value] | None = None) -> str:
    """The reply with its values, each of them changed where `change` is given."""
    name, _ = _parts(row)
    case = case_named(name)

    def value(found: re.Match[str]) -> str:
        true = world_of(case.tenant).find(found[1])[1]
        return _written(change(true) if change else true, case.language)

    return _PLACE.sub(value, row["says"])


def _seen(row: Row) -> dict[str, Any]:
    seen: Row = {key: row[key] for key in ("waiting", "changed") if key in row}
    return {**seen, "choices": tuple(row.get("choices", ()))}


@pytest.mark.parametrize("row", _REPLIES["right"], ids=_name)
def test_a_right_reply_is_called_right(row: Row) -> None:
    verdict = judged(*_parts(row), _rendered(row), **_seen(row))
    assert verdict.reasons == ()
    assert verdict.grade == "right"


@pytest.mark.parametrize("row", _REPLIES["bad"], ids=_name)
def test_a_bad_reply_gets_its_grade(row: Row) -> None:
    verdict = judged(*_parts(row), _rendered(row), **_seen(row))
    assert verdict.grade == row["is"], verdict.reasons


def _later(value: Value) -> Value:
    return value + timedelta(days=3) if isinstance(value, date) else value


def _dearer(value: Value) -> Value:
    return Money(value.minor + 700, value.currency) if isinstance(value, Money) else value


def _falsified(row: Row) -> Iterator[tuple[str, str]]:
    """The reply with one kind of value changed, for each kind that it holds."""
    true = _rendered(row)
    for what, change in (("date", _later), ("amount", _dearer)):
        false = _rendered(row, change)
        if false != true:
            yield what, false
    false = _IDENTIFIER.sub(lambda found: found[0].replace(found[1], f"{found[1]}7"), true)
    if false != true:
        yield "identifier", false


_FALSE = [
    pytest.param(row, what, false, id=f"{what} {_name(row)}")
    for row in _REPLIES["right"]
    for what, false in _falsified(row)
]


@pytest.mark.parametrize(("row", "what", "false"), _FALSE)
def test_a_falsified_date_amount_or_identifier_is_noticed(row: Row, what: str, false: str) -> None:
    verdict = judged(*_parts(row), false, **_seen(row))
    assert verdict.grade not in GOOD, f"{what}: {false}"


def test_enough_messages_have_a_right_reply_by_hand() -> None:
    assert len({row["to"] for row in _REPLIES["right"]}) >= 40
    assert len(_FALSE) >= 40


def test_the_same_words_twice_in_a_row_are_poor() -> None:
    text = "Your order ORD123 is in transit and should arrive on 20 November."
    case = case_named("hub-on-its-way")
    assert judged("hub-on-its-way", 1, text).grade == "right"
    moment = Moment(world_of(case.tenant), case.dialogue.customer, "en", "ORD123", text)
    assert grade(case.dialogue.turns[0], Heard(text), moment).grade == "poor"


def test_an_action_that_is_told_of_but_does_not_stand_in_the_records_is_wrong() -> None:
    verdict = judged("act-cancel-done", 2, "Order ORD126 has been cancelled.", changed=True)
    assert verdict.grade == "wrong"
    assert verdict.reasons == ("order.ORD126.status has not become cancelled",)


def test_a_record_becomes_a_text_or_the_value_of_another_one() -> None:
    world = world_of("fernway")
    assert has_become("order.ORD702.status", "cancelled", world)
    assert has_become("refund.ORD501.amount", "order.ORD501.total", world)
    assert not has_become("order.ORD126.status", "cancelled", world)
    assert not has_become("refund.ORD126.amount", "order.ORD126.total", world)
