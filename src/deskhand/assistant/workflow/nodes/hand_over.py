"""The end of the audit loop: no draft could be proven, so a person takes over."""

from __future__ import annotations

from deskhand.assistant.agents.registry import ESCALATION
from deskhand.assistant.engine.port import Drafted
from deskhand.assistant.guardrails.check import check
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.nodes.act import hand_over as to_a_person
from deskhand.assistant.workflow.nodes.act import matter_of
from deskhand.assistant.workflow.situation import situation_of
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update

REASON = "no draft passed the audit"


async def hand_over(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The escalation agent's own words, with the ticket that the ledger holds."""
    await context.progress.reset()
    matter = await to_a_person(matter_of(state, context), context, REASON)
    draft = ESCALATION.compose(matter)
    situation = situation_of(
        state["message"], state["understanding"].language, matter.evidence, context
    )
    findings = check(draft.text, situation)
    update = {
        "agent": ESCALATION.name,
        "evidence": matter.evidence,
        "reason": matter.reason,
        "drafted": Drafted(draft, engine="offline", fallback="audit"),
        "findings": findings,
        "all_findings": list(findings),
    }
    return update, REASON
