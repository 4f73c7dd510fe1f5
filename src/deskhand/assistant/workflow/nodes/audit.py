"""Every fact of the draft is held against the evidence."""

from __future__ import annotations

from deskhand.assistant.guardrails.check import check
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.situation import situation_of
from deskhand.assistant.workflow.state import MAX_REDRAFTS, TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.infra.observability.metrics import guardrail_findings_total


async def audit(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The findings of the whole draft."""
    situation = situation_of(
        state["message"], state["understanding"].language, state["evidence"], context
    )
    findings = check(state["drafted"].draft.text, situation)
    for finding in findings:
        guardrail_findings_total.labels(rule=finding.rule).inc()
    decision = ", ".join(sorted({finding.rule for finding in findings})) or "passed"
    return {"findings": findings, "all_findings": list(findings)}, decision


def after_audit(state: TurnState) -> str:
    """`send` when nothing was found, `redraft` up to three times, then `hand_over`."""
    if not state["findings"]:
        return "send"
    return "redraft" if state.get("redrafts", 0) < MAX_REDRAFTS else "hand_over"
