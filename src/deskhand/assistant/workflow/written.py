"""A model's own sentences: each stands behind the second lock, or is not shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from deskhand.assistant.guardrails.lock import Verdict, check_off_loop
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.plan.steps import Plan, Step, Write, rests_on
from deskhand.assistant.workflow.state import Refused, TurnState
from deskhand.domain.knowledge.chunkers.sentences import split_sentences
from deskhand.infra.ids import CustomerId

_UNREAD = "language without a dictionary"
_ASKS = "question that no step asks"
_ASKING, _CLOSING = ("?", "？", "؟"), "\"'”’»)*_ "
_OFF_THE_POINT = "what is left rests on nothing that answers"


@dataclass(frozen=True, slots=True)
class _Said:
    """One written sentence and where it stands among those that are checked together."""

    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


async def behind_the_lock(
    state: TurnState, owner: UUID | None
) -> tuple[Plan | None, list[Refused]]:
    """The engine's plan with those of its written sentences that the second lock passes.

    Sentences are read together, since one may lean on the one before; where one is refused the
    rest are read again without it. None when what is left does not answer any more: it has to
    rest on something that the plain plan rests on, and on all that the engine needs.
    """
    plan, needs = state["planned"].plan, state["planned"].needs
    if not any(isinstance(step, Write) for step in plan.steps):
        return plan, []
    refused: list[Refused] = []
    steps: list[Step] = []
    for step in plan.steps:
        if isinstance(step, Write):
            steps += await _passed(step.text, _situation(state, owner), refused)
        else:
            steps.append(step)
    proof = {one for step in state["answered"].steps for one in rests_on(step)}
    rests = {one for step in steps for one in rests_on(step)}
    if not needs <= rests or (proof and not proof & rests):
        return None, [*refused, Refused("write", _OFF_THE_POINT)]
    return Plan(tuple(steps)), refused


def _situation(state: TurnState, owner: UUID | None) -> Situation:
    turn, world = state["turn"], state["world"]
    customer = CustomerId(owner) if owner is not None else None
    language = state["reading"].language
    return Situation(turn.message, world.evidence, customer, False, turn.today, language)


async def _passed(text: str, situation: Situation, refused: list[Refused]) -> list[Step]:
    """The written sentences that pass, each with the evidence that it was found to rest on."""
    said = [one for one in split_sentences(text) if one.strip()]
    kept = [one for one in said if not one.rstrip(_CLOSING).endswith(_ASKING)]
    refused += [Refused("write", f"{_ASKS}: {one}") for one in said if one not in kept]
    while kept:
        placed = _placed(kept)
        verdict = await check_off_loop(" ".join(kept), situation)
        if verdict.status == "not_checked":
            refused.append(Refused("write", _UNREAD))
            return []
        if verdict.passed:
            return [Write(one.text, _proof(one, verdict), passed=True) for one in placed]
        faulty = {one.text for one in placed if _reason(one, verdict)} or set(kept)
        refused += [
            Refused("write", f"{_reason(one, verdict)}: {one.text}")
            for one in placed
            if one.text in faulty
        ]
        kept = [one for one in kept if one not in faulty]
    return []


def _placed(sentences: Sequence[str]) -> list[_Said]:
    """The sentences with their places in the text that they make with a blank between them."""
    placed: list[_Said] = []
    for text in sentences:
        placed.append(_Said(text, placed[-1].end + 1 if placed else 0))
    return placed


def _reason(said: _Said, verdict: Verdict) -> str:
    """What the lock found in this sentence; empty when it found nothing there."""
    return next(
        (one.reason for one in verdict.findings if one.start < said.end and one.end > said.start),
        "",
    )


def _proof(said: _Said, verdict: Verdict) -> tuple[str, ...]:
    found = (one.evidence for one in verdict.rests if said.start <= one.start < said.end)
    return tuple(dict.fromkeys(found))
