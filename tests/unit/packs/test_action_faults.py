"""A broken action or rule is refused at save, with its file, its line and the reason."""

from __future__ import annotations

import pytest

from deskhand.packs.loader import PackInvalid, pack_of
from tests.support.pack_files import small_pack

ACTIONS = """\
hand_out:
  noun: repair
  operation: change_record
  arguments:
    day: {kind: date, from: ready_on}
    fee: {kind: number, optional: true}
  sets: {status: done, ready_on: {argument: day}}
  rules: [waits, not_dear, seldom]
  approve: arguments.fee > policy.dear
"""
POLICIES = """\
values: {dear: 100}
rules:
  waits:
    if: repair.is_open
    say: repair-where
    reason: It is ready already.
  not_dear:
    if: arguments.fee <= 2 * policy.dear
    say: repair-where
    reason: Too dear.
  seldom:
    slots: {slot: repairs, most: 3, per: month}
    say: repair-where
    reason: Too many.
"""


def with_actions(actions: str = ACTIONS, policies: str = POLICIES) -> dict[str, str]:
    return {**small_pack(), "actions.yaml": actions, "policies.yaml": policies}


def faults(files: dict[str, str]) -> list[str]:
    with pytest.raises(PackInvalid) as refused:
        pack_of(files)
    return list(refused.value.faults)


def test_a_whole_set_of_actions_and_rules_is_without_fault() -> None:
    pack = pack_of(with_actions())
    assert set(pack.actions) == {"hand_out"}
    assert [rule.kind for rule in pack.policies.rules.values()] == ["if", "if", "slots"]


def test_a_pack_without_actions_is_a_pack() -> None:
    assert pack_of(small_pack()).actions == {}


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("noun: repair", "noun: ship", "actions.yaml, line 2: there is no noun `ship`."),
        ("change_record", "burn", "actions.yaml, line 3: there is no operation `burn`."),
        ("change_record", "cancel_order", "line 3: `cancel_order` changes what `find_orders`"),
        ("from: ready_on", "from: owner", "line 5: `repair` has no field `owner`."),
        ("from: ready_on", "from: device", "line 5: `device` is no date."),
        ("status: done", "status: burnt", "line 7: `repair` has no state `burnt`."),
        ("{argument: day}", "{argument: night}", "line 7: a value, or `{argument: …}`"),
        ("status: done", "number: X", "line 7: `repair` has no field `number` that could be"),
        ("[waits,", "[waits, sings,", "line 8: there is no rule `sings` in policies.yaml."),
        ("arguments.fee >", "arguments.cost >", "line 9: `arguments.cost > policy.dear`: `arg"),
        ("policy.dear", "policy.deer", "line 9: `arguments.fee > policy.deer`: `policy` has no"),
        ("policy.dear", "policy.dear >", "actions.yaml, line 9: hand_out.approve"),
        ("kind: date", "kind: moment", "actions.yaml, line 5: hand_out.arguments.day.kind"),
        ("  approve:", "  aprove:", "actions.yaml, line 9: hand_out.aprove"),
    ],
)
def test_a_fault_of_an_action_is_named_with_its_line(old: str, new: str, fault: str) -> None:
    assert old in ACTIONS
    assert any(fault in one for one in faults(with_actions(ACTIONS.replace(old, new))))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("repair.is_open", "repair.is_lost", "policies.yaml, line 4: `repair.is_lost`: `repair`"),
        ("repair.is_open", "order.is_open", "line 4: `order.is_open`: only repair, arguments"),
        ("is_open", "is_open && !repair.is_open", "line 4: `repair.is_open && !repair.is_open`"),
        ("repair.is_open", "repair.ready_on > 3 && repair.ready_on < 2", "holds for no repair"),
        ("say: repair-where\n    reason: It", "say: sorry-no\n    reason: It", "`sorry-no` is mis"),
        ("most: 3", "most: 0", "policies.yaml, line 12: rules.seldom.slots.most"),
        ("per: month", "per: moon", "policies.yaml, line 12: rules.seldom.slots.per"),
        ("per: month", "per: month, besides: luck", "line 12: nothing counts `luck`."),
        ("per: month", "per: month, by: [size]", "line 12: the action has no argument `size`."),
        ("if: repair.is_open", "if: 'true'\n    one_of: {argument: fee, field: device}", "exactly"),
        ("reason: Too many.", "because: Too many.", "rules.seldom.because"),
    ],
)  # fmt: skip
def test_a_fault_of_a_rule_is_named_with_its_line(old: str, new: str, fault: str) -> None:
    assert old in POLICIES
    found = faults(with_actions(policies=POLICIES.replace(old, new, 1)))
    assert any(fault in one for one in found), found


def test_rules_that_no_record_can_pass_together_contradict_each_other() -> None:
    ready = "  ready:\n    if: repair.is_ready\n    say: repair-where\n    reason: It waits.\n"
    actions = ACTIONS.replace("[waits,", "[waits, ready,")
    [fault] = faults(with_actions(actions, POLICIES + ready))
    assert fault.startswith("actions.yaml, line 8: waits, ready, not_dear contradict each other")


def test_rules_with_figures_contradict_each_other_too() -> None:
    late = "  late:\n    if: repair.ready_on < -30\n    say: repair-where\n    reason: Early.\n"
    soon = "  soon:\n    if: repair.ready_on >= -policy.dear / 10\n"
    soon += "    say: repair-where\n    reason: Late.\n"
    actions = ACTIONS.replace("[waits,", "[late, soon,")
    [fault] = faults(with_actions(actions, POLICIES + late + soon))
    assert "contradict each other" in fault
    wider = POLICIES.replace("dear: 100", "dear: 400")
    pack_of(with_actions(actions, wider + late + soon))


def test_one_limit_is_not_two_limits() -> None:
    other = "  rarely:\n    slots: {slot: repairs, most: 1, per: month}\n"
    other += "    say: repair-where\n    reason: Too many.\n"
    actions = ACTIONS.replace("seldom]", "seldom, rarely]")
    [fault] = faults(with_actions(actions, POLICIES + other))
    assert (
        fault == "policies.yaml, line 16: the limit `repairs` is another one in the rule `seldom`."
    )
