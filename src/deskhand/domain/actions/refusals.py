"""Refusals that no rule of the pack knows, as of answers that come late or to something else."""

from __future__ import annotations

from typing import Final

from deskhand.domain.actions.outcomes import Refused
from deskhand.domain.tables import Proposal

GENERAL: Final = "action-refused"
"""The sentence where no rule of the pack has one."""

KNOWN: Final = "known_action"
MINE: Final = "mine"
ARGUMENTS: Final = "arguments"
AS_SHOWN: Final = "as_shown"
IN_TIME: Final = "in_time"
NEWEST: Final = "newest"
UNCHANGED: Final = "unchanged"
ONCE: Final = "once"
GATEWAY: Final = "gateway"
APPROVED: Final = "approved"

_SAID: Final = {
    KNOWN: (GENERAL, "There is no such action in the pack."),
    MINE: (GENERAL, "There is no such record of this customer."),
    ARGUMENTS: (GENERAL, "The arguments do not fit the action."),
    AS_SHOWN: ("action-changed", "The confirmation is for something else than was proposed."),
    IN_TIME: ("action-expired", "The proposal expired before it was confirmed."),
    NEWEST: ("action-expired", "Something else was proposed since."),
    UNCHANGED: ("action-changed", "The record changed since the proposal was shown."),
    ONCE: (GENERAL, "Another proposal of the same turn was carried out for this record."),
    GATEWAY: (GENERAL, "Where the records are kept, it was refused."),
    APPROVED: ("action-not-approved", "A person decided against it, or nobody decided in time."),
}
"""The sentence for the customer, and the reason for the team, by rule."""


def said_of(rule: str) -> tuple[str, str]:
    """The customer's sentence and the team's reason of a rule of the firewall's own."""
    return _SAID.get(rule, (GENERAL, "A rule of an earlier version of the pack forbade it."))


def refusal(proposal: Proposal, rule: str) -> Refused:
    """The proposal refused by a rule of the firewall's own."""
    say, reason = said_of(rule)
    return Refused(rule, say, reason, proposal.action, proposal.noun, proposal.number, proposal.id)
