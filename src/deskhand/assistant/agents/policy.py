"""What the help pages add to what is on record."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.wording import OFFER, UNSURE, opening, reply
from deskhand.assistant.engine.offline.extractive import SURE, Extract, extract
from deskhand.assistant.engine.offline.words import terms
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.assistant.understanding.asking import wants_a_change
from deskhand.assistant.understanding.schemas import Intent

_FACTS = frozenset({Intent.POLICY_QUESTION, Intent.REFUND_STATUS, Intent.OUT_OF_SCOPE})
_BESIDE_A_RECORD = 80
_SAME = 0.6
"""Such a share of a reason's words stands in a policy that speaks of the same."""


def policy(
    matter: Matter, *, words: int | None = None, sure: bool = False, briefly: bool = False
) -> Extract | None:
    """What the help pages say about the matter; None when little is found, with `sure` sooner.

    With `briefly` the nearest sentence alone.
    """
    # Who asks for a fact is glad of one sentence; instructions lose their meaning in pieces.
    fact = matter.understanding.intent in _FACTS and not wants_a_change(matter.message)
    whole = not fact
    sized = {} if words is None else {"words": words}
    found = extract(
        matter.message, matter.evidence.items, whole=whole and not briefly, briefly=briefly, **sized
    )
    return None if found is None or (sure and found.confidence < SURE) else found


def answer(matter: Matter, found: Extract) -> Draft:
    """An extract as a reply, with a disclaimer and the offer of a person when it is not sure."""
    unsure = f"{UNSURE} {OFFER}" if found.confidence < SURE else None
    return Draft(reply(opening(matter), found.text, unsure), found.cited, found.confidence)


def with_policy(
    matter: Matter,
    text: str,
    *shown: Evidence,
    words: int = _BESIDE_A_RECORD,
    offer: bool = True,
    sure: bool = False,
    about: str = "",
) -> Draft:
    """What is on record, then the policy, then with `offer` a person; without a policy always.

    With `about`, a recorded reason, only a policy that speaks of the same counts.
    """
    ids = tuple(item.id for item in shown)
    found = policy(_speaking_of(about, matter), words=words, sure=sure)
    if found is None:
        return Draft(reply(opening(matter), text, OFFER), ids)
    closing = OFFER if offer or found.confidence < SURE else None
    said = reply(opening(matter), text, found.text, closing)
    return Draft(said, (*ids, *found.cited), found.confidence if ids == () else 1.0)


def _speaking_of(reason: str, matter: Matter) -> Matter:
    """The matter without the passages that have little in common with a recorded reason."""
    wanted = terms(reason)
    if not wanted:
        return matter
    kept = tuple(
        item
        for item in matter.evidence.items
        if item.passage is None or len(wanted & terms(item.text)) >= _SAME * len(wanted)
    )
    return replace(matter, evidence=EvidenceSet(kept))
