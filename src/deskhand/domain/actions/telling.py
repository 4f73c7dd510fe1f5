"""The evidence of an action as a page that anybody can read: plain text, or HTML."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
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


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that happened or that counted: a line, then words that were used, then values."""

    title: str
    line: str = ""
    quotes: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)


def title_of(evidence: EvidenceView) -> str:
    """What it was about, in a few words."""
    action = evidence.action
    return f"{action.action}: {action.noun} {action.number}".replace("_", " ")


def outcome_of(evidence: EvidenceView) -> str:
    """What became of it, in a sentence."""
    return _STATES[evidence.action.state]


def story_of(evidence: EvidenceView) -> list[Part]:
    """What happened, in the order in which it did."""
    return list(_parts(evidence))


def page_of(evidence: EvidenceView) -> str:
    """The story as plain text."""
    lines = [title_of(evidence), outcome_of(evidence)]
    for part in story_of(evidence):
        lines += ["", f"{part.title}: {part.line}" if part.line else f"{part.title}:"]
        lines += [f'    "{words}"' for words in part.quotes]
        lines += [f"    {name}: {value}" for name, value in part.values.items()]
    return "\n".join(lines) + "\n"


def document_of(evidence: EvidenceView) -> str:
    """The story as a whole HTML document without styles or scripts, to be kept or printed."""
    title = escape(title_of(evidence))
    parts = "".join(map(_section, story_of(evidence)))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"</head><body><main><h1>{title}</h1>\n<p>{escape(outcome_of(evidence))}</p>\n{parts}"
        "</main></body></html>\n"
    )


def _section(part: Part) -> str:
    quotes = "".join(f"<blockquote>{escape(words)}</blockquote>" for words in part.quotes)
    values = "".join(
        f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in part.values.items()
    )
    line = f"<p>{escape(part.line)}</p>" if part.line else ""
    listed = f"<dl>{values}</dl>" if values else ""
    return f"<section><h2>{escape(part.title)}</h2>{line}{quotes}{listed}</section>\n"


def _parts(evidence: EvidenceView) -> Iterator[Part]:
    action = evidence.action
    yield Part("Asked", _when_and_who(evidence.asked), tuple(evidence.asked.words))
    shown = _values(action.arguments)
    yield Part("Shown", "" if shown else "No further values.", values=shown)
    yield Part(
        "Rules",
        f"Of version {action.pack}. Each of them had to hold.",
        values={one.rule: f"{one.checks} (else: {one.reason})" for one in evidence.rules},
    )
    if evidence.facts:
        yield Part(
            "Record", "What it said when the rules were asked.", values=_values(evidence.facts)
        )
    if evidence.answered is not None:
        title = "Declined" if action.state == "declined" else "Confirmed"
        yield Part(title, _when_and_who(evidence.answered), tuple(evidence.answered.words))
    yield from _approval(evidence)
    if action.rule is not None:
        yield Part("Refused", f"By the rule {action.rule}: {evidence.refused_because}")
    if evidence.done is not None:
        done = evidence.done
        where = "the desk's own records" if done.gateway == "built_in" else done.gateway
        line = f"{done.state} at {done.updated_at:%Y-%m-%d %H:%M:%S} UTC. Done in {where}."
        yield Part("Ledger", line, values=_values(done.result))
    if evidence.told:
        yield Part("Told", quotes=tuple(evidence.told))
    yield Part("Digest of what was shown", action.digest)
    yield Part(
        "Audit trail",
        f"{len(evidence.audit)} entries.",
        values={
            str(one.id): f"{one.created_at:%Y-%m-%d %H:%M:%S} {one.action}"
            for one in evidence.audit
        },
    )


def _approval(evidence: EvidenceView) -> Iterator[Part]:
    approval = evidence.approval
    if approval is None:
        return
    line = f"{approval.state}, because {'; '.join(approval.reasons)}"
    if approval.decided_by and approval.decided_at:
        who = Said(by=approval.decided_by, at=approval.decided_at, words=[])
        line = f"{line}. {_when_and_who(who)}"
    yield Part("Approval", line, (approval.note,) if approval.note else ())


def _when_and_who(said: Said) -> str:
    role = "the customer" if said.by.get("role") == "customer" else said.by.get("role", "")
    who = _ACTORS.get(str(said.by.get("kind")), str(said.by.get("kind")))
    return f"{said.at:%Y-%m-%d %H:%M:%S} UTC by {role} ({who}, {said.by.get('id', 'no account')})"


def _values(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Any) -> str:
    match value:
        case {"minor": int(minor), "currency": str(currency)}:
            return str(Money(minor, currency))
        case list():
            return ", ".join(map(str, value))
    return str(value)
