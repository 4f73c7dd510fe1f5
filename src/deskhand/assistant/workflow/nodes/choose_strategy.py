"""How to answer."""

from __future__ import annotations

from deskhand.assistant.learning.policy import choose
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update


async def choose_strategy(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The policy's choice, with the probability it was made with."""
    pack = state["turn"].pack
    choice = choose(state["reading"], pack)
    return {"choice": choice}, f"{choice.strategy} ({choice.policy}, p={choice.propensity:g})"
