"""Whether a clause tells nothing but the values of one record."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from deskhand.assistant.evidence import FactKind
from deskhand.assistant.guardrails.grounds import Grounds
from deskhand.assistant.guardrails.lexicon import Means
from deskhand.assistant.guardrails.parsing import Stretch
from deskhand.assistant.guardrails.phrasebook import Cue
from deskhand.assistant.guardrails.records import Record
from deskhand.assistant.guardrails.spellings import compact
from deskhand.assistant.guardrails.values import Kind, Known, Value, date_value

_PIECE = 4
"""The name of a piece is looked for in so many words behind its number."""


class Telling:
    """A clause held against one record: what it explains, and what it denies."""

    def __init__(self, clause: Stretch, record: Record, grounds: Grounds) -> None:
        self.clause, self.record, self.grounds = clause, record, grounds
        self.denied: Cue[Means] | None = None
        self._assumed = clause.has("conditions")
        self._hopes = clause.has("future", "ability")
        self._explained = set(clause.covered("courtesy", "answers"))
        self._shown: set[int] = set()
        self._noes = [cue.first for cue in clause.of("negations")]
        self._cued: list[Cue[Means]] = []
        self._states()
        self._flags()
        self._fields()
        self._done()
        own = grounds.customer | record.words
        self.complete = (
            self.denied is None
            and all(
                at in self._explained
                or clause.words[at].stem in clause.lexicon.things
                or clause.words[at].stem in own
                for at in clause.content
            )
            and all(self._has(value) for value in clause.values)
            and self._names_its_field()
            and self._deeds_shown()
            and not self._only_talks()
        )

    def _only_talks(self) -> bool:
        """Whether nothing was said that the record could confirm."""
        talk = self.clause.covered("courtesy", "answers")
        confirmed = self._explained - talk or self.clause.has("unknown")
        return not self.clause.values and not confirmed

    def _deeds_shown(self) -> bool:
        """Whether every act that is told is a state, a field or a ledger row that was found."""
        if not self.clause.has("actors", "staff", "passives", "future"):
            return True
        words, things = self.clause.words, self.clause.lexicon.things
        told = {at for at in self.clause.covered("acts") if words[at].stem not in things}
        return told <= self._shown

    def _denies(self, cue: Cue[Means]) -> bool:
        """Whether a word outside the cue denies what the cue says."""
        noes = self._noes
        return bool(noes) and (noes[0] < cue.first or noes[-1] >= cue.last)

    def _show(self, cue: Cue[Means]) -> None:
        self._explained.update(range(cue.first, cue.last))
        self._shown.update(range(cue.first, cue.last))

    def _settle(self, cue: Cue[Means], true: bool) -> None:
        if true:
            self._show(cue)
            self._cued.append(cue)
        elif self.denied is None:
            self.denied = cue

    def _states(self) -> None:
        if not self.record.stated:
            return
        longer = {
            at
            for cue in self.clause.of("fields")
            if cue.last - cue.first > 1
            for at in range(cue.first, cue.last)
        }
        for cue, meanings in _together(self.clause.of("states")):
            if cue.first in longer and cue.last - 1 in longer:
                continue
            holds = bool(meanings & self.record.stated) or cue.meaning[0] in self.record.proved
            if (self._hopes or self._assumed) and not holds:
                # `will be delivered` speaks of a day to come, which a field has to know.
                continue
            self._settle(cue, holds != self._denies(cue))

    def _flags(self) -> None:
        for cue, patterns in _together(self.clause.of("flags")):
            values = [
                fact.value for fact in self.record.facts(patterns) if isinstance(fact.value, bool)
            ]
            if values and not self._assumed:
                self._settle(cue, any(values) != self._denies(cue))

    def _fields(self) -> None:
        for cue, patterns in _together(self.clause.of("fields")):
            if set(range(cue.first, cue.last)) <= self._explained:
                self._cued.append(cue)
                continue
            facts = self.record.facts(patterns)
            if not facts:
                continue
            known = any(fact.value is not None for fact in facts)
            missing = self._denies(cue) or self.clause.has("unknown")
            firm = any(value.kind is not Kind.IDENTIFIER for value in self.clause.values)
            firm = firm or self.clause.has("states", "flags")
            if known and (not missing or firm):
                self._settle(cue, true=True)
            else:
                self._settle(cue, true=missing and not known)
        if self.clause.has("unknown"):
            self._explained |= self.clause.covered("unknown")

    def _done(self) -> None:
        cues = self.clause.of("done")
        ledger = [one for one in self.grounds.records if one.item.kind == "ledger"]
        codes = {code for one in ledger for code in one.codes}
        # `a person` alone tells nothing of the ledger; `handed over` or its number does.
        firm = any(cue.last - cue.first > 1 for cue in cues)
        firm = firm or any(value.text in codes for value in self.clause.values)
        if self.clause.negated or not firm:
            return
        for cue, patterns in _together(cues):
            if any(
                fact.kind is FactKind.DONE and fact.value not in (None, False)
                for record in ledger
                for fact in record.facts(patterns)
            ):
                self._show(cue)

    def _names_its_field(self) -> bool:
        """Whether a text or a number that stands beside a field's name is that field's own."""
        words = self.clause.words
        own = {words[at].stem for at in self.clause.content} & self.record.words
        codes = {one.text for one in self.clause.values if one.kind is Kind.IDENTIFIER}
        for cue in (one for one in self._cued if one.kind == "fields"):
            facts = [one for one in self.record.facts(cue.meaning) if isinstance(one.value, str)]
            texts = {
                word.stem
                for fact in facts
                if fact.kind is FactKind.TEXT
                for word in self.record.stemmer.words(str(fact.value))
            }
            if texts and own and not texts & own:
                return False
            spelt = {compact(str(one.value)) for one in facts if one.kind is FactKind.IDENTIFIER}
            if spelt and codes & self.record.codes and not codes & spelt:
                return False
        return True

    def _compared(self, value: Value) -> bool:
        """Whether a word before a value makes it a bound: `on or before`, `at least`."""
        at = bisect_left(self.clause.words, value.start, key=lambda word: word.start)
        return at in self._bounds

    @cached_property
    def _bounds(self) -> frozenset[int]:
        """The places behind words that make a bound of what follows."""
        kinds = ("conditions", "hedges", "limits")
        named = self.clause.covered("fields")  # `adds up to` bounds nothing.
        return frozenset(
            cue.last for kind in kinds for cue in self.clause.of(kind) if cue.first not in named
        )

    def _has(self, value: Value) -> bool:
        if value.kind is Kind.IDENTIFIER and any(
            value.text in one.codes for one in self.grounds.records if one.item.kind == "ledger"
        ):
            return True
        cued = self._known_by_cues
        if self._compared(value):
            return False
        if value.kind is Kind.NUMBER:
            return self._counts(value)
        if value.kind in (Kind.DATE, Kind.WEEKDAY, Kind.QUANTITY):
            if not self._in_its_time(value):
                return False
            distance = value.kind is Kind.QUANTITY and value.unit in ("day", "week")
            known = cued if cued.days else self.record.everything
            if distance and known.days:
                return self._lies_ahead_or_behind(known, value)
            if not cued.days and self.clause.has("states"):
                # The day of a state is told by a field of its own, or not at all.
                return False
            return known.has(value)
        return self.record.everything.has(value)

    @cached_property
    def _known_by_cues(self) -> Known:
        """The values of the fields that the clause names."""
        fields = [cue for cue in self._cued if cue.kind == "fields"]
        return self.record.known({pattern for cue in fields for pattern in cue.meaning})

    def _in_its_time(self, value: Value) -> bool:
        """Whether a day agrees with the tense: what was lies behind."""
        if value.kind is not Kind.DATE or not self.clause.has("past"):
            return True
        days = [day for day in self.record.everything.days if value.agrees(date_value(day))]
        return self.clause.has("future") or any(day <= self.record.today for day in days)

    def _lies_ahead_or_behind(self, known: Known, value: Value) -> bool:
        """Whether a distance is right: behind with a word such as `ago`, ahead without one."""
        ago = self.clause.has("ago")
        days = tuple(day for day in known.days if (day < self.record.today) == ago)
        return Known(known.values, days, self.record.today).has(value)

    def _counts(self, value: Value) -> bool:
        """Whether a bare number is right: of the piece that is named behind it, if one is."""
        words = self.clause.words
        at = bisect_left(words, value.start, key=lambda word: word.start)
        behind = bisect_left(words, value.end, key=lambda word: word.start)
        before, after = words[max(0, at - 1) : at], words[behind : behind + _PIECE]
        if any(word.stem in self.record.words for word in before):
            # A figure of a name, such as the 3 of a third edition.
            return self.record.everything.has(value)
        said = frozenset(word.stem for word in after)
        named = [count for words, count in self.record.pieces if words & said]
        if named:
            return value.number in named
        return any(value.agrees(one) for one in self.record.counted)


def _together(
    cues: Iterable[Cue[Means]],
) -> Iterator[tuple[Cue[Means], frozenset[str]]]:
    """Each place once, with all that its words may mean."""
    places: dict[tuple[int, int], list[Cue[Means]]] = {}
    for cue in cues:
        places.setdefault((cue.first, cue.last), []).append(cue)
    for same in places.values():
        yield same[0], frozenset(meaning for cue in same for meaning in cue.meaning)
