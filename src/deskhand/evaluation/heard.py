"""What the gauge sees of a reply, which is what the customer and the team see of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """The reply to one step, and how the conversation stands afterwards.

    `choices` are the labels of the buttons. `waiting`: a person was called, or has the
    conversation. `changed`: the business's records are not as they were before the step.
    `tickets` are those that this conversation opened, by reference.
    """

    text: str
    choices: tuple[str, ...] = ()
    question: str | None = None
    owner: str = "assistant"
    waiting: bool = False
    waited_before: bool = False
    changed: bool = False
    tickets: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def shown(self) -> str:
        """Everything that stands before the customer's eyes."""
        parts = [self.text]
        if self.question and self.question not in self.text:
            parts.append(self.question)
        return "\n".join([*parts, *self.choices])

    @property
    def handed_over(self) -> bool:
        """Whether a person has been called by now."""
        return self.waiting or self.owner == "person"

    @property
    def newly_handed_over(self) -> bool:
        """Whether this very step called a person."""
        return self.handed_over and not self.waited_before
