"""No way to reach somebody without a source: links, e-mail addresses and phone numbers."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind

ID = "contacts"


def _check(reading: Reading) -> Iterable[Finding]:
    return reading.unknown_values(
        ID, "this address stands nowhere in the evidence", Kind.LINK, Kind.EMAIL, Kind.PHONE
    )


RULE = Rule(ID, "Every link, e-mail address and phone number stands in the evidence", _check)
