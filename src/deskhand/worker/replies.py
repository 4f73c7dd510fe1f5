"""An outcome of the workflow in the shape in which replies are stored."""

from __future__ import annotations

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.workflow.outcome import Outcome
from deskhand.domain.conversations.schemas import ReplyDraft, Source, TraceStep


def reply_draft(outcome: Outcome) -> ReplyDraft:
    """What is stored of an outcome."""
    return ReplyDraft(
        text=outcome.text,
        category=outcome.category.value,
        intent=outcome.intent.value,
        agent=outcome.agent,
        confidence=outcome.confidence,
        compliance_checked=outcome.compliance_checked,
        disclaimer=outcome.disclaimer,
        escalated=outcome.escalated,
        hand_over=outcome.escalated,
        ticket_id=outcome.ticket_id,
        engine=outcome.engine,
        fallback=outcome.fallback,
        strategy="clarifying" if outcome.clarifying else outcome.choice.strategy.value,
        sources=[_source(item) for item in outcome.sources],
        actions=[
            {"tool": "create_support_ticket", "reference": item.fact("ticket_created")}
            for item in outcome.evidence.ledger
        ],
        findings=[
            {"rule": finding.rule, "excerpt": finding.excerpt, "correction": finding.correction}
            for finding in outcome.findings
        ],
        trace=[
            TraceStep(
                node=step.node,
                ms=step.ms,
                decision=step.decision,
                tokens=step.tokens,
                cost=step.cost,
            )
            for step in outcome.trace
        ],
        usage={
            "calls": outcome.usage.calls,
            "input_tokens": outcome.usage.input_tokens,
            "output_tokens": outcome.usage.output_tokens,
            "cost": round(outcome.usage.cost, 6),
        },
        customer_id=outcome.customer_id,
    )


def _source(item: Evidence) -> Source:
    passage = item.passage
    if passage is None:
        raise TypeError("only passages are sources")
    return Source(
        id=item.id,
        document_id=passage.document_id,
        document=passage.document,
        heading_path=list(passage.heading_path),
        passage=passage.text,
        score=round(passage.score, 4),
    )
