"""A text, or each text of a list, is one of those that the record lists."""

from __future__ import annotations

from deskhand.domain.actions.policies.port import Case, Policy
from deskhand.packs.acting import Rule


def holds(rule: Rule, case: Case) -> bool:
    """Whether the argument stands in the field, word for word; one that was not given does."""
    if rule.one_of is None:
        return False
    asked = case.arguments.get(rule.one_of.argument)
    listed = case.thing.fields.get(rule.one_of.field)
    every = asked if isinstance(asked, list) else [asked]
    return asked is None or (isinstance(listed, tuple) and set(every) <= set(listed))


POLICY = Policy("one_of", holds)
