"""A condition of the pack holds over the live record; what cannot be decided does not hold."""

from __future__ import annotations

from deskhand.domain.actions.policies.port import Case, Policy
from deskhand.packs.acting import Rule
from deskhand.packs.conditions import ConditionUnusable


def holds(rule: Rule, case: Case) -> bool:
    """Whether the condition comes to true, and to nothing else."""
    if rule.when is None:
        return False
    try:
        return rule.when.value(case.values) is True
    except ConditionUnusable:
        return False


POLICY = Policy("if", holds)
