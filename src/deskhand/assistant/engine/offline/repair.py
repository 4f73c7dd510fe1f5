"""Mending a draft without a model: the sentences that an audit found fault with are left out."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.engine.port import Draft
from deskhand.assistant.guardrails.findings import Finding
from deskhand.domain.knowledge.chunkers.sentences import split_sentences


def without_findings(draft: Draft, findings: tuple[Finding, ...]) -> Draft:
    """`draft` without the sentences that hold a finding's words; for a person if none is left."""
    if not findings:
        return draft
    lines = []
    for line in draft.text.split("\n"):
        kept = [
            sentence
            for sentence in split_sentences(line)
            if not any(finding.excerpt in sentence for finding in findings)
        ]
        if kept or not line.strip():
            lines.append(" ".join(sentence.strip() for sentence in kept))
    text = "\n".join(lines).strip()
    if not text:
        return replace(draft, needs_person=True)
    return replace(draft, text=text)
