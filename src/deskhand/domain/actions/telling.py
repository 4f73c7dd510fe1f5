"""The evidence of an action as a page that anybody can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from deskhand.domain.actions.evidence import EvidenceView, Said
from deskhand.infra.money import Money

_STATES = {
    "open": "It was proposed, and waits for an answer. Nothing was done.",
    "waiting": "It was confirmed, and waits for a person's approval. Nothing was done.",
    "sent": "It was sent to where the records are kept, and is being done.",
    "done": "It was done.",
    "refused": "It was refused. Nothing was done.",
    "unknown": "It was sent, and nobody can say whether it was done. A person looks into it.",
    "declined": "The answer was no. Nothing was done.",
    "expired": "Nobody confirmed it in time. Nothing was done.",
    "superseded": "Something else was proposed since. Nothing was done.",
}
_ACTORS = {
    "user": "A person",
    "api_key": "A program with a key",
    "sample": "A person here",
    "visitor": "A visitor",
}


def page_of(evidence: EvidenceView) -> str:
    """A page of plain text: what happened, in the order in which it did."""
    return "\n".join(_lines(evidence)) + "\n"


def _lines(evidence: EvidenceView) -> Iterator[str]:
    action = evidence.action
    yield f"{action.action}: {action.noun} {action.number}"
    yield _STATES[action.state]
    yield ""
    yield f"Asked   {_when_and_who(evidence.asked)}"
    yield from _quoted(evidence.asked)
    yield f"Shown   {_values(action.arguments) or 'no further values'}"
    yield f"Rules   of version {action.pack}"
    for rule in evidence.rules:
        yield f"        {rule.rule}: {rule.checks}"
    if evidence.facts:
        yield f"Record  {_values(evidence.facts)}"
    if evidence.answered is not None:
        answer = "Declined" if action.state == "declined" else "Confirmed"
        yield f"{answer}  {_when_and_who(evidence.answered)}"
        yield from _quoted(evidence.answered)
    if evidence.approval is not None:
        yield f"Approval  {evidence.approval.state}, because {'; '.join(evidence.approval.reasons)}"
        if evidence.approval.decided_by and evidence.approval.decided_at:
            who = Said(by=evidence.approval.decided_by, at=evidence.approval.decided_at, words=[])
            yield f"        {_when_and_who(who)} {evidence.approval.note}".rstrip()
    if action.rule is not None:
        yield f"Refused by the rule {action.rule}: {evidence.refused_because}"
    if evidence.done is not None:
        yield f"Ledger  {evidence.done.state} at {evidence.done.updated_at:%Y-%m-%d %H:%M:%S} UTC"
        yield f"        {_values(evidence.done.result)}"
    for words in evidence.told:
        yield f'Told    "{words}"'
    yield ""
    yield f"Digest of what was shown: {action.digest}"
    yield f"Entries of the audit trail: {len(evidence.audit)}"
    for entry in evidence.audit:
        yield f"        {entry.created_at:%Y-%m-%d %H:%M:%S} {entry.action} {entry.id}"


def _when_and_who(said: Said) -> str:
    role = "the customer" if said.by.get("role") == "customer" else said.by.get("role", "")
    who = _ACTORS.get(str(said.by.get("kind")), str(said.by.get("kind")))
    return f"{said.at:%Y-%m-%d %H:%M:%S} UTC by {role} ({who}, {said.by.get('id', 'no account')})"


def _quoted(said: Said) -> Iterator[str]:
    for words in said.words:
        yield f'        "{words}"'


def _values(values: dict[str, Any]) -> str:
    return ", ".join(f"{name} {_value(value)}" for name, value in values.items())


def _value(value: Any) -> str:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return str(Money(minor, currency))
        case list():
            return ", ".join(map(str, value))
    return str(value)
