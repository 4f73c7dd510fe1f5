"""What the evidence offers a text to stand on: records, and the sentences of documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from deskhand.assistant.evidence import Evidence, Passage
from deskhand.assistant.guardrails.lexicon import Lexicon, language_of
from deskhand.assistant.guardrails.parsing import parse
from deskhand.assistant.guardrails.records import Quotable, Record, codes_of, record_of
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.guardrails.values import Kind, Known, Value


@dataclass(frozen=True)
class Grounds:
    """Everything that a text in this situation may rest on."""

    records: tuple[Record, ...]
    quotable: tuple[Quotable, ...]
    asked: Known
    """The values of the customer's own message."""
    names: frozenset[str]
    """Folded words of names: of the customer, and any in the evidence and the message."""
    customer: frozenset[str]
    """Stems of the customer's own name."""
    foreign: frozenset[str]
    """Codes of records that belong to other customers."""

    def somewhere(self, value: Value) -> bool:
        """Whether a value stands anywhere in the evidence or in the customer's words."""
        return (
            self.asked.has(value)
            or any(record.everything.has(value) for record in self.records)
            or self._written.has(value)
            or (value.kind is Kind.NUMBER and value.number in self._counts)
        )

    @cached_property
    def _written(self) -> Known:
        """The values of all documents, each once."""
        values = (value for one in self.quotable for value in one.stretch.values)
        return Known(tuple(dict.fromkeys(replace(value, start=0, end=0) for value in values)))

    @cached_property
    def _counts(self) -> frozenset[int]:
        """How many records of each kind there are."""
        return frozenset(Counter(record.item.subject for record in self.records).values())

    @cached_property
    def own_words(self) -> frozenset[str]:
        """The stems of the customer's name and of all records' texts."""
        return self.customer.union(*(record.words for record in self.records))


def grounds_of(situation: Situation, lexicon: Lexicon) -> Grounds:
    """The grounds of a situation. Records of other customers are none, unless staff reads."""
    own = [item for item in situation.evidence.items if _visible(item, situation)]
    others = [item for item in situation.evidence.items if not _visible(item, situation)]
    records = tuple(
        record_of(item, lexicon, situation.today) for item in own if item.kind != "passage"
    )
    quotable = tuple(
        one
        for item in own
        if item.passage is not None
        for one in _passage(item.id, item.passage, situation.today)
    )
    asked = parse(situation.message, lexicon, situation.today)
    texts = [situation.message, *(text for item in own for text in _texts(item))]
    return Grounds(
        records=records,
        quotable=quotable + tuple(one for record in records for one in record.quotable),
        asked=Known(tuple(value for one in asked for value in one.whole.values)),
        names=frozenset(word.folded for text in texts for word in lexicon.stemmer.words(text)),
        customer=_customer(own, situation, lexicon),
        foreign=frozenset(code for item in others for code in codes_of(item)),
    )


def _visible(item: Evidence, situation: Situation) -> bool:
    return situation.staff or item.owner is None or item.owner == situation.customer


def _customer(own: list[Evidence], situation: Situation, lexicon: Lexicon) -> frozenset[str]:
    return frozenset(
        word.stem
        for item in own
        if item.kind == "record" and item.owner is not None and item.owner == situation.customer
        for fact in item.facts
        if fact.name == "name" and isinstance(fact.value, str)
        for word in lexicon.stemmer.words(fact.value)
    )


def _texts(item: Evidence) -> Iterator[str]:
    if item.passage is not None:
        yield from (item.passage.document, *item.passage.heading_path, item.passage.text)
    for fact in item.facts:
        if isinstance(fact.value, str):
            yield fact.value
        elif isinstance(fact.value, tuple):
            yield from fact.value


@lru_cache(maxsize=512)
def _passage(evidence: str, passage: Passage, today: date) -> tuple[Quotable, ...]:
    # Kept, because a reply is checked again and again against the same passages.
    lexicon = language_of(passage.text, None)
    above = " ".join((passage.document, *passage.heading_path))
    headings = frozenset(
        lexicon.alike(word.stem)
        for word in lexicon.stemmer.words(above)
        if word.folded not in lexicon.function
    )
    lines = passage.text.split("\n")
    rows = [line for line in lines if line.lstrip().startswith("|")]
    prose = "\n".join(line for line in lines if not line.lstrip().startswith("|"))
    found = [
        Quotable(evidence, part, sentence.whole, headings)
        for sentence in parse(prose, lexicon, today)
        for part in dict.fromkeys((sentence.whole, *sentence.clauses))
    ]
    # `Compare Basic and Plus` stands above every cell, so it says of none whose it is.
    cells = frozenset(
        lexicon.alike(word.stem) for row in rows for word in lexicon.stemmer.words(row)
    )
    for row in _rows(rows):
        found += [
            Quotable(evidence, sentence.whole, sentence.whole, headings - cells, row=True)
            for sentence in parse(row, lexicon, today)
        ]
    return tuple(found)


def _rows(lines: list[str]) -> Iterator[str]:
    """Each row as a line, and each cell as one with the heads of its row and its column."""
    cells = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    filled = [row for row in cells if any(set(cell) - set("-: ") for cell in row)]
    for row in filled:
        yield "| " + " | ".join(row) + " |"
    for row in filled[1:]:
        for column, cell in zip(filled[0][1:], row[1:], strict=False):
            yield f"| {row[0]} | {column} | {cell} |"
