"""Labelled files: what they may look like, and which line is at fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskhand.evaluation.labelled import LabelledFileInvalid, read_corpus, read_queries

CORPUS = r"""
{"id": "r", "text": "Returns\nWithin 45 days."}

{"id": "s", "text": "x", "title": "T"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "file.jsonl"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_document_is_named_by_its_title_or_its_first_line(tmp_path: Path) -> None:
    returns, other = read_corpus(written(tmp_path, CORPUS))
    assert returns.named == "Returns"
    assert other.named == "T"


def test_what_answers_is_a_list_or_one_document(tmp_path: Path) -> None:
    corpus = read_corpus(written(tmp_path, CORPUS))
    lines = '{"query": "q", "relevant": ["r", "s"]}\n{"query": "f", "doc": "s", "language": "fr"}\n'
    both, one = read_queries(written(tmp_path, lines), corpus)
    assert (both.relevant, both.language) == (["r", "s"], "en")
    assert (one.relevant, one.language) == (["s"], "fr")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        ('{"id": "r", "text": "x"}\n{"id": "r", "text": "y"}', ":2: the id 'r' again"),
        ('{"id": "r", "text": "  "}', ":1: text: "),
        ('{"id": "r"}', ":1: text: Field required"),
        ('{"id": "r", "text": "x"}\n[1]', ":2: "),
        ('{"id": "r", "text": "x"}\nnonsense', ":2: Invalid JSON"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(LabelledFileInvalid) as caught:
        read_corpus(written(tmp_path, text))
    assert fault in caught.value.detail


def test_a_document_that_the_corpus_lacks_is_refused(tmp_path: Path) -> None:
    corpus = read_corpus(written(tmp_path, CORPUS))
    with pytest.raises(LabelledFileInvalid, match=r":1: the corpus has no document 'zz'"):
        read_queries(written(tmp_path, '{"query": "q", "doc": "zz"}'), corpus)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LabelledFileInvalid, match=r"nowhere\.jsonl cannot be read"):
        read_corpus(tmp_path / "nowhere.jsonl")
