"""Rule: a reply tells nothing that belongs to another customer."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from deskhand.assistant.evidence import Evidence, Fact, FactKind
from deskhand.assistant.guardrails import grounds
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.claim import Amount, Days
from deskhand.assistant.guardrails.claims.identifiers import normal_identifier
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.infra.money import Money

ID = "other_customers_data"
_PERSONAL = {"name", "email", "phone", "address", "tracking_number", "company"}
_GREETING = re.compile(r"^\W*(?:hi|hello|hey|dear|hallo|liebe[r]?|hola|bonjour)\s+(?:(?:mr|mrs|ms|dr|frau|herr)\.?\s+)?(?P<name>[^\W\d_][\w'’-]+)", re.IGNORECASE)  # fmt: skip
_NOBODY = {
    "there", "all", "everyone", "team", "customer", "friend", "again", "sir", "madam", "and", "thanks",
    "thank", "valued", "from", "welcome", "i", "we", "you", "yes", "no", "sorry",
}  # fmt: skip


def _finding(words: str) -> Finding:
    return Finding(
        ID,
        words,
        f"“{words}” belongs to another customer or to nobody who was identified: remove it, and "
        "speak only of the records of the customer who asks.",
    )


def _matches(claim: Claim, fact: Fact) -> bool:
    value = fact.value
    if value is None or isinstance(value, bool):
        return False
    if isinstance(claim.value, Amount):
        return isinstance(value, Money) and claim.value.equals(value)
    if isinstance(claim.value, Days):
        return isinstance(value, date) and bool(claim.value.options) and claim.value.admits(value)
    if claim.kind in (ClaimKind.IDENTIFIER, ClaimKind.PHONE, ClaimKind.EMAIL):
        text = re.sub(r"\D", "", str(value)) if claim.kind is ClaimKind.PHONE else str(value)
        return normal_identifier(str(claim.value)) == normal_identifier(text)
    return False


def _backed(reading: Reading, claim: Claim) -> bool:
    if isinstance(claim.value, Amount):
        return grounds.figure(reading, claim)
    if isinstance(claim.value, Days):
        return grounds.temporal(reading, claim) is not None
    if claim.kind is ClaimKind.IDENTIFIER:
        return grounds.identifier(reading, claim)
    return grounds.address(reading, claim)


def _named(reading: Reading, item: Evidence) -> Iterator[str]:
    """Personal words of a foreign record that the draft repeats."""
    own = " ".join(
        [reading.situation.message, *(str(f.value) for i in reading.visible for f in i.facts)]
    )
    for fact in item.facts:
        words = fact.value
        if fact.name not in _PERSONAL or not isinstance(words, str) or len(words) < 3:
            continue
        if fact.kind is FactKind.IDENTIFIER or words.lower() in own.lower():
            continue
        if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", reading.text, re.IGNORECASE):
            yield words


def _wrong_greeting(reading: Reading) -> Iterator[str]:
    customers = [i for i in reading.visible if i.kind == "record" and i.subject == "customer"]
    names = " ".join(str(item.fact("name") or "") for item in customers)
    found = _GREETING.search(reading.text)
    if not names.strip() or found is None or not found["name"][0].isupper():
        return
    name = found["name"]
    known = f"{names} {reading.situation.message}".lower()
    if name.lower() not in known and name.lower() not in _NOBODY:
        yield name


def _check(reading: Reading) -> Iterator[Finding]:
    if reading.situation.staff:
        return
    foreign = [i for i in reading.situation.evidence.items if not reading.may_tell(i)]
    for claim in reading.claims:
        if any(_matches(claim, fact) for item in foreign for fact in item.facts):
            if not _backed(reading, claim):
                yield _finding(claim.text)
        elif claim.kind in (ClaimKind.EMAIL, ClaimKind.PHONE) and not _backed(reading, claim):
            yield _finding(claim.text)
    for item in foreign:
        yield from map(_finding, _named(reading, item))
    yield from map(_finding, _wrong_greeting(reading))


RULE = Rule(ID, "Nothing of another customer", _check)
