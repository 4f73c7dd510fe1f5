"""The numbers of things are found by the patterns of the pack, whole and in one spelling."""

from __future__ import annotations

import pytest

from deskhand.assistant.understanding.identifiers import Identifiers, western
from deskhand.packs.loader import built_in, pack_of
from tests.support.pack_files import small_pack

SHOP = Identifiers(built_in("shop"))


def named(message: str, awaited: str | None = None) -> list[str]:
    mentions = SHOP.named_in(message, awaited)
    return [mention.record.number for mention in mentions if mention.sure]


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("Where is my order ORD123?", ["ORD123"]),
        ("ord 123 please", ["ORD123"]),
        ("I need a refund for order #12345", ["12345"]),
        ("my order number is 99871", ["99871"]),
        ("12345", ["12345"]),
        ("ORD123 ord123 Ord-123", ["ORD123"]),
        ("ORD123, ORD124 and ORD125", ["ORD123", "ORD124", "ORD125"]),
        ("INV-2001 and ORD9 and TCK-12", ["INV-2001", "TCK-12"]),
        ("invoice 20031 for ORD124", ["INV-20031", "ORD124"]),
    ],
)
def test_numbers_are_found_however_they_are_written(message: str, numbers: list[str]) -> None:
    assert named(message) == numbers


@pytest.mark.parametrize("number", ["112-4456789-001", "112-4456789-0012345"])
def test_a_long_number_is_never_cut(number: str) -> None:
    assert named(f"Where is my order {number}?") == [number]
    assert named(f"{number}") == [number]


@pytest.mark.parametrize(
    "message", ["my order of 2026-11-01", "order from 12.10.2026", "the order came at 2026/11/01"]
)
def test_a_part_of_a_date_is_no_number(message: str) -> None:
    assert named(message) == []


def test_a_number_with_several_groups_is_found_whole() -> None:
    assert named("Where is order #1124-4456789-001?") == ["1124-4456789-001"]
    assert named("Where is order ORD112-4456789-001?") == ["ORD112-4456789-001"]


@pytest.mark.parametrize(
    "message",
    [
        "I paid $12345 yesterday",
        "that was 12345 EUR",
        "write to me at maya12345@example.com",
        "see https://shop.example.com/order/12345",
        "it stopped 12345 minutes ago and I have waited ever since for an answer",
        "you are my #1 shop",
    ],
)
def test_amounts_addresses_and_other_figures_are_no_things(message: str) -> None:
    assert named(message) == []


def test_digits_of_other_scripts_are_digits() -> None:
    assert western("٠١٢ ０１２ ०१२") == "012 012 012"
    assert named("أين طلبي ORD١٢٣") == ["ORD123"]
    assert named("注文 ORD１２３ はどこ") == ["ORD123"]


def test_the_text_keeps_its_length_so_that_places_stay_true() -> None:
    text = "ＯＲＤ１２３ ½ ² ٣"
    assert len(western(text)) == len(text)


def test_a_bare_number_answers_the_question_that_is_open() -> None:
    said = "well I believe that it was 2001 or so"
    assert named(said) == []
    assert named(said, awaited="invoice") == ["INV-2001"]
    assert named("123", awaited="ticket") == ["TCK-123"]


def test_a_bare_number_belongs_to_the_noun_beside_it() -> None:
    mentions = SHOP.named_in("what about invoice 2001?")
    assert [(one.record.noun, one.record.number) for one in mentions] == [("invoice", "INV-2001")]


def test_a_long_number_without_a_word_for_it_may_be_a_record_and_is_not_sure() -> None:
    (mention,) = SHOP.named_in("well I believe that it was 12345 or so, and nobody answers me")
    assert mention.record.number == "12345"
    assert not mention.sure


def test_a_mention_tells_where_it_stands() -> None:
    message = "Is ORD123 on its way?"
    (mention,) = SHOP.named_in(message)
    assert message[mention.start : mention.end] == "ORD123"


def test_another_trade_has_its_own_numbers() -> None:
    workshop = Identifiers(pack_of(small_pack()))
    found = workshop.named_in("Is REP-12 done? And ORD123?")
    assert [one.record.number for one in found] == ["REP-12"]
