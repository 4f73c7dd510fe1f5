"""The LangGraph wiring: the way to a reply, and what follows its delivery."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.runtime import Runtime

from deskhand.assistant.workflow.context import AfterContext, RunContext
from deskhand.assistant.workflow.nodes.act import act
from deskhand.assistant.workflow.nodes.audit import after_audit, audit
from deskhand.assistant.workflow.nodes.choose_strategy import choose_strategy
from deskhand.assistant.workflow.nodes.hand_over import hand_over
from deskhand.assistant.workflow.nodes.identify import identify
from deskhand.assistant.workflow.nodes.insight import insight
from deskhand.assistant.workflow.nodes.learn import learn
from deskhand.assistant.workflow.nodes.retrieve import retrieve
from deskhand.assistant.workflow.nodes.understand import understand
from deskhand.assistant.workflow.outcome import Aftermath
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Node, as_node

REPLY_NODES: dict[str, Node] = {
    "identify": identify,
    "understand": understand,
    "retrieve": retrieve,
    "choose_strategy": choose_strategy,
    "act": act,
    "audit": audit,
    "hand_over": hand_over,
}
_WAY = ("identify", "understand", "retrieve", "choose_strategy", "act", "audit")


def reply_workflow() -> CompiledStateGraph[Any, Any, Any, Any]:
    """identify → understand → retrieve → choose_strategy → act ⇄ audit, at last hand_over."""
    wiring = StateGraph(TurnState, context_schema=RunContext)
    for name, node in REPLY_NODES.items():
        wiring.add_node(name, as_node(name, node))
    wiring.add_edge(START, _WAY[0])
    for before, after in pairwise(_WAY):
        wiring.add_edge(before, after)
    wiring.add_conditional_edges(
        "audit", after_audit, {"send": END, "redraft": "act", "hand_over": "hand_over"}
    )
    wiring.add_edge("hand_over", END)
    return wiring.compile()


class AfterState(TypedDict, total=False):
    """What flows after delivery."""

    aftermath: Aftermath
    insight: str
    learned: str


def aftermath_workflow() -> CompiledStateGraph[Any, Any, Any, Any]:
    """insight → learn, off the customer's clock."""

    async def run_insight(state: AfterState, *, runtime: Runtime[AfterContext]) -> dict[str, str]:
        return {"insight": await insight(state["aftermath"], runtime.context.session)}

    async def run_learn(state: AfterState, *, runtime: Runtime[AfterContext]) -> dict[str, str]:
        return {"learned": await learn(state["aftermath"], runtime.context.session)}

    wiring = StateGraph(AfterState, context_schema=AfterContext)
    wiring.add_node("insight_node", run_insight)
    wiring.add_node("learn_node", run_learn)
    wiring.add_edge(START, "insight_node")
    wiring.add_edge("insight_node", "learn_node")
    wiring.add_edge("learn_node", END)
    return wiring.compile()
