"""Rule: every date and length of time is a recorded fact or stands in a cited passage."""

from __future__ import annotations

from collections.abc import Iterator

from deskhand.assistant.guardrails import grounds
from deskhand.assistant.guardrails.claims import Claim, ClaimKind
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.topics import topics

ID = "no_invented_dates"
_KINDS = (ClaimKind.DATE, ClaimKind.FRAME, ClaimKind.TIME)


def _check(reading: Reading) -> Iterator[Finding]:
    for claim in reading.claims:
        if claim.kind not in _KINDS or not _stated(reading, claim):
            continue
        support = grounds.temporal(reading, claim)
        if support != "record" and _undated_delivery(reading, claim):
            yield Finding(
                ID,
                claim.text,
                "This order has no delivery date: say that no date is known yet, and give neither "
                f"a date nor a time frame for its delivery (remove “{claim.text}”).",
            )
        elif support is None:
            yield Finding(
                ID,
                claim.text,
                f"Nothing that was looked up gives “{claim.text}” here: remove it, or use the date "
                "or time frame exactly as the record or the cited passage gives it.",
            )


def _stated(reading: Reading, claim: Claim) -> bool:
    """Whether the draft itself vouches for the date, and does not only repeat or refuse it."""
    sentence, at = reading.sentence(claim), reading.offset(claim)
    if sentence.cannot_say(at):
        return False
    echoed = claim.text.lower() in reading.situation.message.lower()
    if echoed and (sentence.attributed(at) or sentence.question):
        return False
    return not sentence.asks_customer


def _undated_delivery(reading: Reading, claim: Claim) -> bool:
    """Whether the claim is about the delivery of an order whose date is unknown."""
    orders = reading.orders(claim)
    undated = [
        o for o in orders if o.fact("delivery_date") is None and o.fact("delivered_on") is None
    ]
    if not undated:
        return False
    about = reading.topics(claim)
    if about:
        return "delivery" in about
    words = claim.text.lower()
    return any(
        words in passage.text.lower()
        and "delivery" in topics(" ".join((passage.text, *passage.heading_path)))
        for passage in reading.passages
    )


RULE = Rule(ID, "No date or time frame without a record or a passage", _check)
