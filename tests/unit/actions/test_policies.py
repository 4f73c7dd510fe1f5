"""Each kind of rule, as the pure function that it is; whatever is given, it never opens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.domain.actions.arguments import ArgumentsUnusable, digest_of, normalised
from deskhand.domain.actions.policies.port import Case, SlotClaim
from deskhand.domain.actions.policies.registry import POLICIES
from deskhand.domain.commerce.things.port import FieldValue, Thing
from deskhand.infra.money import Money
from deskhand.packs.acting import Action, Rule

TODAY = date(2026, 11, 21)
SOMEBODY = UUID(int=7)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=6,
)


def thing(customer_id: UUID | None = SOMEBODY, **fields: FieldValue) -> Thing:
    return Thing("repair", "REP-1", customer_id, "USD", fields, None)


def case(
    record: Thing,
    arguments: Mapping[str, Any] | None = None,
    taken: Mapping[SlotClaim, int] | None = None,
    **values: Any,
) -> Case:
    return Case(record, arguments or {}, values, TODAY, taken or {})


def rule(**kind: Any) -> Rule:
    return Rule.model_validate({**kind, "say": "sorry-no", "reason": "So it is."})


def holds(one: Rule, given_case: Case) -> bool:
    return POLICIES[one.kind].holds(one, given_case)


AT_MOST = rule(at_most={"argument": "amount", "field": "left"})
LIMIT = {"slot": "refund", "most": 2, "per": "month"}


@given(minor=st.integers(-(10**18), 10**18), currency=st.sampled_from(["USD", "EUR", ""]))
def test_an_amount_holds_from_one_to_what_is_left_in_the_same_currency(
    minor: int, currency: str
) -> None:
    amount = {"minor": minor, "currency": currency}
    allowed = currency == "USD" and 1 <= minor <= 4900
    assert holds(AT_MOST, case(thing(left=Money(4900, "USD")), {"amount": amount})) is allowed


@given(amount=JSON, left=st.sampled_from([None, Money(0, "USD"), Money(10, "USD"), True, "many"]))
def test_an_amount_of_another_shape_never_holds(amount: Any, left: FieldValue) -> None:
    if isinstance(amount, dict) and set(amount) == {"minor", "currency"}:
        return
    assert holds(AT_MOST, case(thing(left=left), {"amount": amount})) is False


@pytest.mark.parametrize(
    ("asked", "held"),
    [("a", True), (["a", "b"], True), (["a", "z"], False), ("z", False), (None, True)],
)
def test_a_text_or_each_of_a_list_has_to_be_listed(asked: object, held: bool) -> None:
    listed = rule(one_of={"argument": "item", "field": "items"})
    assert holds(listed, case(thing(items=("a", "b")), {"item": asked})) is held
    assert holds(listed, case(thing(items=None), {"item": asked})) is (asked is None)


@pytest.mark.parametrize(
    ("condition", "held"),
    [
        ("repair.days < 3", True),
        ("repair.days > 3", False),
        ("repair.unknown < 3", False),
        ("!(repair.unknown < 3)", False),
        ("repair.days", False),
        ("nobody.knows", False),
        ("policy.plans[repair.days].name == 'x'", False),
    ],
)
def test_what_cannot_be_decided_does_not_hold(condition: str, held: bool) -> None:
    seen = case(thing(), repair={"days": 2, "unknown": None}, policy={"plans": {}})
    assert holds(rule(**{"if": condition}), seen) is held


def test_a_limit_holds_while_a_place_is_free_and_names_whose_it_is() -> None:
    limit = rule(slots=LIMIT)
    [claim] = POLICIES["slots"].claims(limit, case(thing()))
    assert (claim.holder, claim.period) == (f"customer:{SOMEBODY}", "2026-11")
    for gone, free in ((0, True), (1, True), (2, False), (3, False)):
        assert holds(limit, case(thing(), taken={claim: gone})) is free


def test_a_limit_of_a_customer_is_not_open_to_what_belongs_to_nobody() -> None:
    assert holds(rule(slots=LIMIT), case(thing(customer_id=None))) is False


def test_each_of_a_list_has_a_limit_of_its_own() -> None:
    limit = rule(slots={**LIMIT, "of": "record", "per": "ever", "by": ["items"]})
    claims = POLICIES["slots"].claims(limit, case(thing(), {"items": ["a", "b"]}))
    assert [one.holder for one in claims] == ["repair:REP-1/items=a", "repair:REP-1/items=b"]
    first_gone = {claims[0]: 2}
    assert holds(limit, case(thing(), {"items": ["a", "b"]}, first_gone)) is False


def test_what_happened_besides_takes_places_too() -> None:
    limit = rule(slots={**LIMIT, "besides": "elsewhere"})
    [claim] = POLICIES["slots"].claims(limit, case(thing(elsewhere=1)))
    assert (claim.most, claim.besides) == (2, 1)


ACTION = Action.model_validate(
    {
        "noun": "repair",
        "operation": "change_record",
        "arguments": {
            "amount": {"kind": "money", "from": "left"},
            "day": {"kind": "date", "optional": True},
            "count": {"kind": "number", "optional": True},
            "words": {"optional": True, "longest": 20},
            "items": {"kind": "list", "optional": True},
            "size": {"kind": "choice", "choices": ["small", "large"], "optional": True},
            "fee": {"kind": "number", "is": "policy.fee * 2"},
        },
    }
)


def read(given_arguments: Mapping[str, Any]) -> dict[str, Any]:
    record = thing(left=Money(4900, "USD"))
    return normalised(ACTION, given_arguments, record, {"policy": {"fee": 4}}, TODAY)


@given(st.dictionaries(st.sampled_from([*ACTION.arguments, "customer_id"]), JSON, max_size=4))
def test_arguments_are_read_strictly_or_not_at_all(arguments: dict[str, Any]) -> None:
    """What comes through is JSON of the right kinds, and reads the same again."""
    try:
        found = read(arguments)
    except ArgumentsUnusable:
        return
    assert set(found) <= set(ACTION.arguments)
    assert found["fee"] == 8
    assert found["amount"]["minor"] > 0
    assert found["amount"]["currency"] == "USD"
    assert found.get("size", "small") in ("small", "large")
    assert 0 < len(found.get("words", "x")) <= 20
    again = {name: value for name, value in found.items() if name != "fee"}
    assert read(again) == found


@pytest.mark.parametrize(
    "arguments",
    [
        {"fee": 1},
        {"customer_id": "x"},
        {"amount": True},
        {"amount": 1.0},
        {"amount": "100"},
        {"amount": {"minor": 1, "currency": "EUR"}},
        {"amount": {"minor": 1, "currency": "USD", "more": 1}},
        {"day": "2026-02-30"},
        {"day": "20260201"},
        {"count": True},
        {"words": "a\u0000b"},
        {"words": "\ud800"},
        {"words": " "},
        {"words": "x" * 21},
        {"items": []},
        {"items": ["x", 1]},
        {"size": "huge"},
        {"size": ["small"]},
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any]) -> None:
    with pytest.raises(ArgumentsUnusable):
        read(arguments)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=3), st.data())
def test_a_digest_is_of_exactly_these_arguments(arguments: dict[str, Any], data: Any) -> None:
    other = data.draw(st.dictionaries(st.text(max_size=5), JSON, max_size=3))
    one = digest_of("act", "repair", "REP-1", SOMEBODY, arguments)
    assert one == digest_of("act", "repair", "REP-1", SOMEBODY, dict(reversed(arguments.items())))
    if repr(sorted(other.items())) != repr(sorted(arguments.items())):
        assert one != digest_of("act", "repair", "REP-1", SOMEBODY, other)
    assert one != digest_of("act", "repair", "REP-2", SOMEBODY, arguments)
    assert one != digest_of("act", "repair", "REP-1", None, arguments)
