"""Statuses that a text gives to orders, subscriptions, invoices, tickets and refunds."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from deskhand.assistant.guardrails.claims.claim import Claim, ClaimKind, StatusSaid
from deskhand.assistant.guardrails.claims.prose import Sentence

SENT = frozenset({"shipped", "in_transit", "out_for_delivery", "delivered", "returned", "lost"})
_ADVERB = (
    r"(?:(?:now|already|still|currently|just|also|not|yet|been|successfully|since|officially|"
    r"marked as|listed as|shown as|showing as|safely|all|both|recently|a bit|slightly|fully)\s+)*"
)
_IS = r"(?:\b(?:is|are|was|were|has|have|had|got|seems|appears|stays|remains|shows)(?:n['’]t)?|['’](?:s|ve|re))\s+"
_BEING = _IS + _ADVERB
_THING = (
    r"(?:it|they|this|order|orders|package|parcel|shipment|delivery|item|items|"
    r"(?:#|ord|[a-z]{2,4}-?)\d[\w-]*)"
)

# What a word says when a form of "to be" or "status" leads to it: subject hint and statuses.
_PREDICATES: tuple[tuple[str, str | None, str], ...] = (
    (r"(?:being )?(?:processed|prepared|packed)|processing|in preparation", None, "processing"),
    (r"pending|on hold|awaiting \w+", None, "pending"),
    (r"delayed|running late|behind schedule|late", None, "delayed"),
    (r"delivered|arrived", "order", "delivered"),
    (r"cancell?ed", None, "cancelled"),
    (r"returned", "order", "returned"),
    (r"refunded", None, "refunded"),
    (r"lost|gone missing|missing", "order", "lost"),
    (r"active|up and running", "subscription", "active"),
    (
        r"trialing|(?:in|on) (?:a |the |its |your )?(?:free )?trial(?: period)?",
        "subscription",
        "trialing",
    ),
    (r"past[- ]due|in arrears", None, "past_due overdue"),
    (r"overdue", "invoice", "overdue"),
    (r"paid(?: in full)?|settled", "invoice", "paid"),
    (r"unpaid|outstanding", "invoice", "open overdue"),
    (r"voided|void", "invoice", "void"),
    (r"open(?:ed)?", None, "open"),
    (r"solved|resolved", "ticket", "solved closed"),
    (r"closed", None, "closed"),
)
_SHIPPED = r"(?:shipped|dispatched|sent out|posted|handed (?:over )?to the (?:carrier|courier))"
_EVERYWHERE: tuple[tuple[str, str | None, frozenset[str]], ...] = (
    (rf"{_BEING}{_SHIPPED}\b|\b(?:ha[sd]|have)?(?:n['’]t)?\s*{_ADVERB}left (?:our|the) (?:warehouse|depot)", "order", SENT),
    (r"\bout for delivery\b|\bwith the (?:driver|courier) (?:now|today)", "order", frozenset({"out_for_delivery"})),
    (r"(?<!lost )\bin[ _]transit\b", "order", frozenset({"in_transit"})),
    (r"\b(?:on (?:its|the|their) way|en route|underway)\b", "order", frozenset({"shipped", "in_transit", "out_for_delivery"})),
    (r"\bstill waiting to be shipped\b|\b(?:yet|waiting) to be (?:shipped|dispatched)\b", "order", frozenset({"pending", "processing", "delayed"})),
)  # fmt: skip
_PLAIN_VERB = re.compile(rf"\b{_THING}\s+(?:{_ADVERB})?(?P<verb>shipped|arrived)\b", re.IGNORECASE)
_LABEL = r"\b(?:status\b\s*(?:(?:of|for)\s[^:.,]{0,40}?)?(?:\bis|\bwas|:|–|-|=)?\s*(?:now |currently |still )?[\"'“*_`]*|"
_LABEL += r"(?:[a-z]{2,5}-?\d[\w-]*|#\d+)\**\s*(?:[:|–—(-]|\bis\b)\s*[\"'“*_`]*)"
_NAMED = [
    "pending",
    "processing",
    "shipped",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "delayed",
    "cancelled",
    "canceled",
    "returned",
    "refunded",
    "lost",
    "active",
    "trialing",
    "past_due",
    "paid",
    "open",
    "overdue",
    "void",
    "solved",
    "closed",
]
_NAME = "|".join(name.replace("_", "[ _-]") for name in _NAMED)
_LABELLED = re.compile(rf"{_LABEL}(?P<name>{_NAME})\b", re.IGNORECASE)
_ATTRIBUTIVE = re.compile(
    rf"\b(?:your|the|this)\s+(?P<name>{_NAME})\s+(?P<noun>order|package|parcel|invoice|subscription|plan|ticket)\b",
    re.IGNORECASE,
)
_COMPILED = tuple(
    (
        re.compile(rf"{_BEING}(?P<said>{words})\b(?! to you for)", re.IGNORECASE),
        subject,
        frozenset(names.split()),
    )
    for words, subject, names in _PREDICATES
)
# Each pattern above holds one of these words; most sentences have none, and are done with it.
_PREDICATE = re.compile("|".join(words for words, _, _ in _PREDICATES), re.IGNORECASE)
_COMPILED_EVERYWHERE = tuple(
    (re.compile(p, re.IGNORECASE), s, names) for p, s, names in _EVERYWHERE
)

_SUBJECTS = {
    "order": r"orders?|packages?|parcels?|shipments?|items?|delivery|bestellung|ord-?\d+",
    "invoice": r"invoices?|bills?|payments?|inv-?\d+|balance",
    "subscription": r"subscriptions?|plans?|memberships?|sub-?\d+",
    "ticket": r"tickets?|cases?|requests?|tck-?\d+",
    "refund": r"refunds?|reimbursements?",
    "customer": r"accounts?|profile",
    "other": r"support|shop|store|office|team|hotline|we|i|portal|website|feature|page|window|lines?",
}
_SUBJECT = re.compile(
    "|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _SUBJECTS.items()), re.IGNORECASE
)
_SPECIFIC = re.compile(
    r"\b(?:you|your|the|this|that|these|those|its?|they|both|my|our|each of|one of|all of|which|"
    r"[a-z]{2,5}-?\d[\w-]*)\b|#\d|['’](?:s|re|ve)\b|^\W*$|\bstatus\b",
    re.IGNORECASE,
)
_ANY_SUCH = re.compile(
    r"\b(?:an?|any|every|each|most|all|some|no|new|if|many|unless)\s+(?:\w+\s+){0,3}?"
    r"(?:orders?|packages?|parcels?|items?|invoices?|subscriptions?|tickets?|refunds?|products?|plans?)\b"
    r"|\b(?:orders|packages|parcels|items|invoices|subscriptions|tickets|refunds|products|goods)"
    r"\s+(?:that|which|whose|with|in|not|already|under|over)\b",
    re.IGNORECASE,
)
_EVERY_SUCH = re.compile(
    r"\b(?:any|every|each|most|if|unless)\s+(?:\w+\s+){0,2}?\w+\b|"
    r"\b(?:orders|packages|parcels|items|invoices|subscriptions|tickets|refunds|products|goods)"
    r"\s+(?:that|which|whose)\b",
    re.IGNORECASE,
)


def generic(sentence: Sentence, start: int, event: bool = False) -> bool:
    """Whether the clause speaks of any order, invoice and so on, not of this customer's.

    With `event` the verb tells of something that took place, so that "a ticket" is a certain one.
    """
    first, _ = sentence.clause(start)
    before = sentence.text[first:start]
    if event:
        return bool(_EVERY_SUCH.search(before))
    return bool(_ANY_SUCH.search(before)) or not _SPECIFIC.search(
        before + sentence.text[start : start + 3]
    )


def _subject(sentence: Sentence, start: int, hint: str | None) -> str | None:
    first, _ = sentence.clause(start)
    for words in (sentence.text[first:start], sentence.text[:start]):
        named = [str(found.lastgroup) for found in _SUBJECT.finditer(words)]
        if named:
            return named[-1]
    return hint


def _stated(sentence: Sentence, start: int) -> bool:
    return not (
        sentence.question
        or sentence.conditional(start)
        or sentence.attributed(start)
        or sentence.cannot_say(start)
        or re.search(r"\bwill\s+(?:\w+\s+)?$", sentence.text[:start], re.IGNORECASE)
    )


def _claim(sentence: Sentence, found: re.Match[str], hint: str | None, names: frozenset[str], label: bool) -> Claim | None:  # fmt: skip
    start = found.start("said") if "said" in found.re.groupindex else found.start()
    if not _stated(sentence, start) or (not label and generic(sentence, start)):
        return None
    subject = _subject(sentence, start, hint)
    if subject == "other":
        return None
    negated = not label and sentence.negated(start, found.end())
    return Claim(
        ClaimKind.STATUS,
        sentence.start + found.start(),
        sentence.start + found.end(),
        found.group().strip(),
        StatusSaid(names, subject, negated),
    )


def find(sentence: Sentence) -> Iterator[Claim]:
    """Every status that `sentence` states of something particular."""
    hits: list[tuple[re.Match[str], str | None, frozenset[str], bool]] = []
    predicates = _COMPILED if _PREDICATE.search(sentence.text) else ()
    for pattern, subject, names in (*_COMPILED_EVERYWHERE, *predicates):
        hits += [(found, subject, names, False) for found in pattern.finditer(sentence.text)]
    for found in _PLAIN_VERB.finditer(sentence.text):
        names = SENT if found["verb"].lower() == "shipped" else frozenset({"delivered"})
        hits.append((found, "order", names, False))
    for found in (*_LABELLED.finditer(sentence.text), *_ATTRIBUTIVE.finditer(sentence.text)):
        name = re.sub(r"[ -]", "_", found["name"].lower()).replace("canceled", "cancelled")
        names = SENT if name == "shipped" else frozenset({name})
        noun = found.groupdict().get("noun")
        hits.append((found, _subject_of(noun) if noun else None, names, True))
    taken: list[tuple[int, int]] = []
    for found, subject, names, label in hits:
        if any(found.start() < stop and start < found.end() for start, stop in taken):
            continue
        claim = _claim(sentence, found, subject, names, label)
        if claim is not None:
            taken.append(found.span())
            yield claim


def _subject_of(noun: str) -> str:
    found = _SUBJECT.search(noun)
    return str(found.lastgroup) if found else "order"
