"""What an answer to one clause is made of, while it is put together."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.assistant.plan.steps import Step
from deskhand.assistant.procedures.runner import Ran
from deskhand.assistant.procedures.walk import HandOver
from deskhand.domain.conversations.dialogue import Dialogue


@dataclass(frozen=True, slots=True)
class Told:
    """Steps to say, the dialogue after them, and how sure it is that they answer (0 to 1).

    `unclear` counts as being stuck; `intent` is what the clause was taken for. `question`: the
    clause was a question of its own, which must not be passed over in silence.
    """

    steps: tuple[Step, ...]
    dialogue: Dialogue
    intent: str | None = None
    sure: float = 1.0
    hand_over: HandOver | None = None
    unclear: bool = False
    small: bool = False
    question: bool = False


def told_of(ran: Ran, intent: str, sure: float = 1.0) -> Told:
    """A procedure's outcome as an answer."""
    return Told(ran.steps, ran.dialogue, intent, sure, ran.hand_over)
