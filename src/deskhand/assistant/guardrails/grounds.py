"""Whether the evidence holds what a claim says: dates, lengths of time, figures, identifiers."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Literal

from deskhand.assistant.evidence import Evidence, Fact, FactKind
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.claim import Amount, Days, Frame, Quantity
from deskhand.assistant.guardrails.claims.extract import values
from deskhand.assistant.guardrails.claims.identifiers import (
    digits,
    normal_identifier,
    normal_url,
)
from deskhand.assistant.guardrails.reading import Reading, passage_sentences
from deskhand.assistant.guardrails.topics import compatible, speeds, topics
from deskhand.infra.money import Money

Support = Literal["record", "passage"] | None

# Words before or after a date, and the facts that they speak of.
_ROLES: tuple[tuple[str, frozenset[str]], ...] = (
    (r"\b(?:placed|ordered|bestellt|purchased|bought)\b", frozenset({"placed_on"})),
    (r"\b(?:shipped|dispatched|sent out|left (?:our|the) \w+|versandt|verschickt)\b", frozenset({"shipped_on"})),
    (r"\b(?:(?:was|were|been) delivered|delivered on|has arrived|arrived)\b", frozenset({"delivered_on", "delivery_date"})),
    (r"\b(?:arriv(?:e|es|ing|al)|deliver(?:y|ies|ed by)|be delivered|expected?|estimated|reach you|with you)\b",
     frozenset({"delivery_date", "delivered_on"})),
    (r"\bissued\b", frozenset({"issued_on", "created_on"})),
    (r"\b(?:created|opened)\b", frozenset({"created_on"})),
    (r"\bdue\b", frozenset({"due_on"})),
    (r"\b(?:renew\w*|next (?:payment|charge|billing))\b", frozenset({"renews_on"})),
    (r"\b(?:ends?|ending|expires?|runs? out)\b", frozenset({"ends_on"})),
    (r"\bpaid\b", frozenset({"paid_on"})),
    (r"\brefunded\b", frozenset({"refunded_on", "created_on"})),
)  # fmt: skip
_COMPILED_ROLES = tuple((re.compile(words, re.IGNORECASE), names) for words, names in _ROLES)
_UNTRUSTED_TEXT = {"subject", "body", "message", "note", "notes", "comment"}


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _relevant(reading: Reading, claim: Claim) -> tuple[Evidence, ...]:
    """Records and ledger rows that may support `claim`, given what it is about."""
    focus = reading.focus(claim)
    facts = tuple(item for item in reading.visible if item.kind != "passage")
    if focus.unknown and not focus.named:
        return tuple(item for item in facts if item.kind == "ledger")
    subjects = {item.subject for item in focus.named}
    return tuple(i for i in facts if i.subject not in subjects or i in focus.named)


def _role(reading: Reading, claim: Claim) -> frozenset[str]:
    """The names of the facts that the words next to a date speak of; empty when none do."""
    sentence, at = reading.sentence(claim), reading.offset(claim)
    dates = [c for c in reading.claims if c.kind is ClaimKind.DATE]
    inside = [c for c in dates if sentence.start <= c.start < sentence.end]
    first = max((c.end - sentence.start for c in inside if c.end <= claim.start), default=0)
    last = min(
        (c.start - sentence.start for c in inside if c.start >= claim.end),
        default=len(sentence.text),
    )
    best: tuple[int, frozenset[str]] | None = None
    for words, names in _COMPILED_ROLES:
        for found in words.finditer(sentence.text, first, at):
            if best is None or found.end() > best[0]:
                best = (found.end(), names)
    if best is not None:
        return best[1]
    after = sentence.text[claim.end - sentence.start : last]
    hits = [(m.start(), names) for words, names in _COMPILED_ROLES if (m := words.search(after))]
    opens = re.fullmatch(r"\W*(?:on|by|since|am|le|el)?\s*", sentence.text[:at], re.IGNORECASE)
    return min(hits, key=lambda hit: hit[0])[1] if hits and opens else frozenset()


def _recorded(reading: Reading, claim: Claim, first: date | None, last: date | None) -> bool:
    value = claim.value
    role = _role(reading, claim)
    facts = [f for item in _relevant(reading, claim) for f in item.facts if f.kind is FactKind.DATE]
    in_role = [fact for fact in facts if fact.name in role]
    days = [day for fact in (in_role or facts) if (day := _day(fact.value)) is not None]
    if isinstance(value, Days):
        return any(value.admits(day) for day in days)
    return first is not None and last is not None and any(first <= day <= last for day in days)


def _from_passages(reading: Reading, claim: Claim) -> Iterator[Claim]:
    """The claims of the passages' sentences that speak of the same subject."""
    about, clause = reading.topics(claim), reading.clause(claim)
    for passage in reading.passages:
        heading = " ".join((passage.document, *passage.heading_path))
        for sentence in passage_sentences(passage.text):
            found = [
                c for c in values(sentence.text, reading.situation.today) if c.kind is claim.kind
            ]
            if not found:
                continue
            theirs = topics(sentence.text) or topics(heading)
            if not compatible(about, theirs | topics(heading)):
                continue
            if compatible(speeds(clause), speeds(sentence.text) or speeds(heading)):
                yield from found


def _same_frame(said: Frame, known: Frame) -> bool:
    if said.unit != known.unit:
        return False
    if (said.low, said.high) == (known.low, known.high):
        return said.within or not known.within or said.low < 0 or not said.first
    return said.within and said.low == said.high == known.high


def _typed_texts(reading: Reading, claim: Claim) -> Iterator[Claim]:
    for item in _relevant(reading, claim):
        for fact in item.facts:
            text = fact.value
            if (
                fact.kind is FactKind.TEXT
                and isinstance(text, str)
                and fact.name not in _UNTRUSTED_TEXT
            ):
                yield from (
                    c for c in values(text, reading.situation.today) if c.kind is claim.kind
                )


