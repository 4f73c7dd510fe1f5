"""Every kind of rule by the key that it stands under in a pack; a new one is a file and a line."""

from __future__ import annotations

from deskhand.domain.actions.policies import at_most, condition, one_of, slots
from deskhand.domain.actions.policies.port import Policy

POLICIES: dict[str, Policy] = {
    policy.kind: policy
    for policy in (condition.POLICY, slots.POLICY, at_most.POLICY, one_of.POLICY)
}
