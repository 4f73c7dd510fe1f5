"""The audit of a draft: every rule of the registry, in order."""

from __future__ import annotations

from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.registry import RULES
from deskhand.assistant.guardrails.situation import Situation


def check(text: str, situation: Situation) -> tuple[Finding, ...]:
    """What is wrong with `text` as a reply in `situation`; empty when every claim is backed.

    Pure and without I/O; each finding is reported once, in the order of the registry.
    """
    reading = Reading(text, situation)
    found = [finding for rule in RULES for finding in rule.check(reading)]
    return tuple(dict.fromkeys(found))
