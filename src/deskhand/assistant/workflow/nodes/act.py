"""The right specialist looks things up and drafts a reply from what it found."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents.passages import with_nearness
from deskhand.assistant.agents.port import Agent, Matter
from deskhand.assistant.agents.registry import AGENTS, ESCALATION
from deskhand.assistant.agents.router import route
from deskhand.assistant.engine.offline.repair import without_findings
from deskhand.assistant.engine.port import Brief, Draft, Drafted, Usage
from deskhand.assistant.guardrails.findings import Finding
from deskhand.assistant.tools.calling import callable_tools
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.situation import situation_of
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.assistant.workflow.streaming import SentenceGate


async def act(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """Gather and draft; on a redraft, draft again with the audit's corrections."""
    corrections = state.get("findings", ())
    spent = state.get("usage", Usage())
    if corrections:
        agent, matter = AGENTS[state["agent"]], matter_of(state, context)
        await context.progress.reset()
    else:
        agent, matter = await _on_the_case(matter_of(state, context), context)
    drafted = await _draft(agent, matter, context, spent, corrections)
    if drafted.draft.needs_person and agent is not ESCALATION:
        await context.progress.reset()
        spent = spent + drafted.usage
        agent, matter = ESCALATION, await hand_over(matter, context, "the reply called for it")
        drafted = await _draft(agent, matter, context, spent, ())
    evidence = matter.evidence.with_items(*drafted.evidence.items)
    update = {
        "agent": agent.name,
        "evidence": evidence,
        "reason": matter.reason,
        "drafted": drafted,
        "redrafts": state.get("redrafts", 0) + (1 if corrections else 0),
        "usage": spent + drafted.usage,
    }
    return update, f"{agent.name}, {len(evidence.items)} pieces of evidence, {drafted.engine}"


def matter_of(state: TurnState, context: RunContext) -> Matter:
    """The state as an agent sees it."""
    customer = state["customer"]
    return Matter(
        message=state["message"],
        understanding=state["understanding"],
        evidence=state["evidence"],
        strategy=state["choice"].strategy.value,
        past=state["past"],
        customer_name=customer.name if customer else None,
        clarified=state["clarified"],
        reason=state.get("reason"),
        staff=context.desk.customer_id is None and context.desk.actor.staff,
    )


async def hand_over(matter: Matter, context: RunContext, reason: str) -> Matter:
    """The matter with the ticket that brings it to a person."""
    matter = replace(matter, reason=matter.reason or reason)
    return replace(matter, evidence=await ESCALATION.gather(context.desk, matter))


async def _on_the_case(matter: Matter, context: RunContext) -> tuple[Agent, Matter]:
    """The agent that can answer, with its evidence; escalation when its own agent cannot."""
    agent = route(matter)
    matter = replace(matter, evidence=await agent.gather(context.desk, matter))
    if agent is not ESCALATION and agent.compose(matter).needs_person:
        return ESCALATION, await hand_over(matter, context, "the agent could not settle it")
    return agent, matter


async def _draft(
    agent: Agent,
    matter: Matter,
    context: RunContext,
    spent: Usage,
    corrections: tuple[Finding, ...],
) -> Drafted:
    plain = without_findings(agent.compose(matter), corrections)

    async def refine() -> Draft:
        measured = await with_nearness(context.desk.embedder, matter.message, matter.evidence)
        if measured is matter.evidence:
            return plain
        return without_findings(agent.compose(replace(matter, evidence=measured)), corrections)

    brief = Brief(
        message=matter.message,
        understanding=matter.understanding,
        evidence=matter.evidence,
        plain=plain,
        prompt=agent.prompt,
        strategy=matter.strategy,
        past=matter.past,
        customer_name=matter.customer_name,
        corrections=corrections,
        tools=callable_tools(context.desk, agent.model_tools),
        refine=refine,
    )
    language = matter.understanding.language
    situation = situation_of(matter.message, language, matter.evidence, context)
    gate = SentenceGate(situation, context.progress)
    drafted = await context.engine.draft(brief, spent, gate.write)
    if drafted.fallback is not None and gate.shown:
        await context.progress.reset()
    return drafted
