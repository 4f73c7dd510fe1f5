"""What "it", "the other one", "the second" and "the camera" mean among a customer's records."""

from __future__ import annotations

import pytest

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.understanding.identifiers import Identifiers
from deskhand.assistant.understanding.references import References, named_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef
from deskhand.packs.loader import built_in, phrases
from tests.support.evidence import order

SHOP = built_in("shop")
LAMP = order("ORD126", items=("2 × Trail Headlamp",), status="processing")
HUB = order("ORD123", items=("Fern Hub 3", "Smart Plug 2-pack"))
HEAT = order("ORD124", items=("Fern Thermostat",), status="delayed")
CAM = order("12345", items=("Fern Cam Outdoor",), status="delivered")
NEWEST_FIRST = (LAMP, HUB, HEAT, CAM)


def ref(number: str) -> RecordRef:
    return RecordRef(noun="order", number=number)


def meant(
    clause: str,
    dialogue: Dialogue | None = None,
    language: str = "en",
    records: tuple[Evidence, ...] = NEWEST_FIRST,
) -> list[str]:
    references = References(SHOP, phrases(language), language, dialogue or Dialogue())
    pointed = references.pointed(clause, "order", records)
    return [str(record.fact("number")) for record in pointed.records]


@pytest.mark.parametrize(
    ("clause", "numbers"),
    [
        ("Where is the thermostat?", ["ORD124"]),
        ("the cam please", ["12345"]),
        ("I mean the headlamps", ["ORD126"]),
        ("is the smart plug on its way", ["ORD123"]),
        ("the thermostatt", ["ORD124"]),
        ("the bicycle", []),
    ],
)
def test_a_record_is_known_by_what_it_holds(clause: str, numbers: list[str]) -> None:
    assert meant(clause) == numbers


def test_a_word_that_two_records_share_points_at_both() -> None:
    assert meant("my Fern thing", records=(LAMP, HUB, HEAT)) == ["ORD123", "ORD124"]


def test_a_word_that_all_records_share_tells_none_apart() -> None:
    assert meant("my Fern thing", records=(HUB, HEAT)) == []


def test_a_customer_without_records_describes_nothing() -> None:
    references = References(SHOP, phrases("en"), "en", Dialogue())
    assert not references.described("the blue one", ())
    assert not references.pointed("the other one", "order", ())
    assert not references.pointed("my last order", "order", ())


SHOWN = Dialogue(shown=(ref("ORD126"), ref("ORD124"), ref("12345")))


@pytest.mark.parametrize(
    ("clause", "numbers"),
    [
        ("the second one", ["ORD124"]),
        ("1st please", ["ORD126"]),
        ("the last one", ["12345"]),
        ("number five", []),
    ],
)
def test_a_place_counts_in_the_list_that_was_shown(clause: str, numbers: list[str]) -> None:
    assert meant(clause, SHOWN) == numbers


def test_a_place_without_a_list_means_nothing() -> None:
    assert meant("the second one") == []


def test_of_two_that_were_shown_the_other_one_is_not_the_one_in_hand() -> None:
    both = Dialogue(shown=(ref("ORD123"), ref("ORD124")), in_hand=(ref("ORD123"),))
    assert meant("and the other one?", both) == ["ORD124"]


def test_other_ones_are_those_that_were_not_told_of() -> None:
    told = Dialogue(in_hand=(ref("ORD123"),), told=(ref("ORD123"), ref("ORD124"), ref("12345")))
    assert meant("what about my other order", told) == ["ORD126"]


def test_both_are_the_two_that_were_shown() -> None:
    two = Dialogue(shown=(ref("ORD123"), ref("ORD124")))
    assert meant("both please", two) == ["ORD123", "ORD124"]


def test_both_are_the_two_in_hand_when_no_list_was_shown() -> None:
    assert meant("both", Dialogue(in_hand=(ref("ORD124"), ref("12345")))) == ["ORD124", "12345"]


def test_the_latest_is_the_newest_record() -> None:
    assert meant("where is my last order") == ["ORD126"]


def test_a_state_points_at_the_records_in_it() -> None:
    assert meant("the delayed one") == ["ORD124"]


def test_what_is_in_hand_is_meant_when_nothing_else_is() -> None:
    assert meant("when will it arrive?", Dialogue(in_hand=(ref("12345"),))) == ["12345"]
    assert meant("when will it arrive?") == []


def test_german_words_point_as_well() -> None:
    both = Dialogue(shown=(ref("ORD123"), ref("ORD124")), in_hand=(ref("ORD123"),))
    assert meant("und die andere?", both, "de") == ["ORD124"]
    assert meant("die zweite bitte", SHOWN, "de") == ["ORD124"]


def test_numbers_that_nobody_has_are_told_from_those_that_are_there() -> None:
    mentions = Identifiers(SHOP).named_in("ORD123 and ORD999")
    found, unknown = named_of(mentions, "order", NEWEST_FIRST)
    assert found == (HUB,)
    assert unknown == ("ORD999",)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("lamp", "lamps", True),
        ("thermostat", "thermostst", True),
        ("head", "headlamp", False),
        ("cam", "car", False),
        ("ring", "string", False),
    ],
)
def test_words_are_the_same_but_for_spelling_and_number(one: str, other: str, same: bool) -> None:
    assert same_word(one, other) is same
