"""The LangGraph wiring: the way to a reply."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph

from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.nodes.act import act
from deskhand.assistant.workflow.nodes.audit import audit
from deskhand.assistant.workflow.nodes.choose_strategy import choose_strategy
from deskhand.assistant.workflow.nodes.hand_over import hand_over
from deskhand.assistant.workflow.nodes.identify import identify
from deskhand.assistant.workflow.nodes.phrase import phrase
from deskhand.assistant.workflow.nodes.retrieve import retrieve
from deskhand.assistant.workflow.nodes.understand import understand
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Node, as_node

REPLY_NODES: dict[str, Node] = {
    "identify": identify,
    "understand": understand,
    "retrieve": retrieve,
    "choose_strategy": choose_strategy,
    "act": act,
    "hand_over": hand_over,
    "phrase": phrase,
    "audit": audit,
}
"""The nodes in the order in which a turn passes them."""


def reply_workflow() -> CompiledStateGraph[Any, Any, Any, Any]:
    """identify → understand → retrieve → choose_strategy → act → hand_over → phrase → audit."""
    wiring = StateGraph(TurnState, context_schema=RunContext)
    for name, node in REPLY_NODES.items():
        wiring.add_node(name, as_node(name, node))
    wiring.add_edge(START, next(iter(REPLY_NODES)))
    for before, after in pairwise(REPLY_NODES):
        wiring.add_edge(before, after)
    wiring.add_edge("audit", END)
    return wiring.compile()
