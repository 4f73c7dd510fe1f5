"""Outcomes as they are shown; a refusal as the error that names its rule."""

from __future__ import annotations

from deskhand.domain.actions.outcomes import Done, Outcome, Refused, Unknown, Waiting
from deskhand.domain.actions.schemas import OutcomeView
from deskhand.domain.audit import Actor
from deskhand.infra.errors import Conflict


class ActionRefused(Conflict):
    """A rule does not allow this; `rule` names it."""


def refused_error(refused: Refused, actor: Actor) -> ActionRefused:
    """The error for a refusal; why, in the team's words, is for the team."""
    known = {"rule": refused.rule, "say": refused.say, "action": refused.action}
    return ActionRefused(refused.reason, **known) if actor.staff else ActionRefused(**known)


def outcome_view(outcome: Outcome, actor: Actor) -> OutcomeView:
    """The outcome as it is shown; raises ActionRefused for a refusal."""
    match outcome:
        case Refused():
            raise refused_error(outcome, actor)
        case Done():
            return OutcomeView(
                outcome="done",
                proposal_id=outcome.proposal_id,
                ledger_id=outcome.ledger_id,
                result=dict(outcome.result),
            )
        case Waiting():
            return OutcomeView(
                outcome="waiting",
                proposal_id=outcome.proposal_id,
                approval_id=outcome.approval_id,
                reasons=list(outcome.reasons) if actor.staff else [],
            )
        case Unknown():
            return OutcomeView(
                outcome="unknown",
                proposal_id=outcome.proposal_id,
                ledger_id=outcome.ledger_id,
                ticket=outcome.ticket,
            )
    return OutcomeView(outcome="withdrawn", proposal_id=outcome.proposal_id)
