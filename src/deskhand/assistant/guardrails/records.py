"""A record or a ledger row as the lock compares it: values, states, pieces, and its sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fnmatch import fnmatchcase
from functools import cached_property

from babel.numbers import get_currency_precision

from deskhand.assistant.evidence import Evidence, Fact, FactKind
from deskhand.assistant.guardrails.lexicon import Lexicon, language_of
from deskhand.assistant.guardrails.parsing import Stretch, parse
from deskhand.assistant.guardrails.spellings import compact
from deskhand.assistant.guardrails.values import Kind, Known, Value, date_value
from deskhand.assistant.guardrails.words import Stemmer, fold
from deskhand.infra.money import Money

_SENTENCE_WORDS = 5
"""A text field with so many words is a sentence that may be quoted."""


@dataclass(frozen=True)
class Quotable:
    """A clause that a reply may repeat, with its sentence and the words of its headings."""

    evidence: str
    stretch: Stretch
    sentence: Stretch
    headings: frozenset[str]
    row: bool = False
    """Whether it is a row or a cell of a table."""
    own: bool = False
    """Whether it is a record's own sentence."""


@dataclass(frozen=True)
class Record:
    """A record or a ledger row as the lock compares it; `words` are stems of its text values."""

    item: Evidence
    words: frozenset[str]
    codes: frozenset[str]
    stemmer: Stemmer
    today: date
    quotable: tuple[Quotable, ...]
    more: tuple[Value, ...]
    """Values that stand in the text fields."""

    def facts(self, patterns: Iterable[str]) -> tuple[Fact, ...]:
        """The facts whose names fit any of the patterns."""
        wanted = tuple(patterns)
        return tuple(
            fact for fact in self.item.facts if any(fnmatchcase(fact.name, one) for one in wanted)
        )

    @cached_property
    def numbers(self) -> frozenset[str]:
        """What the record itself is named by; a tracking number is only one of its `codes`."""
        return frozenset(
            compact(fact.value)
            for fact in self.item.facts
            if fact.name == "number" and isinstance(fact.value, str)
        )

    @cached_property
    def stated(self) -> frozenset[str]:
        """The state as it stands.

        A state of a part is told apart from the record's own: `refund_status` = done is no state
        of the order, but `refund_done`.
        """
        return frozenset(
            fact.name.removesuffix("status") + fold(str(fact.value)).replace(" ", "_")
            for fact in self.item.facts
            if fact.kind is FactKind.STATUS and fact.value is not None
        )

    @cached_property
    def proved(self) -> frozenset[str]:
        """Each state that a past day proves: a known `shipped_on` proves `shipped`."""
        return frozenset(
            fact.name.removesuffix("_on").removesuffix("_at")
            for fact in self.item.facts
            if isinstance(fact.value, date)
            and fact.value <= self.today
            and fact.name.endswith(("_on", "_at"))
        )

    @cached_property
    def pieces(self) -> tuple[tuple[frozenset[str], Decimal], ...]:
        """How many there are of each thing that is named with its number."""
        pairs = zip(self.item.facts, self.item.facts[1:], strict=False)
        return tuple(
            (frozenset(word.stem for word in self.stemmer.words(name.value)), Decimal(count.value))
            for name, count in pairs
            if name.kind is FactKind.TEXT
            and isinstance(name.value, str)
            and count.kind is FactKind.NUMBER
            and isinstance(count.value, int)
        )

    @cached_property
    def counted(self) -> tuple[Value, ...]:
        """The numbers that are fields of their own."""
        return tuple(
            Value(Kind.NUMBER, 0, 0, number=Decimal(fact.value))
            for fact in self.item.facts
            if fact.kind is FactKind.NUMBER and isinstance(fact.value, int)
        )

    def known(self, patterns: Iterable[str]) -> Known:
        """The values of the facts whose names fit."""
        facts = self.facts(patterns)
        days = tuple(fact.value for fact in facts if type(fact.value) is date)
        return Known(tuple(value for fact in facts for value in _values_of(fact)), days, self.today)

    @cached_property
    def everything(self) -> Known:
        """All values of the record, and what follows from them by adding up."""
        known = self.known(("*",))
        return Known(known.values + self.more + self._sums, known.days, self.today)

    @property
    def _sums(self) -> tuple[Value, ...]:
        """What follows by adding up: equal kinds of amounts, and pieces times their price."""
        amounts: dict[str, list[Money]] = {}
        for fact in self.item.facts:
            if isinstance(fact.value, Money):
                amounts.setdefault(fact.name, []).append(fact.value)
        totals = [sum(m.minor for m in some) for some in amounts.values() if len(some) > 1]
        currency = next((some[0].currency for some in amounts.values()), "")
        pieces = [
            (fact.value, price.value)
            for fact, price in zip(self.item.facts, self.item.facts[1:], strict=False)
            if fact.kind is FactKind.NUMBER and isinstance(price.value, Money)
        ]
        totals += [int(count) * money.minor for count, money in pieces if isinstance(count, int)]
        return tuple(_amount(Money(total, currency)) for total in totals)


