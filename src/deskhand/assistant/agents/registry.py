"""All agents, by name."""

from __future__ import annotations

from deskhand.assistant.agents.billing.agent import BillingAgent
from deskhand.assistant.agents.escalation.agent import EscalationAgent
from deskhand.assistant.agents.faq.agent import FaqAgent
from deskhand.assistant.agents.order.agent import OrderAgent
from deskhand.assistant.agents.port import Agent

FAQ: Agent = FaqAgent()
ORDER: Agent = OrderAgent()
BILLING: Agent = BillingAgent()
ESCALATION: Agent = EscalationAgent()

AGENTS: dict[str, Agent] = {agent.name: agent for agent in (FAQ, ORDER, BILLING, ESCALATION)}
