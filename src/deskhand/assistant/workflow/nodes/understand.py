"""What the message does in its dialogue."""

from __future__ import annotations

from deskhand.assistant.guardrails.screens.injection import INSTRUCTS, looks_like_injection
from deskhand.assistant.turn import Usage
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update


async def understand(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The message's acts, language and mood; and whether it tries to instruct the assistant."""
    reading, usage, fallback = await context.engine.read(state["turn"])
    state["world"].language = reading.language
    injection = looks_like_injection(state["turn"].message)
    decision = ", ".join(f"{act.kind}:{act.intent} {act.probability:.2f}" for act in reading.acts)
    return (
        {
            "reading": reading,
            "usage": state.get("usage", Usage()) + usage,
            "fallback": fallback,
        },
        f"{decision}; {reading.language}" + ("; instructs" if injection >= INSTRUCTS else ""),
    )
