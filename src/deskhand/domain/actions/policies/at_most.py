"""An amount or a number is no more than what the record has left of it."""

from __future__ import annotations

from deskhand.domain.actions.policies.port import Case, Policy
from deskhand.infra.money import Money
from deskhand.packs.acting import Rule


def holds(rule: Rule, case: Case) -> bool:
    """Whether the argument is above nothing and at most the field, in the same currency."""
    if rule.at_most is None:
        return False
    asked = case.arguments.get(rule.at_most.argument)
    left = case.thing.fields.get(rule.at_most.field)
    match asked, left:
        case {"minor": int(minor), "currency": str(currency)}, Money():
            return currency == left.currency and 0 < minor <= left.minor
        case int(), int() if not isinstance(left, bool):
            return 0 < asked <= left
    return False


POLICY = Policy("at_most", holds)
