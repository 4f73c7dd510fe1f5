"""Documents become passages: nothing lost, no sentence cut, none too long."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskhand.domain.knowledge.chunkers.port import Chunk, ChunkLimits, embedding_text
from deskhand.domain.knowledge.chunkers.registry import CHUNKERS, DEFAULT
from deskhand.domain.knowledge.chunkers.sentences import split_sentences
from deskhand.domain.knowledge.readers.port import Block, ParsedDocument, Section

LIMITS = ChunkLimits(24, 40)


def count(text: str) -> int:
    return len(re.findall(r"\w+|[^\w\s]", text))


def chunks_of(*blocks: Block, path: tuple[str, ...] = ("Help",)) -> tuple[Chunk, ...]:
    return DEFAULT.chunk(ParsedDocument("T", (Section(path, blocks),)), count, LIMITS)


words = st.text(alphabet="abcdeXYZ0123é", min_size=1, max_size=9)
sentences = st.builds(
    lambda first, rest, end: " ".join([first.capitalize(), *rest]) + end,
    words,
    st.lists(words | st.sampled_from(["e.g.", "No. 5", "3.50", "U.S. mail,", "a; b"]), max_size=70),
    st.sampled_from([".", "!", "?", "…"]),
)
prose = st.lists(sentences, min_size=1, max_size=8).map(" ".join)
rows = st.lists(words, min_size=2, max_size=2).map(lambda cells: f"| {' | '.join(cells)} |")
items = st.lists(sentences.map(lambda sentence: f"- {sentence}"), min_size=1)
tables = st.lists(rows, min_size=1, max_size=20).map(lambda r: ["| A | B |", "|-|-|", *r])
blocks = st.one_of(
    st.builds(Block, st.sampled_from(["paragraph", "quote"]), prose),
    st.builds(Block, st.just("list"), items.map("\n".join)),
    st.builds(Block, st.just("code"), st.lists(words, min_size=1, max_size=60).map("\n".join)),
    st.builds(Block, st.just("table"), tables.map("\n".join)),
)
paths = st.lists(words, max_size=3).map(tuple)
sections = st.builds(Section, paths, st.lists(blocks, max_size=4).map(tuple))
documents = st.lists(sections, max_size=4).map(lambda parts: ParsedDocument("T", tuple(parts)))


@settings(deadline=None)
@given(documents)
def test_no_text_is_lost_no_sentence_cut_and_every_passage_within_its_limit(
    document: ParsedDocument,
) -> None:
    chunks = DEFAULT.chunk(document, count, LIMITS)
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    texts = [" ".join(chunk.text.split()) for chunk in chunks]
    for chunk in chunks:
        assert chunk.tokens == count(chunk.text) <= LIMITS.hard_tokens
        if chunk.tokens > LIMITS.tokens:
            assert len(split_sentences(chunk.text.removeprefix("- "))) == 1
        assert chunk.heading_path in {section.heading_path for section in document.sections}
    written = "".join("".join(texts).split())
    for section in document.sections:
        for block in section.blocks:
            # Code is cut by lines, not by sentences.
            lines = block.kind == "code"
            for sentence in block.text.split("\n") if lines else split_sentences(block.text):
                if count(sentence) <= LIMITS.hard_tokens:
                    assert any(" ".join(sentence.split()) in text for text in texts)
                else:
                    assert all(word in written for word in sentence.split())


def test_a_passage_never_spans_two_headings() -> None:
    sections = (
        Section(("A",), (Block("paragraph", "One."),)),
        Section(("A", "B"), (Block("paragraph", "Two."),)),
    )
    chunks = DEFAULT.chunk(ParsedDocument("T", sections), count, LIMITS)
    assert [(chunk.heading_path, chunk.text) for chunk in chunks] == [
        *((("A",), "One."), (("A", "B"), "Two.")),
    ]


def test_a_long_table_repeats_its_header() -> None:
    rows = "\n".join(f"| Plan {number} | {number} EUR |" for number in range(9))
    chunks = chunks_of(Block("table", f"| Plan | Price |\n|-|-|\n{rows}"))
    assert len(chunks) > 2
    for chunk in chunks:
        assert chunk.text.startswith("| Plan | Price |\n|-|-|\n| Plan ")
        assert chunk.kind == "table"


def test_a_short_code_block_stays_whole_with_its_lead_in() -> None:
    filler = Block("paragraph", "Some words that nearly fill the passage, with commas, up to here.")
    chunks = chunks_of(filler, Block("paragraph", "Run this:"), Block("code", "a = 1\n\n  b = `2`"))
    assert [chunk.text for chunk in chunks] == [
        filler.text,
        "Run this:\n\n```\na = 1\n\n  b = `2`\n```",
    ]
    assert [chunk.kind for chunk in chunks] == ["paragraph", "mixed"]


def test_long_code_is_cut_between_lines_and_each_part_is_fenced() -> None:
    lines = [f"step_{number} ( x )" for number in range(20)]
    chunks = chunks_of(Block("code", "\n".join(lines)))
    assert all(c.text.startswith("```\n") and c.text.endswith("\n```") for c in chunks)
    assert [line for c in chunks for line in c.text.split("\n")[1:-1]] == lines


@pytest.mark.parametrize(("length", "parts"), [(30, 1), (100, 5)])
def test_only_a_sentence_that_no_model_could_read_is_cut(length: int, parts: int) -> None:
    sentence = " ".join(["word"] * (length - 1)) + "."
    chunks = chunks_of(Block("paragraph", sentence))
    assert len(chunks) == parts
    assert " ".join(chunk.text for chunk in chunks) == sentence


def test_an_endless_word_does_not_become_an_endless_passage() -> None:
    chunks = chunks_of(Block("paragraph", "x" * 5000))
    assert "".join(chunk.text for chunk in chunks) == "x" * 5000
    assert max(len(chunk.text) for chunk in chunks) < 200


def test_a_heading_with_nothing_under_it_is_still_found() -> None:
    chunks = chunks_of(path=("Phone", "Call 0800 1234"))
    assert [(chunk.kind, chunk.text) for chunk in chunks] == [("heading", "Call 0800 1234")]


def test_the_model_reads_where_a_passage_stands() -> None:
    (chunk,) = chunks_of(Block("paragraph", "Thirty days."), path=("Returns", "How long"))
    assert embedding_text("Shop", chunk) == "Shop › Returns › How long\nThirty days."


def test_limits_that_make_no_sense_are_refused() -> None:
    with pytest.raises(ValueError, match="limits"):
        ChunkLimits(300)


def test_chunkers_have_names_of_their_own() -> None:
    assert len({chunker.name for chunker in CHUNKERS}) == len(CHUNKERS)
    assert DEFAULT in CHUNKERS
