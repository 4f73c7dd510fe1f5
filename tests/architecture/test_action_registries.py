"""Every registry of actions is complete, and agrees with what packs are checked against."""

from __future__ import annotations

from typing import get_args

import pytest

from deskhand.domain.actions.gateways.registry import GATEWAYS
from deskhand.domain.actions.policies.registry import POLICIES
from deskhand.domain.actions.signals.registry import SIGNALS
from deskhand.domain.commerce.operations.registry import OPERATIONS
from deskhand.domain.commerce.things.registry import THINGS
from deskhand.packs.acting import RULE_KINDS, SignalName
from deskhand.packs.action_faults import BUILT_IN as BUILT_IN_GATEWAY
from deskhand.packs.loader import BUILT_IN, built_in
from deskhand.packs.operations import operations
from tests.architecture.source import PACKAGE, modules_with


def test_every_operation_is_listed_and_described() -> None:
    folder = PACKAGE / "domain" / "commerce" / "operations"
    assert set(OPERATIONS) == modules_with(folder, "OPERATION") == set(operations())
    assert {one.of for one in operations().values()} <= set(THINGS)


def test_every_kind_of_rule_is_listed_and_known_to_packs() -> None:
    folder = PACKAGE / "domain" / "actions" / "policies"
    assert len(modules_with(folder, "POLICY")) == len(POLICIES)
    assert set(POLICIES) == set(RULE_KINDS)


def test_every_sign_of_abuse_is_listed_and_known_to_packs() -> None:
    folder = PACKAGE / "domain" / "actions" / "signals"
    assert set(SIGNALS) == modules_with(folder, "SIGNAL") == set(get_args(SignalName))


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_action_that_comes_with_deskhand_is_done_by_a_gateway_that_exists(name: str) -> None:
    pack = built_in(name)
    assert pack.actions
    assert {action.gateway for action in pack.actions.values()} <= set(GATEWAYS)
    assert BUILT_IN_GATEWAY in GATEWAYS
