"""Rule: nothing is said to be done, or promised, that the ledger does not hold."""

from __future__ import annotations

from collections.abc import Iterator

from deskhand.assistant.evidence import Evidence, FactKind
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.claims.actions import find as actions_in
from deskhand.assistant.guardrails.claims.claim import ActionSaid, StatusSaid
from deskhand.assistant.guardrails.claims.identifiers import normal_identifier
from deskhand.assistant.guardrails.claims.prose import Sentence
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading, passage_sentences
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.rules.refund_integrity import shows_refund
from deskhand.assistant.guardrails.topics import compatible, topics

ID = "no_unbacked_action"
# What the names of DONE facts hold when the ledger backs an action.
_STEMS: dict[str, tuple[str, ...]] = {
    "refund": ("refund", "credit", "reimburs"),
    "cancel": ("cancel",),
    "replace": ("replac", "reship", "resend", "resent", "exchange"),
    "ticket": ("ticket", "case"),
    "handover": ("hand", "escalat", "transfer", "assign", "forward", "ticket"),
    "contact": ("hand", "escalat", "ticket", "callback", "contact", "assign", "notif"),
    "investigate": ("hand", "escalat", "ticket"),
    "email": ("email", "mail", "sent", "notif", "label", "link"),
    "update": (
        "updat", "chang", "edit", "add", "remov", "delet", "appl", "adjust", "upgrad", "downgrad",
        "reset", "unlock", "activ", "enabl", "disabl", "paus", "renew", "extend", "resched", "waiv",
    ),
}  # fmt: skip


def _done_by_ledger(reading: Reading, claim: Claim, said: ActionSaid) -> bool:
    stems = _STEMS.get(said.action)
    return any(
        fact.kind is FactKind.DONE
        and fact.value not in (None, False)
        and (stems is None or any(stem in fact.name for stem in stems))
        and _same_thing(reading, claim, item)
        for item in reading.visible
        if item.kind == "ledger"
        for fact in item.facts
    )


def _same_thing(reading: Reading, claim: Claim, item: Evidence) -> bool:
    """Whether the identifiers of the sentence, if any, fit those of the ledger row."""
    sentence = reading.sentence(claim)
    said = {
        str(c.value)
        for c in reading.claims
        if c.kind is ClaimKind.IDENTIFIER and sentence.start <= c.start < sentence.end
    }
    held = {
        normal_identifier(str(f.value))
        for f in item.facts
        if f.kind in (FactKind.DONE, FactKind.IDENTIFIER) and isinstance(f.value, str)
    }
    held = {value for value in held if any(letter.isdigit() for letter in value)}
    return not said or not held or bool(said & held)


def _recorded(reading: Reading, claim: Claim, said: ActionSaid) -> bool:
    """Whether a record shows that the thing, told without "I" or "we", took place."""
    focus = reading.focus(claim)
    records = [item for item in reading.visible if item.kind == "record"]
    named = [item for item in focus.named if item in records]
    if said.action == "ticket":
        return not said.by_us and any(item.subject == "ticket" for item in named or records)
    if said.action == "refund":
        refunds = [item for item in named or records if item.subject == "refund"]
        return bool(refunds) or any(map(shows_refund, named or records))
    if said.action == "cancel" and said.done and not said.by_us:
        return _has_status(reading, claim, "cancelled", named or records)
    return False


def _has_status(reading: Reading, claim: Claim, status: str, records: list[Evidence]) -> bool:
    subject = next(
        (
            other.value.subject
            for other in reading.claims
            if isinstance(other.value, StatusSaid)
            and other.start < claim.end
            and claim.start < other.end
        ),
        None,
    )
    return any(
        str(item.fact("status")).replace("canceled", "cancelled") == status
        for item in records
        if subject is None or item.subject == subject
    )


def _policy(reading: Reading, claim: Claim, said: ActionSaid) -> bool:
    """Whether a passage gives the promise under the same kind of condition."""
    if reading.quoted(reading.sentence(claim)):
        return True
    if said.done or not said.conditional:
        return False
    about = topics(reading.sentence(claim).text)
    return any(
        _promises(sentence, said.action) or said.action in topics(sentence.text)
        for passage in reading.passages
        for sentence in passage_sentences(passage.text)
        if compatible(topics(sentence.text), about)
    )


def _promises(sentence: Sentence, action: str) -> bool:
    found = (promise.value for promise in actions_in(sentence))
    return any(isinstance(value, ActionSaid) and value.action == action for value in found)


def _check(reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        said = claim.value
        if not isinstance(said, ActionSaid):
            continue
        if _done_by_ledger(reading, claim, said) or _recorded(reading, claim, said):
            continue
        if _policy(reading, claim, said):
            continue
        tense = "was not done" if said.done else "is not arranged"
        yield Finding(
            ID,
            claim.text,
            f"“{claim.text}” {tense}: the ledger holds no such action. Say what can be done or "
            "offer to hand over to a person, and promise nothing.",
        )


RULE = Rule(ID, "No action is stated or promised that the ledger does not hold", _check)
