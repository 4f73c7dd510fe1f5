"""Rule: a status that the reply states is the status that the record holds."""

from __future__ import annotations

from collections.abc import Iterator

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.guardrails.claims import Claim
from deskhand.assistant.guardrails.claims.claim import StatusSaid
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "status_evidence"
# A dated fact that proves a status which the record has since left.
_PROOFS = {
    "shipped": "shipped_on",
    "delivered": "delivered_on",
    "paid": "paid_on",
    "refunded": "refunded_on",
    "cancelled": "cancelled_on",
}
# What the ledger calls the action that leads to a status.
_DONE = {"cancelled": "cancel", "refunded": "refund", "open": "ticket", "closed": "close"}


def _candidates(reading: Reading, claim: Claim, subject: str | None) -> list[Evidence]:
    focus = reading.focus(claim)
    records = [item for item in reading.visible if item.kind == "record" and _status(item)]
    if subject == "refund":
        # An order's record carries the refunds that were made of it.
        records = [
            i for i in records if i.subject == "refund" or i.fact("refund_status") is not None
        ]
    elif subject is not None:
        records = [item for item in records if item.subject == subject]
    named = [item for item in focus.named if item in records]
    if named:
        return named
    return [] if focus.unknown and not focus.named else records


def _status(item: Evidence) -> str:
    return str(item.fact("status") or "").lower().replace(" ", "_").replace("canceled", "cancelled")


def _holds(item: Evidence, said: StatusSaid) -> bool:
    if said.subject == "refund" and item.subject == "order":
        states = {
            str(f.value).removeprefix("refund_") for f in item.facts if f.name == "refund_status"
        }
        # A refund that is done may be called issued, refunded or closed; a pending one processed.
        known = {
            "done": {"refunded", "closed", "solved"},
            "pending": {"pending", "processing", "open"},
        }
        return any(said.statuses & ({state} | known.get(state, set())) for state in states)
    if _status(item) in said.statuses:
        return True
    return any(item.fact(_PROOFS[name]) is not None for name in said.statuses if name in _PROOFS)


def _ledger_holds(reading: Reading, said: StatusSaid) -> bool:
    stems = [_DONE[name] for name in said.statuses if name in _DONE]
    names = [fact.name for item in reading.visible if item.kind == "ledger" for fact in item.facts]
    refunds = any(i.kind == "record" and i.subject == "refund" for i in reading.visible)
    if "refunded" in said.statuses and refunds:
        return True
    return any(stem in name for stem in stems for name in names)


def _check(reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        said = claim.value
        if not isinstance(said, StatusSaid) or reading.quoted(reading.sentence(claim)):
            continue
        if _repeats_a_record(reading, claim):
            continue
        records = _candidates(reading, claim, said.subject)
        if said.negated:
            backed = any(not _holds(item, said) for item in records)
        else:
            backed = any(_holds(item, said) for item in records) or _ledger_holds(reading, said)
        if backed:
            continue
        if _is_state_of_no_record(said, records):
            continue
        known = ", ".join(sorted({_status(item).replace("_", " ") for item in records}))
        advice = f"the record says “{known}”" if known else "no record that was looked up says so"
        yield Finding(
            ID,
            claim.text,
            f"“{claim.text}” is not backed: {advice}. State the status of the record, or none.",
        )


def _repeats_a_record(reading: Reading, claim: Claim) -> bool:
    """Whether the claim stands within a recorded reason that is repeated word for word."""
    text = reading.text.lower()
    for item in reading.visible:
        if item.kind != "record":
            continue
        for fact in item.facts:
            words = str(fact.value).rstrip(".").lower() if fact.name == "refund_reason" else ""
            at = text.find(words) if len(words) > 12 else -1
            if 0 <= at <= claim.start < at + len(words):
                return True
    return False


def _is_state_of_no_record(said: StatusSaid, records: list[Evidence]) -> bool:
    """Words such as "is late" about a refund or an account, of which no status is kept."""
    return not records and said.subject in {"customer"} and not said.statuses & {"active", "closed"}


RULE = Rule(ID, "A status is the status of the record", _check)
