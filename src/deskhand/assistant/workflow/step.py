"""What every node has in common: progress, time, one trace line, one log line, one metric."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

import structlog
from langgraph.runtime import Runtime

from deskhand.assistant.turn import Usage
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TraceStep, TurnState
from deskhand.infra.observability.metrics import node_seconds
from deskhand.infra.observability.tracing import span

log = structlog.get_logger(__name__)

Update = dict[str, Any]
Node = Callable[[TurnState, RunContext], Awaitable[tuple[Update, str]]]
"""State in; what changes, and one line for the trace, out."""


class TracedNode(Protocol):
    """A node as LangGraph calls it."""

    def __call__(self, state: TurnState, *, runtime: Runtime[RunContext]) -> Awaitable[Update]:
        """What the node changes of the state."""
        ...


def as_node(name: str, node: Node) -> TracedNode:
    """`node` as LangGraph calls it, with its step in the trace."""

    async def run(state: TurnState, *, runtime: Runtime[RunContext]) -> Update:
        context = runtime.context
        await context.progress.step(name)
        started = time.perf_counter()
        with span(f"node {name}"):
            update, decision = await node(state, context)
        seconds = time.perf_counter() - started
        node_seconds.labels(node=name).observe(seconds)
        spent = _spent(state, update)
        step = TraceStep(name, round(seconds * 1000, 2), decision, spent[0], spent[1])
        log.info("node", node=name, ms=step.ms, decision=decision)
        return {**update, "trace": [step]}

    return run


def _spent(state: TurnState, update: Update) -> tuple[int, float]:
    """Tokens and US dollars that this node added to the turn's usage."""
    before = state.get("usage", Usage())
    after = update.get("usage", before)
    tokens = (after.input_tokens + after.output_tokens) - (
        before.input_tokens + before.output_tokens
    )
    return tokens, round(after.cost - before.cost, 6)
