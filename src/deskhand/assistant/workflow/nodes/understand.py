"""What the message means."""

from __future__ import annotations

from deskhand.assistant.engine.port import Usage
from deskhand.assistant.guardrails.screens.injection import looks_like_injection
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update


async def understand(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """Intent, entities and mood; and how much the message tries to instruct the assistant."""
    understanding, usage = await context.engine.understand(state["message"], state["past"])
    injection = looks_like_injection(state["message"])
    update = {
        "understanding": understanding,
        "injection": injection,
        "usage": state.get("usage", Usage()) + usage,
    }
    decision = f"{understanding.intent} {understanding.confidence:.2f}, {understanding.language}"
    return update, decision
