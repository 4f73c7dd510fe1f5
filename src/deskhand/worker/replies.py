"""An outcome of the workflow in the shape in which replies are stored."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from deskhand.assistant.agents.registry import agent_for
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.rendering import Sentence
from deskhand.assistant.workflow.outcome import Outcome, ShownAction
from deskhand.domain.conversations.schemas import ReplyDraft, Source, TraceStep
from deskhand.infra.clock import now
from deskhand.packs.loader import Pack

_TICKET_TOOL = "create_support_ticket"


def reply_draft(outcome: Outcome) -> ReplyDraft:
    """What is stored of an outcome."""
    called, rendered = outcome.called, outcome.rendered
    return ReplyDraft(
        text=outcome.text,
        category=outcome.category,
        intent=outcome.intent,
        agent=outcome.agent,
        confidence=outcome.confidence,
        compliance_checked=outcome.checked != "not_checked",
        checked=outcome.checked,
        disclaimer=outcome.disclaimer,
        escalated=called is not None,
        hand_over=called is not None,
        ticket_id=called.ticket_id if called else None,
        engine=outcome.engine,
        fallback=outcome.fallback,
        strategy="clarifying" if outcome.asks else outcome.choice.strategy.value,
        sources=[_source(item) for item in outcome.sources],
        evidence=[_proof(sentence) for sentence in rendered.sentences],
        choices=[{"label": one.label, "value": one.value} for one in rendered.choices],
        question=rendered.question,
        actions=_actions(outcome),
        findings=[
            {"rule": one.step, "excerpt": one.reason, "correction": ""} for one in outcome.refused
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
        dialogue=outcome.dialogue.model_dump(mode="json", exclude_defaults=True),
        customer_id=outcome.customer_id,
    )


def _actions(outcome: Outcome) -> list[dict[str, Any]]:
    """What the reply proposes or tells of, as data: a page draws a card of it."""
    called = outcome.called
    tickets: list[dict[str, Any]] = (
        [{"tool": _TICKET_TOOL, "reference": called.reference}] if called else []
    )
    return [*map(_action, outcome.actions), *tickets]


def _action(shown: ShownAction) -> dict[str, Any]:
    acted = shown.acted
    return {
        "tool": acted.action,
        "state": acted.state,
        "noun": acted.noun,
        "number": acted.number,
        "target": shown.target,
        "facts": [
            {"name": name, "label": label, "value": value} for name, label, value in shown.facts
        ],
        "evidence": acted.evidence,
        "proposal": acted.proposal,
        "rule": acted.rule,
        "expires_at": acted.expires_at.isoformat() if acted.expires_at else None,
    }


def gave_up_draft(pack: Pack, reference: str, ticket_id: UUID) -> ReplyDraft:
    """The honest word after the last failed attempt, in the pack's first language."""
    wording = pack.wording(pack.about.languages[0])
    said = wording.say("gave-up", {"ticket": reference}, today=now().date())
    intent = next(
        (name for name, one in pack.intents.items() if one.category == "ESCALATION"),
        next(iter(pack.intents)),
    )
    return ReplyDraft(
        text=said.text,
        category="ESCALATION",
        intent=intent,
        agent=agent_for(pack, intent).name,
        confidence=0.0,
        compliance_checked=True,
        escalated=True,
        hand_over=True,
        ticket_id=ticket_id,
        fallback="attempts",
        strategy="hand_over",
        actions=[{"tool": _TICKET_TOOL, "reference": reference}],
    )


def _proof(sentence: Sentence) -> dict[str, object]:
    return {"text": sentence.text, "evidence": list(sentence.evidence), "kind": sentence.kind}


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
