"""Which way of answering to choose: for now one fixed way per kind of message, propensity 1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from deskhand.assistant.understanding.acts import Reading
from deskhand.packs.loader import Pack


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
class Manner:
    """What a strategy changes of a reply: its length, its courtesy, and what it ends with.

    `words` is about how much of a document is quoted; instructions are never cut shorter than
    they have to be. `asks_sooner`: choices in place of a passage that only may help.
    """

    words: int = 70
    regret: bool = False
    asks_sooner: bool = False
    offers_person: bool = False


MANNERS: Mapping[Strategy, Manner] = MappingProxyType(
    {
        Strategy.CONCISE: Manner(words=45),
        Strategy.DETAILED: Manner(),
        Strategy.EMPATHETIC: Manner(regret=True),
        Strategy.STEP_BY_STEP: Manner(words=110),
        Strategy.CLARIFYING: Manner(asks_sooner=True),
        Strategy.PROACTIVE: Manner(words=110, offers_person=True),
        Strategy.HAND_OVER: Manner(words=45, offers_person=True),
    }
)
"""How each strategy is carried out, the same with a model and without one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A chosen strategy, the probability with which it was chosen, and the policy's name."""

    strategy: Strategy
    propensity: float
    policy: str

    @property
    def manner(self) -> Manner:
        """How the strategy is carried out."""
        return MANNERS[self.strategy]


POLICY = "fixed-1"


def choose(reading: Reading, pack: Pack) -> Choice:
    """The strategy that the fixed policy gives; deterministic, so its propensity is 1."""
    return Choice(_fixed(reading, pack), 1.0, POLICY)


def _fixed(reading: Reading, pack: Pack) -> Strategy:
    if reading.frustrated:
        return Strategy.EMPATHETIC
    lead = next((pack.intents.get(act.intent or "") for act in reading.acts), None)
    if lead is not None and lead.whole:
        return Strategy.STEP_BY_STEP
    return Strategy.DETAILED if lead is not None and lead.documents else Strategy.CONCISE
