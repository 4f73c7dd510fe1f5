"""Reading what a language model wrote: text for the customer apart from its metadata."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.assistant.engine.model.answer import ReplyStream, read_answer
from deskhand.infra.models.failures import ModelAnswerInvalid

META = '\n```meta\n{"cited": ["a"], "confidence": 0.5}\n```'
PIECES = st.lists(
    st.sampled_from(["It is on its way. ", "`", "``", "\n\n", "```js", "mete", "code", " ", "é"]),
    max_size=12,
)


@settings(deadline=None)
@given(PIECES, st.integers(1, 9))
def test_what_is_shown_is_the_reply_however_the_stream_is_cut(words: list[str], size: int) -> None:
    text = "So: " + "".join(words) + " end."
    stream = ReplyStream()
    raw = text + META
    shown = "".join(stream.feed(raw[start : start + size]) for start in range(0, len(raw), size))
    assert shown == text == read_answer(raw).text


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail_otherwise_than_by_saying_so(text: str) -> None:
    stream = ReplyStream()
    for character in text:
        stream.feed(character)
    try:
        answer = read_answer(text)
    except ModelAnswerInvalid:
        return
    assert answer.text


@pytest.mark.parametrize(
    "raw",
    [
        "Yes." + META.replace("0.5", "NaN"),
        "Yes." + META.replace("0.5", "85"),
        "Yes." + META.replace('["a"]', '"a"'),
        "Yes." + META.replace('"a"', '"' + "a" * 500 + '"'),
        "[" * 100_000,
        '{"text": "", "confidence": 1}',
        '{"text": "\x00", "confidence": 1}',
    ],
)
def test_metadata_that_makes_no_sense_is_refused(raw: str) -> None:
    with pytest.raises(ModelAnswerInvalid):
        read_answer(raw)
