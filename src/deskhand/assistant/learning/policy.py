"""Which way of answering to choose: for now one fixed way per kind of message, propensity 1."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskhand.assistant.understanding.schemas import Intent, Understanding


class Strategy(StrEnum):
    """Ways of answering."""

    CONCISE = "concise"
    DETAILED = "detailed"
    EMPATHETIC = "empathetic"
    STEP_BY_STEP = "step_by_step"
    CLARIFYING = "clarifying"
    PROACTIVE = "proactive"
    HAND_OVER = "hand_over"


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen strategy, the probability with which it was chosen, and the policy's name."""

    strategy: Strategy
    propensity: float
    policy: str


POLICY = "fixed-1"


def choose(understanding: Understanding) -> Choice:
    """The strategy that the fixed policy gives; deterministic, so its propensity is 1."""
    return Choice(_fixed(understanding), 1.0, POLICY)


def _fixed(understanding: Understanding) -> Strategy:
    if understanding.wants_person:
        return Strategy.HAND_OVER
    if understanding.frustrated or understanding.intent is Intent.COMPLAINT:
        return Strategy.EMPATHETIC
    if understanding.intent in (Intent.TECHNICAL_PROBLEM, Intent.ACCOUNT_ACCESS):
        return Strategy.STEP_BY_STEP
    if understanding.intent in (Intent.HOW_TO, Intent.POLICY_QUESTION):
        return Strategy.DETAILED
    return Strategy.CONCISE
