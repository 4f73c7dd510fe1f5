"""The lock as a whole: its verdicts, its places, its registry, its time."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from deskhand.assistant.guardrails import rules
from deskhand.assistant.guardrails.lexicon import known_languages, lexicon_of
from deskhand.assistant.guardrails.lock import LONGEST_TEXT, check, check_off_loop
from deskhand.assistant.guardrails.registry import RULES
from tests.unit.guardrails.desk import LATE, MOVING, RETURNS, broken, judged, situation


def test_every_rule_is_listed_once_under_the_name_of_its_file() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    assert {rule.id for rule in RULES} == files
    assert len(RULES) == len(files)


def test_a_language_without_a_dictionary_is_never_a_pass() -> None:
    for language in ("zh", "ar", "ru", "ja", "tr", "nl", "", "../en"):
        verdict = judged("Hello", MOVING, language=language)
        assert (verdict.status, verdict.passed) == ("not_checked", False)


def test_a_text_that_is_too_long_is_not_checked() -> None:
    assert judged("a" * (LONGEST_TEXT + 1), MOVING).status == "not_checked"


def test_a_finding_names_its_place_and_the_record_that_says_otherwise() -> None:
    text = "Hello. ORD123 has been delivered."
    finding = next(one for one in judged(text, MOVING).findings if one.rule == "statuses")
    assert text[finding.start : finding.end] == finding.excerpt == "delivered"
    assert finding.evidence == "order:ORD123"


def test_a_verdict_with_a_finding_has_not_passed() -> None:
    assert judged("ORD123 is in transit.", MOVING).passed
    assert not judged("ORD123 is lost.", MOVING).passed


async def test_long_texts_are_judged_the_same_off_the_loop() -> None:
    text = "ORD123 is in transit. " * 30 + "It is lost."
    assert await check_off_loop(text, situation(MOVING)) == check(text, situation(MOVING))


@pytest.mark.parametrize("language", known_languages())
def test_every_dictionary_reads_a_greeting_as_polite(language: str) -> None:
    lexicon = lexicon_of(language)
    assert lexicon is not None
    assert judged(f"{lexicon.file.courtesy[0]}.", MOVING, language=language).passed


@pytest.mark.parametrize("unit", ["[a](", "1 ", " ", "a@", '"', "delivered ", "$5 ", "a, ", "<a"])
def test_the_time_grows_with_the_text(unit: str) -> None:
    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        began = time.process_time()
        check(text, situation(MOVING, LATE, RETURNS))
        return time.process_time() - began

    seconds(100)
    long = min(seconds(16_000) for _ in range(3))
    assert long < max(0.5, 10 * min(seconds(4_000) for _ in range(3)))


def test_a_dozen_of_other_rules_do_not_hide_each_other() -> None:
    found = broken("I refunded $5 for ORD777 tomorrow: see http://bad.example.", MOVING)
    assert {"amounts", "identifiers", "dates", "contacts", "deeds"} <= found
