"""Values made of a number and the words around it: amounts, shares, quantities, named days."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from deskhand.assistant.guardrails.lexicon import Lexicon, Means
from deskhand.assistant.guardrails.phrasebook import Cue
from deskhand.assistant.guardrails.spellings import spelt_values
from deskhand.assistant.guardrails.values import SYMBOLS, Kind, Value
from deskhand.assistant.guardrails.words import Word

_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e", "o", "a"})
_RANGE = re.compile(r"\s?[-–—]\s?|\s")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as written, with the first and one past the last of its words."""

    number: Decimal
    start: int
    end: int
    first: int
    last: int
    spoken: bool


def values_in(
    text: str, words: Sequence[Word], cues: Sequence[Cue[Means]], lexicon: Lexicon, today: date
) -> tuple[Value, ...]:
    """Every value that `text` states, in order, without overlaps."""
    return tuple(
        sorted(_Scan(text, words, cues, lexicon, today).run(), key=lambda value: value.start)
    )


class _Scan:
    """One reading of one text: what has been read as one value is not read as another."""

    def __init__(
        self,
        text: str,
        words: Sequence[Word],
        cues: Sequence[Cue[Means]],
        lexicon: Lexicon,
        today: date,
    ) -> None:
        self.text, self.words, self.lexicon, self.today = text, words, lexicon, today
        self.cues = {
            kind: [cue for cue in cues if cue.kind == kind] for kind in ("relative", "frames")
        }
        self.currency = {c.first: c for c in cues if c.kind == "currency"}
        self.percent = {c.first: c for c in cues if c.kind == "percent"}
        self.working = {c.first for c in cues if c.kind == "working"}
        self.ranges = {c.first for c in cues if c.kind == "ranges"}
        self.articles = {c.first for c in cues if c.kind == "articles"}
        self.taken = bytearray(len(text))

    def run(self) -> Iterator[Value]:
        day_first = self.lexicon.language != "en"
        for value in spelt_values(self.text, day_first):
            yield self._kept(value)
        numerals = [one for one in self._numerals() if not self._busy(one.start, one.end)]
        by_first = {one.first: one for one in numerals}
        by_last = {one.last: one for one in numerals}
        for value in self._named_days(by_first, by_last):
            yield self._kept(value)
        for name in ("relative", "frames"):
            for cue in self.cues[name]:
                start, end = self.words[cue.first].start, self.words[cue.last - 1].end
                if not self._busy(start, end):
                    yield self._kept(self._vague(cue, start, end))
        for value in self._measured(numerals, by_first):
            if not self._busy(value.start, value.end):
                yield self._kept(value)

    def _kept(self, value: Value) -> Value:
        self.taken[value.start : value.end] = b"\1" * (value.end - value.start)
        return value

    def _busy(self, start: int, end: int) -> bool:
        return any(self.taken[start:end])

    def _vague(self, cue: Cue[Means], start: int, end: int) -> Value:
        if cue.kind == "relative":
            day = self.today + timedelta(days=int(cue.meaning[0]))
            return Value(Kind.DATE, start, end, day=(day.year, day.month, day.day))
        said = " ".join(word.stem for word in self.words[cue.first : cue.last])
        return Value(Kind.FRAME, start, end, text=said)

    def _numerals(self) -> Iterator[Numeral]:
        starts = {word.start: at for at, word in enumerate(self.words)}
        after = 0
        for at, word in enumerate(self.words):
            if at < after:
                continue
            if word.text[0].isdigit():
                match = _DIGITS.match(self.text, word.start)
                if match is None:
                    continue
                after = at + 1
                while after < len(self.words) and self.words[after].start < match.end():
                    after += 1
                if after < len(self.words) and self.words[after].folded in _ORDINALS:
                    glued = self.words[after].start == match.end()
                    after += glued
                yield Numeral(
                    _number(match.group(), self.lexicon.language), word.start, match.end(),
                    starts[word.start], after, spoken=False,
                )  # fmt: skip
            elif word.folded in self.lexicon.numbers:
                numeral = self._spoken(at)
                after = numeral.last
                yield numeral

    def _spoken(self, at: int) -> Numeral:
        """Number words in a row: tens and units are added, hundreds and thousands multiply."""
        total, now, last, at_next = 0, 0, at, at
        while (value := self._number_word(at_next)) is not None:
            if last > at and not self._goes_on(value, now, last, at_next):
                break
            if value == 100:
                now = max(1, now) * 100
            elif value >= 1000:
                total, now = total + max(1, now) * value, 0
            else:
                now += value
            last = at_next + 1
            # `one hundred and eighty` is one number, `two and three` are two.
            joined = bool(now) and now % 100 == 0 and last in self.ranges
            at_next = last + joined
        start, end = self.words[at].start, self.words[last - 1].end
        return Numeral(Decimal(total + now), start, end, at, last, spoken=True)

    def _number_word(self, at: int) -> int | None:
        if at >= len(self.words):
            return None
        return self.lexicon.numbers.get(self.words[at].folded)

    def _goes_on(self, value: int, now: int, last: int, at: int) -> bool:
        """Whether a number word belongs to those before it: `seventy-eight`, not `two three`."""
        between = self.text[self.words[last - 1].end : self.words[at].start]
        if at == last and not _RANGE.fullmatch(between):
            return False
        return value >= 100 or now % 100 == 0 or (now % 10 == 0 and value < 20)

    def _named_days(
        self, by_first: dict[int, Numeral], by_last: dict[int, Numeral]
    ) -> Iterator[Value]:
        """`Monday, the 23rd of November 2026` in any order; a month or a weekday alone too."""
        for at, word in enumerate(self.words):
            weekday = self.lexicon.weekdays.get(word.folded)
            if weekday is not None and not self._busy(word.start, word.end):
                yield Value(Kind.WEEKDAY, word.start, word.end, number=Decimal(weekday))
            month = self.lexicon.months.get(word.folded)
            if month is None:
                continue
            before = by_last.get(self._back_over_small_words(at))
            after = by_first.get(at + 1 + self._small_word(at + 1))
            day = next(
                (
                    one
                    for one in (before, after)
                    if one is not None and self._near(one, word) and 1 <= one.number <= 31
                ),
                None,
            )
            if day is None:
                # Short names and names that are words too (`may`, `mar`) need a day beside them.
                if len(word.folded) > 3 and word.text[0].isupper():
                    yield Value(Kind.DATE, word.start, word.end, day=(0, month, 0))
                continue
            start, end = min(day.start, word.start), max(day.end, word.end)
            last = max(day.last, at + 1)
            year = by_first.get(last + self._small_word(last))
            if year is not None and 1900 <= year.number <= 2200:
                end = year.end
            else:
                year = None
            yield Value(
                Kind.DATE, start, end, day=(int(year.number) if year else 0, month, int(day.number))
            )

    def _small_word(self, at: int) -> bool:
        known = at < len(self.words) and self.words[at].folded in self.lexicon.function
        return known and self.words[at].folded not in self.lexicon.numbers

    def _back_over_small_words(self, at: int) -> int:
        return at - 1 if at and self._small_word(at - 1) else at

    def _near(self, one: Numeral, month: Word) -> bool:
        return abs(one.start - month.end) < 8 or abs(month.start - one.end) < 8

    def _measured(self, numerals: list[Numeral], by_first: dict[int, Numeral]) -> Iterator[Value]:
        """Amounts, shares and quantities; a range gives its unit to both of its ends."""
        unit_of_next: Value | None = None
        for one in reversed(numerals):
            value = self._one(one)
            if value.kind is Kind.NUMBER and unit_of_next and self._opens_a_range(one, by_first):
                value = replace(unit_of_next, number=one.number, start=one.start, end=one.end)
            unit_of_next = value
            # `one` alone is a pronoun as often as a figure.
            if not (value.kind is Kind.NUMBER and one.spoken and one.number == 1):
                yield value
        for at in sorted(self.articles):
            unit = self._unit(at + 1)
            if unit is not None:
                yield Value(
                    Kind.QUANTITY, self.words[at].start, unit[1], number=Decimal(1), unit=unit[0]
                )

    def _opens_a_range(self, one: Numeral, by_first: dict[int, Numeral]) -> bool:
        after = one.last + (one.last in self.ranges)
        then = by_first.get(after)
        return then is not None and then.start - one.end <= 12

    def _one(self, one: Numeral) -> Value:
        before = self.text[max(0, one.start - 3) : one.start].rstrip()
        behind = self.text[one.end : one.end + 3].lstrip()
        sign = next(
            (sign for sign in SYMBOLS if before.endswith(sign) or behind.startswith(sign)), ""
        )
        if sign:
            at = self.text.find(sign, max(0, one.start - 3), one.end + 3)
            return self._amount(one, SYMBOLS[sign], min(one.start, at), max(one.end, at + 1))
        for at in (one.last, one.first - 1):
            cue = self.currency.get(at)
            if cue is not None:
                start = min(one.start, self.words[at].start)
                end = max(one.end, self.words[cue.last - 1].end)
                return self._amount(one, frozenset(cue.meaning), start, end)
        if behind.startswith("%") or one.last in self.percent:
            end = one.end + 1 if behind.startswith("%") else self.words[one.last].end
            return Value(Kind.PERCENT, one.start, end, number=one.number)
        unit = self._unit(one.last)
        if unit is not None:
            return Value(Kind.QUANTITY, one.start, unit[1], number=one.number, unit=unit[0])
        return Value(Kind.NUMBER, one.start, one.end, number=one.number)

    def _amount(self, one: Numeral, currencies: frozenset[str], start: int, end: int) -> Value:
        return Value(Kind.AMOUNT, start, end, number=one.number, currencies=currencies)

    def _unit(self, at: int) -> tuple[str, int] | None:
        """The unit that begins at a word, and its end; `business days` differ from days."""
        working = at in self.working
        at += working
        if at >= len(self.words):
            return None
        unit = self.lexicon.units.get(self.words[at].folded)
        if unit is None:
            return None
        end = self.words[at].end
        # Romance languages put it behind: `días hábiles`.
        if at + 1 in self.working:
            working, end = True, self.words[at + 1].end
        return (f"working {unit}" if working else unit), end


def _number(digits: str, language: str) -> Decimal:
    """Digits of any script with the separators of either habit."""
    plain = "".join(sign if sign in ".," else str(int(sign)) for sign in digits)
    marks = [sign for sign in plain if sign in ".,"]
    if not marks:
        return Decimal(plain)
    tail = len(plain) - 1 - max(plain.rfind("."), plain.rfind(","))
    thousands = (
        tail == 3
        and len(set(marks)) == 1
        and (len(marks) > 1 or marks[0] == ("," if language == "en" else "."))
    )
    if thousands:
        return Decimal(plain.replace(".", "").replace(",", ""))
    whole, fraction = plain[: len(plain) - 1 - tail], plain[len(plain) - tail :]
    return Decimal(f"{whole.replace('.', '').replace(',', '')}.{fraction}")
