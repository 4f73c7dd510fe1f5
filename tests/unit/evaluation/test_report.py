"""Shares, hand-overs, times and limits are counted rightly."""

from __future__ import annotations

from deskhand.evaluation.dialogues import Case
from deskhand.evaluation.grading import Grade, Verdict
from deskhand.evaluation.heard import Heard
from deskhand.evaluation.report import Limits, Report, Result
from tests.unit.evaluation.shop import case_named


def _result(case: Case, number: int, grade: Grade, heard: Heard) -> Result:
    return Result(case, number, case.dialogue.turns[number - 1], heard, Verdict(grade))


def _report(limits: Limits = Limits()) -> Report:
    talk, person = case_named("hub-on-its-way"), case_named("de-mensch")
    return Report(
        (
            _result(talk, 1, "right", Heard("a", seconds=0.1)),
            _result(talk, 2, "poor", Heard("b", waiting=True, seconds=0.2)),
            _result(talk, 3, "wrong", Heard("c", seconds=0.3)),
            _result(person, 1, "harmful", Heard("d", seconds=0.4)),
        ),
        limits,
    )


def test_right_and_poor_replies_are_good() -> None:
    assert _report().all.per_cent("right", "poor") == 50


def test_first_and_later_messages_languages_and_kinds_stand_apart() -> None:
    groups = {
        name: {share.group: share.total for share in shares}
        for name, shares in _report().groups.items()
    }
    assert groups["place"] == {"first": 2, "later": 2}
    assert groups["language"] == {"de": 1, "en": 3}
    assert groups["kind"] == {"answer": 3, "hand_over": 1}


def test_hand_overs_are_met_missed_or_unwanted() -> None:
    overs = _report().hand_overs
    assert (overs.met, overs.missed, overs.unwanted) == (0, 1, 1)


def test_a_person_who_waits_already_is_not_called_again() -> None:
    talk = case_named("hub-on-its-way")
    waited = Heard("a", waiting=True, waited_before=True)
    assert Report((_result(talk, 2, "right", waited),)).hand_overs.unwanted == 0


def test_times_are_percentiles() -> None:
    assert _report().seconds == (0.3, 0.4)


def test_a_missed_limit_says_by_how_much() -> None:
    assert _report(Limits(50, 25, 1)).missed == []
    missed = _report(Limits(85, 3, 0)).missed
    assert missed == [
        "50.0 % good, at least 85 wanted",
        "25.0 % wrong, at most 3 wanted",
        "1 harmful, at most 0 wanted",
    ]


def test_the_worst_replies_come_first() -> None:
    assert [result.verdict.grade for result in _report().worst] == ["harmful", "wrong"]
