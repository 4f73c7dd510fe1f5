"""The words of a question: the rarer, the more they weigh and the sooner they are looked under."""

from __future__ import annotations

import math

from deskhand.domain.knowledge.bm25 import rarity, weigh


def test_rare_words_come_first_and_common_ones_only_weigh_what_was_found() -> None:
    asked = weigh([("order", 3900), ("a-rare", 2), ("lamp", 150)], passages=10_000, average=50.0)
    assert [one.word for one in asked.words] == ["a-rare", "lamp", "order"]
    assert [one.seeks for one in asked.words] == [True, True, False]
    assert asked.words[0].rarity > asked.words[1].rarity > asked.words[2].rarity > 0


def test_the_rarest_word_is_looked_under_however_common_it_is() -> None:
    asked = weigh([("order", 9000)], passages=10_000, average=50.0)
    assert asked.words[0].seeks


def test_a_word_that_no_passage_holds_weighs_in_the_whole_alone() -> None:
    asked = weigh([("lamp", 2), ("zeppelin", 0)], passages=10, average=50.0)
    assert [one.word for one in asked.words] == ["lamp"]
    assert asked.whole == (rarity(2, 10) + rarity(0, 10)) / math.sqrt(2)


def test_a_word_of_every_passage_weighs_next_to_nothing_and_never_against() -> None:
    assert 0 < rarity(10, 10) < 0.05
    assert rarity(12, 10) > 0
