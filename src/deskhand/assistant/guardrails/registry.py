"""The rules of the second lock, in the order they run."""

from __future__ import annotations

from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.rules import (
    advice,
    amounts,
    contacts,
    dates,
    deeds,
    figures,
    grounded,
    identifiers,
    leaks,
    names,
    one_record,
    statuses,
)

RULES: tuple[Rule, ...] = (
    leaks.RULE,
    identifiers.RULE,
    contacts.RULE,
    amounts.RULE,
    dates.RULE,
    figures.RULE,
    names.RULE,
    one_record.RULE,
    statuses.RULE,
    deeds.RULE,
    advice.RULE,
    grounded.RULE,
)
