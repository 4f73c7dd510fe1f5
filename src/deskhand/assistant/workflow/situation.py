"""The surroundings of a draft, as the guardrails need them."""

from __future__ import annotations

from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.workflow.context import RunContext
from deskhand.infra.ids import CustomerId


def situation_of(
    message: str, language: str, evidence: EvidenceSet, context: RunContext
) -> Situation:
    """What a draft that rests on `evidence` is checked against."""
    desk = context.desk
    return Situation(
        message=message,
        evidence=evidence,
        customer=CustomerId(desk.customer_id) if desk.customer_id else None,
        staff=desk.customer_id is None and desk.actor.staff,
        today=context.today,
        language=language,
    )