def temporal(reading: Reading, claim: Claim) -> Support:
    """Where a date, length of time or clock time comes from."""
    support = _temporal(reading, claim)
    if support is None and reading.quoted(reading.sentence(claim)):
        return "passage"
    return support


def _temporal(reading: Reading, claim: Claim) -> Support:
    value = claim.value
    if isinstance(value, Days):
        if _recorded(reading, claim, None, None):
            return "record"
        if any(c.value == value for c in _typed_texts(reading, claim)):
            return "record"
        same = any(
            isinstance(c.value, Days) and (c.value == value or _covers(c.value, value))
            for c in _from_passages(reading, claim)
        )
        return "passage" if same else None
    if isinstance(value, Frame):
        if _recorded(reading, claim, value.first, value.last):
            return "record"
        if any(isinstance(c.value, Frame) and _same_frame(value, c.value) for c in _typed_texts(reading, claim)):  # fmt: skip
            return "record"
        same = any(
            isinstance(c.value, Frame) and _same_frame(value, c.value)
            for c in _from_passages(reading, claim)
        )
        return "passage" if same else None
    return "passage" if any(c.value == value for c in _from_passages(reading, claim)) else None


def _covers(known: Days, said: Days) -> bool:
    if known.weekday is not None and not known.options:
        return said.weekday == known.weekday and not said.options
    return bool(known.options) and known.options == said.options and said.weekday is None


def _numbers(items: tuple[Evidence, ...]) -> Iterator[Fact]:
    for item in items:
        for fact in item.facts:
            if fact.kind is FactKind.NUMBER and not isinstance(fact.value, bool):
                yield fact


def figure(reading: Reading, claim: Claim) -> bool:
    """Whether an amount, percentage or quantity is recorded or stands in a passage."""
    if reading.quoted(reading.sentence(claim)):
        return True
    value, items = claim.value, _relevant(reading, claim)
    known = list(_from_passages(reading, claim)) + list(_typed_texts(reading, claim))
    if isinstance(value, Amount):
        recorded = [f.value for item in items for f in item.facts if isinstance(f.value, Money)]
        return any(value.equals(money) for money in recorded) or any(
            isinstance(c.value, Amount)
            and c.value.value == value.value
            and bool(c.value.currencies & value.currencies)
            for c in known
        )
    if isinstance(value, Quantity):
        if any(c.value == value for c in known) or value.number in _counts(
            reading.visible, value.unit
        ):
            return True
        return any(fact.value == value.number for fact in _numbers(items))
    percents = (
        f
        for f in _numbers(items)
        if "percent" in f.name or "rate" in f.name or "discount" in f.name
    )
    return any(c.value == value for c in known) or any(f.value == value for f in percents)


def _counts(items: tuple[Evidence, ...], unit: str) -> set[float]:
    """How many records there are of what `unit` counts, and how many things they hold."""
    records = [item for item in items if item.subject == unit or (unit in {"payment", "charge"} and item.subject == "invoice")]  # fmt: skip
    counts = {float(len(records))} if records else set()
    if unit in {"item", "piece", "unit", "product"}:
        amounts = [
            f.value for f in _numbers(items) if f.name == "quantity" and isinstance(f.value, int)
        ]
        named = [f for item in items for f in item.facts if f.name.startswith("item")]
        counts |= {float(sum(amounts)), float(len(named))} - {0.0}
    return counts


def _texts(items: tuple[Evidence, ...]) -> Iterator[str]:
    for item in items:
        for fact in item.facts:
            if fact.value is None or isinstance(fact.value, bool | Money | date):
                continue
            if fact.name not in _UNTRUSTED_TEXT:
                yield str(fact.value)


def _word_in(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<![\w]){re.escape(word)}(?![\w])", text, re.IGNORECASE))


def identifier(reading: Reading, claim: Claim) -> bool:
    """Whether an identifier is recorded, stands in a passage, or was written by the customer."""
    said = str(claim.value)
    for text in _texts(reading.visible):
        if said in (normal_identifier(text), *map(normal_identifier, text.split())):
            return True
        if len(said) in (3, 4) and said.isdigit() and digits(text).endswith(said):
            return True
    everywhere = (reading.situation.message, *(p.text for p in reading.passages))
    return any(
        _word_in(claim.text.lstrip("#"), text)
        or said
        in {
            c.value for c in values(text, reading.situation.today) if c.kind is ClaimKind.IDENTIFIER
        }
        for text in everywhere
    )


def address(reading: Reading, claim: Claim, items: tuple[Evidence, ...] | None = None) -> bool:
    """Whether an e-mail address, phone number or link is recorded or stands in a passage.

    E-mail addresses and phone numbers may also be the customer's own words; links may not.
    """
    sources = list(_texts(reading.visible if items is None else items))
    sources += [passage.text for passage in reading.passages]
    if claim.kind is not ClaimKind.URL:
        sources.append(reading.situation.message)
    said = str(claim.value)
    if claim.kind is ClaimKind.PHONE:
        return any(len(said) >= 7 and _same_phone(said, text) for text in sources)
    for text in sources:
        for known in values(text, reading.situation.today):
            if known.kind is claim.kind and known.value == said:
                return True
        if claim.kind is ClaimKind.URL and said in map(
            normal_url, re.split(r"[\s<>()\[\]\"']+", text)
        ):
            return True
    return False


def _same_phone(said: str, text: str) -> bool:
    for run in re.findall(r"\+?[\d(][\d\s().-]{5,}\d", text):
        known = digits(run)
        if known == said or (len(known) >= 7 and (known.endswith(said) or said.endswith(known))):
            return True
    return False
