"""What a message does, clause by clause, before any record is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from deskhand.assistant.understanding.identifiers import Mention

Sentiment = Literal["positive", "neutral", "negative"]
Urgency = Literal["low", "normal", "high"]

SMALL = frozenset({"thank", "greet", "goodbye", "hello_again"})
"""Acts that need no answer beside others of substance."""


@dataclass(frozen=True, slots=True)
class Act:
    """One clause. `kind` is `says` for what is to be classified, or the act that its phrases tell.

    `ranked` holds the intents with their calibrated probabilities, most probable first;
    `in_scope` is False where the clause is like no example. `points` tells how it points at
    records: `point`, `other`, `every`, `latest`, `place`. `general` and `own`: asked in general,
    or about what the customer has; `procedural`: how, or whether, something is done;
    `supposing`: what comes if something happens. `corrects`: it takes back what was meant before.
    """

    kind: str
    text: str
    mentions: tuple[Mention, ...] = ()
    ranked: tuple[tuple[str, float], ...] = ()
    in_scope: bool = True
    ellipsis: str | None = None
    points: frozenset[str] = frozenset()
    general: bool = False
    procedural: bool = False
    supposing: bool = False
    own: bool = False
    corrects: bool = False

    @property
    def intent(self) -> str | None:
        """The most probable intent."""
        return self.ranked[0][0] if self.ranked else None

    @property
    def probability(self) -> float:
        """How probable that intent is."""
        return self.ranked[0][1] if self.ranked else 0.0

    @property
    def unnumbered(self) -> str:
        """The clause without the numbers of records, which no document knows."""
        text = self.text
        for mention in reversed(self.mentions):
            text = f"{text[: mention.start]} {text[mention.end :]}"
        return " ".join(text.split())

    def likelihood(self, *intents: str) -> float:
        """The probability of any of these intents."""
        return sum(likely for intent, likely in self.ranked if intent in intents)


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as it was read. `served` tells whether replies can be worded in its language."""

    message: str
    acts: tuple[Act, ...]
    language: str
    served: bool
    sentiment: Sentiment = "neutral"
    frustrated: bool = False
    urgency: Urgency = "normal"
    instructs: bool = False
    """It tries to instruct the assistant."""

    @property
    def wants_person(self) -> bool:
        return any(act.kind == "person" for act in self.acts)

    @property
    def thanked(self) -> bool:
        return any(act.kind == "thank" for act in self.acts)
