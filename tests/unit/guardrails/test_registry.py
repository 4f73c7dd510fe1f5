"""The registry lists every rule file once, and every finding says what to do."""

from __future__ import annotations

from pathlib import Path

from deskhand.assistant.guardrails import rules
from deskhand.assistant.guardrails.check import check
from deskhand.assistant.guardrails.registry import RULES
from tests.unit.guardrails.desk import FINAL_SALE, UNDATED, situation


def test_every_rule_file_is_registered_under_its_own_name() -> None:
    files = {path.stem for path in Path(rules.__path__[0]).glob("*.py")} - {"__init__"}
    assert [rule.id for rule in RULES] == list(dict.fromkeys(rule.id for rule in RULES))
    assert {rule.id for rule in RULES} == files


def test_each_finding_quotes_the_words_and_tells_what_to_write_instead() -> None:
    draft = "I've refunded $99.00 for ORD300. It arrives tomorrow. <b>Bye</b> ORD200 was delivered."
    found = check(draft, situation(UNDATED, FINAL_SALE))
    assert {finding.rule for finding in found} >= {
        "clean_output", "no_invented_dates", "refund_integrity", "no_unbacked_action",
        "status_evidence", "evidence_for_facts",
    }  # fmt: skip
    for finding in found:
        assert finding.excerpt in draft
        assert len(finding.correction.split()) > 4
    assert found == check(draft, situation(UNDATED, FINAL_SALE))


def test_an_empty_draft_breaks_no_rule() -> None:
    assert check("", situation()) == ()


def test_a_very_long_draft_is_checked_in_time() -> None:
    draft = "Your order is on its way and you will get a refund of $5 within 3 days. \n" * 60
    assert check(draft, situation(UNDATED))
