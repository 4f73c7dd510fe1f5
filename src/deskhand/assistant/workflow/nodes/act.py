"""Procedures and documents answer each clause; what was agreed and cannot be done goes further."""

from __future__ import annotations

from deskhand.assistant.agents.conversing import answer
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.assistant.workflow.wording import renderer_of


async def act(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The steps that answer the message, and the dialogue after them."""
    turn, reading = state["turn"], state["reading"]
    manner = state["choice"].manner
    talk = Talk(turn.pack, state["world"], renderer_of(state), reading, manner)
    answered = await answer(talk, turn.dialogue)
    kinds = ", ".join(type(step).__name__.lower() for step in answered.steps)
    return {"answered": answered}, f"{answered.intent}: {kinds or 'a person'}"
