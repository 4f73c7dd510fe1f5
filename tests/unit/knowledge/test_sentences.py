"""Where one sentence ends and the next begins."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskhand.domain.knowledge.chunkers.sentences import split_sentences


@pytest.mark.parametrize(
    "sentences",
    [
        ["Is it free?", "No.", "It costs $3.50, e.g. for Mr. Smith, see No. 5 and fig. 3."],
        ["We ship in the U.S.", "The rest waits.", "U.S. customers pay at 5 p.m.", "Then we rest."],
        ["Wait... what?", "OK…", "Fine."],
        ["J. R. Smith signed.", "So do I.", "Thanks!"],
        ["Version 2.0 is out.", "24 hours later 1,299.99 copies were sold.", "Visit example.com."],
        ["He said “Stop!” and left.", "“Why?”", "(It was late.)", "Next."],
        ["where is my order.", "i need it now!", "thanks"],
        ["It arrives on Jan. 5.", "Acme Inc. ships it.", "What?!", "Yes."],
        ["Das kostet z.B. 5 Euro.", "Siehe Nr. 7."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    assert split_sentences(" ".join(sentences)) == sentences


def test_ideographic_marks_need_no_space() -> None:
    assert split_sentences("这是第一句。这是第二句！好") == ["这是第一句。", "这是第二句！", "好"]


def test_items_and_deliberate_line_breaks_end_a_sentence_but_wrapped_lines_do_not() -> None:
    text = "Do this:\n- open it\n- close it\n1. Wait. Then go.\n\nthis was\nwrapped by mail.\nEnd"
    assert split_sentences(text) == [
        *("Do this:", "- open it", "- close it", "1. Wait.", "Then go."),
        *("this was\nwrapped by mail.", "End"),
    ]


@given(st.text(alphabet=st.sampled_from("aBc1.!?…。 \n\"'()-:|é") | st.characters()))
def test_only_white_space_is_dropped(text: str) -> None:
    sentences = split_sentences(text)
    assert "".join("".join(sentences).split()) == "".join(text.split())
    assert all(sentence and sentence == sentence.strip() for sentence in sentences)


@pytest.mark.parametrize("text", ["." * 300_000, '."' * 150_000, "a.a." * 80_000, "\n" * 300_000])
def test_odd_text_takes_no_longer_than_plain_text(text: str) -> None:
    begin = time.process_time()
    split_sentences(text)
    assert time.process_time() - begin < 2
