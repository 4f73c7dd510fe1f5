"""The rules that every draft is held against, in the order they run."""

from __future__ import annotations

from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.rules import (
    clean_output,
    evidence_for_facts,
    no_invented_dates,
    no_unbacked_action,
    other_customers_data,
    refund_integrity,
    status_evidence,
)

RULES: tuple[Rule, ...] = (
    other_customers_data.RULE,
    clean_output.RULE,
    no_invented_dates.RULE,
    refund_integrity.RULE,
    no_unbacked_action.RULE,
    status_evidence.RULE,
    evidence_for_facts.RULE,
)
