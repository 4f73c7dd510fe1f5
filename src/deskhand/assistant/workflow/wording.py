"""The renderer of a turn: its pack, its language, and the evidence that it has by now."""

from __future__ import annotations

from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.workflow.state import TurnState


def renderer_of(state: TurnState) -> Renderer:
    """Words plans with this turn's evidence, in the customer's language where the pack has it."""
    turn, reading = state["turn"], state["reading"]
    language = reading.language if reading.served else turn.pack.about.languages[0]
    return Renderer(turn.pack, language, state["world"].evidence, turn.today, turn.dialogue.said)
