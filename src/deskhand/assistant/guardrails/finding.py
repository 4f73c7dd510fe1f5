"""What the second lock found in a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One claim that may not stand.

    `rule` is the rule's id; `start` to `end` is the place in the text, `excerpt` its words.
    `evidence` is the id of the item that says otherwise, when there is one. `reason` is for
    people of the team and for logs, never for a customer.
    """

    rule: str
    excerpt: str
    start: int
    end: int
    reason: str
    evidence: str | None = None
