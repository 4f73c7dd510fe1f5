"""Rule: an order that may not be refunded is declined politely, and no refund is invented."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator

from deskhand.assistant.evidence import Evidence, FactKind
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.claim import ActionSaid
from deskhand.assistant.guardrails.claims.identifiers import normal_identifier
from deskhand.assistant.guardrails.claims.prose import Sentence
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "refund_integrity"
_REFUND = re.compile(
    r"\b(?:refund\w*|reimburs\w*|money[- ]back|(?:your|the) money\b|credit(?:ed|ing)?\b(?! card)|chargeback|"
    r"pay(?:ing)? you back|paid back|(?:rück)?erstatt\w*|rückzahlung|geld zurück|reembols\w*|"
    r"devolver\w* (?:el|su|tu) dinero|rembours\w*)",
    re.IGNORECASE,
)
_ABOUT_ONLY = re.compile(
    r"\brefund(?:s)?[- ](?:polic(?:y|ies)|requests?|rules?|windows?|questions?|eligibility|terms|conditions|"
    r"period|process|options?|status|history|page|section|link|button|limit)|"
    r"\b(?:polic(?:y|ies)|rules?|questions?|terms|request(?:ed|ing)?|asked|asking|ask|wish|information|"
    r"conditions|interested|details) (?:(?:of|for|on|about|regarding|in) )?(?:\w+ ){0,2}?refund\w*|"
    r"\b(?:instead of|rather than|in place of|other than|alternative to) (?:(?:a|the|your|full) ){0,2}refund\w*|"
    r"\bregarding (?:the |your |a )?refund|\bcredit card\b|\bmoney[- ]back guarantee does\b",
    re.IGNORECASE,
)
_STILL_IMPLIED = re.compile(
    r"(?:\bnot|n['’]t) (?:been |be |yet )*(?:refunded|credited|issued|processed|completed|arrived|received)?"
    r"[^.;]{0,30}\byet\b|\byet to be (?:refunded|credited)|\bnot (?:only|just)\b|\bno later than\b",
    re.IGNORECASE,
)
_NEW_OFFER = re.compile(
    r"\b(?:i|we)(?:['’]ll|['’]d)?\s*(?:can|could|will|may|shall|would|am|are|be)?\s+(?:\w+\s+){0,4}?"
    r"(?:refund|reimburse|credit|issue|offer|give|return)\b|\bwould you like\b|\beligible\b|\bentitled\b",
    re.IGNORECASE,
)
_GENERAL = re.compile(
    r"^\W*(?:(?:our|the) )?(?:full |partial )?(?:refunds|returns|orders|items|products|customers|policy)\b|"
    r"\bany (?:order|item|product)|\b(?:orders|items|products) (?:that|which|with|bought|marked|returned)\b",
    re.IGNORECASE,
)


def _eligible(order: Evidence) -> bool:
    value = order.fact("refund_eligible")
    return value is None or str(value).lower() not in {"false", "0", "no"}


def shows_refund(order: Evidence) -> bool:
    """Whether the order's own record holds a refund that did not fail."""
    states = {str(fact.value) for fact in order.facts if fact.name == "refund_status"}
    if states:
        return bool(states - {"refund_failed"})
    return str(order.fact("status")) == "refunded" or order.fact("refunded_on") is not None


def _refunded(reading: Reading, orders: list[Evidence]) -> bool:
    """Whether a record or the ledger shows a refund of one of `orders`."""
    numbers = {normal_identifier(str(order.fact("number"))) for order in orders}
    shown = orders or [i for i in reading.visible if i.kind == "record" and i.subject == "order"]
    if any(map(shows_refund, shown)):
        return True
    for item in reading.visible:
        done = item.kind == "ledger" and any(
            fact.kind is FactKind.DONE and "refund" in fact.name and fact.value not in (None, False)
            for fact in item.facts
        )
        if not done and not (item.kind == "record" and item.subject == "refund"):
            continue
        held = {
            normal_identifier(str(f.value))
            for f in item.facts
            if f.kind in (FactKind.IDENTIFIER, FactKind.DONE) and isinstance(f.value, str)
        }
        if not orders or not held or held & numbers or not any(map(_has_digit, held)):
            return True
    return False


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _at(sentence: Sentence, found: re.Match[str]) -> Claim:
    start = sentence.start + found.start()
    return Claim(ClaimKind.ACTION, start, sentence.start + found.end(), found.group(), "refund")


def _harmless(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether the mention declines, repeats the question, or tells the general policy."""
    at = found.start()
    if any(m.start() <= at < m.end() for m in _ABOUT_ONLY.finditer(sentence.text)):
        return True
    first, last = sentence.clause(at)
    if sentence.negated_anywhere(at) and not _STILL_IMPLIED.search(sentence.plain[first:last]):
        return True
    if sentence.attributed(at):
        return True
    general = _GENERAL.search(sentence.text) or reading.quoted(sentence)
    personal = re.search(
        r"\b(?:your order|your refund|this order|you['’]ll|you will)\b",
        sentence.text,
        re.IGNORECASE,
    )
    told = any(_REFUND.search(passage.text) for passage in reading.passages)
    return bool(general) and told and (not personal or reading.quoted(sentence))


def _check_ineligible(reading: Reading) -> Iterator[Finding]:
    for sentence in reading.sentences:
        for found in _REFUND.finditer(sentence.text):
            claim = _at(sentence, found)
            orders = [order for order in reading.orders(claim) if not _eligible(order)]
            named = [item for item in reading.focus(claim).named if item.subject == "order"]
            if not orders or (named and not set(named) <= set(orders)):
                continue
            if _harmless(reading, sentence, found):
                continue
            offers = _NEW_OFFER.search(sentence.text)
            if _refunded(reading, orders) and not offers:
                continue
            number = orders[0].fact("number") or "this order"
            yield Finding(
                ID,
                sentence.text,
                f"{number} may not be refunded: decline politely, give the reason from the policy, and "
                "neither promise, offer nor hint at a refund or credit.",
            )
            break


def _check_invented(reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        said = claim.value
        if not isinstance(said, ActionSaid) or said.action != "refund" or not said.done:
            continue
        if reading.quoted(reading.sentence(claim)):
            continue
        orders = [item for item in reading.focus(claim).named if item.subject == "order"]
        if not _refunded(reading, orders):
            yield Finding(
                ID,
                claim.text,
                "No refund was made: neither the ledger nor a refund record holds one. Do not say "
                "that money was or is being returned.",
            )


def _check(reading: Reading) -> Iterator[Finding]:
    yield from _check_ineligible(reading)
    yield from _check_invented(reading)


RULE = Rule(ID, "No refund of an order that may not be refunded, and none invented", _check)
