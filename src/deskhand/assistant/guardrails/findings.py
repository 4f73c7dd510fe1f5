"""What an audit of a draft found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule: the rule's id, the words that break it, and what to write instead."""

    rule: str
    excerpt: str
    correction: str