def named_by(records: Iterable[Record], values: Iterable[Value]) -> tuple[Record, ...]:
    """The records whose numbers stand among `values`; without one, those with another code."""
    known = tuple(record for record in records if record.item.kind == "record")
    codes = {value.text for value in values if value.kind is Kind.IDENTIFIER}
    numbered = tuple(record for record in known if record.numbers & codes)
    return numbered or tuple(record for record in known if record.codes & codes)


def record_of(item: Evidence, lexicon: Lexicon, today: date) -> Record:
    """The record of a row of evidence, its texts read in the language they are written in."""
    quotable: list[Quotable] = []
    words: set[str] = set()
    more: list[Value] = []
    for text in _written(item):
        sentences = parse(text, language_of(text, lexicon), today)
        more += [value for sentence in sentences for value in sentence.whole.values]
        if len(text.split()) >= _SENTENCE_WORDS:
            quotable += [
                Quotable(item.id, part, sentence.whole, frozenset(), own=True)
                for sentence in sentences
                for part in dict.fromkeys((sentence.whole, *sentence.clauses))
            ]
        else:
            words |= {word.stem for word in lexicon.stemmer.words(text)}
    return Record(
        item,
        frozenset(words),
        frozenset(codes_of(item)),
        lexicon.stemmer,
        today,
        tuple(quotable),
        tuple(more),
    )


def _written(item: Evidence) -> Iterator[str]:
    """The texts of a record's fields, without its numbers and states."""
    for fact in item.facts:
        if isinstance(fact.value, tuple):
            yield from fact.value
        elif fact.kind is FactKind.TEXT and isinstance(fact.value, str):
            yield fact.value


def codes_of(item: Evidence) -> Iterator[str]:
    """The numbers and references of a row, as identifiers are compared."""
    for fact in item.facts:
        if fact.kind in (FactKind.IDENTIFIER, FactKind.DONE) and isinstance(fact.value, str):
            yield compact(fact.value)
        elif isinstance(fact.value, tuple):
            yield from (compact(one) for one in fact.value if any(map(str.isdigit, one)))


def _values_of(fact: Fact) -> Iterator[Value]:
    value = fact.value
    if isinstance(value, Money):
        yield _amount(value)
    elif type(value) is date:
        yield date_value(value)
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, tuple):
        for one in value:
            yield from _spelt(one)
    elif isinstance(value, int):
        yield Value(Kind.NUMBER, 0, 0, number=Decimal(value))
    elif fact.kind in (FactKind.IDENTIFIER, FactKind.DONE):
        yield from _spelt(value)


def _spelt(value: object) -> Iterator[Value]:
    shown = str(value)
    yield Value(Kind.IDENTIFIER, 0, 0, text=compact(shown))
    yield Value(Kind.EMAIL, 0, 0, text=fold(shown))
    digits = "".join(sign for sign in shown if sign.isdigit())
    if len(digits) > 6:
        yield Value(Kind.PHONE, 0, 0, text=digits)


def _amount(money: Money) -> Value:
    units = Decimal(money.minor).scaleb(-get_currency_precision(money.currency))
    return Value(Kind.AMOUNT, 0, 0, number=units, currencies=frozenset({money.currency}))
