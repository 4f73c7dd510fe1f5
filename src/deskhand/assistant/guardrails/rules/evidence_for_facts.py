"""Rule: amounts, percentages, quantities, identifiers and addresses come from evidence."""

from __future__ import annotations

from collections.abc import Iterator

from deskhand.assistant.guardrails import grounds
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "evidence_for_facts"
_FIGURES = {
    ClaimKind.AMOUNT: "amount",
    ClaimKind.PERCENT: "percentage",
    ClaimKind.QUANTITY: "number",
}
_ADDRESSES = {
    ClaimKind.EMAIL: "e-mail address",
    ClaimKind.PHONE: "phone number",
    ClaimKind.URL: "link",
}


def _backed(reading: Reading, claim: Claim) -> tuple[bool, str]:
    if claim.kind in _FIGURES:
        return grounds.figure(reading, claim), _FIGURES[claim.kind]
    if claim.kind in _ADDRESSES:
        return grounds.address(reading, claim), _ADDRESSES[claim.kind]
    return grounds.identifier(reading, claim), "identifier"


def _check(reading: Reading) -> Iterator[Finding]:
    wanted = {*_FIGURES, *_ADDRESSES, ClaimKind.IDENTIFIER}
    for claim in reading.claims:
        if claim.kind not in wanted:
            continue
        backed, noun = _backed(reading, claim)
        if not backed:
            yield Finding(
                ID,
                claim.text,
                f"The {noun} “{claim.text}” is in no record and no cited passage on this subject: "
                "remove it, or write it exactly as the evidence has it.",
            )


RULE = Rule(ID, "No figure, identifier or address without evidence", _check)
