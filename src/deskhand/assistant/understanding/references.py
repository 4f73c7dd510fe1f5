"""Which records a clause means: named, described, pointed at, or the only ones they can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.understanding.identifiers import Mention
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef
from deskhand.packs.loader import Pack
from deskhand.packs.phrases import Phrases, folded

How = Literal[
    "named",
    "place",
    "every",
    "latest",
    "other",
    "described",
    "state",
    "in_hand",
    "only_one",
    "likely",
]
_SAME_WORD = 86
"""Likeness in per cent (rapidfuzz) from which two words of five letters or more are the same."""
_SHORT_WORD = 5
_SHORTEST, _ENDING = 3, 3
"""A word of three letters is the same as one with up to three more behind it: cam, camera."""
_MOST_SEVERAL, _PAIR = 5, 2


@dataclass(frozen=True, slots=True)
class Pointed:
    """The records that are meant, and how that was seen; empty when nothing points at any."""

    records: tuple[Evidence, ...]
    how: How | None

    def __bool__(self) -> bool:
        return bool(self.records)


NOTHING = Pointed((), None)


@dataclass(frozen=True, slots=True)
class References:
    """Finds what a clause of a customer means among the records of one noun, newest first."""

    pack: Pack
    phrases: Phrases
    language: str
    dialogue: Dialogue

    def pointed(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        """What the clause's own words point at; identifiers are looked up before."""
        return (
            self._placed(clause, noun, records)
            or self._latest(clause, noun, records)
            or self._another(clause, noun, records)
            or self.described(clause, records)
            or self._in_state(clause, noun, records)
            or self._every(clause, noun, records)
            or self._in_hand(clause, noun, records)
        )

    def described(self, clause: str, records: Sequence[Evidence]) -> Pointed:
        """The records whose label the clause names, when that tells them apart from the others."""
        if not records:
            return NOTHING
        labels = [self.label_words(record) for record in records]
        spread = Counter(word for words in labels for word in words)
        said = [word for word in self.phrases.content(clause) if len(word) > 2]
        points = [
            sum(1 / spread[word] for word in words if any(same_word(word, one) for one in said))
            for words in labels
        ]
        best = max(points)
        if best < 0.5:
            return NOTHING
        chosen = tuple(
            record for record, point in zip(records, points, strict=True) if point >= best - 1e-9
        )
        return (
            Pointed(chosen, "described")
            if len(chosen) < len(records) or len(records) == 1
            else NOTHING
        )

    def label_words(self, record: Evidence) -> frozenset[str]:
        """The words that people may describe a record by."""
        noun = self.pack.nouns.get(record.subject)
        if noun is None or noun.label is None:
            return frozenset()
        value = record.fact(noun.label)
        return self.words_for(" ".join(value) if isinstance(value, tuple) else str(value or ""))

    def words_for(self, label: str) -> frozenset[str]:
        """The words of a label, and those that the language has for them."""
        words = {
            word
            for word in folded(label).split()
            if len(word) > 2 and not word.isdigit() and word not in self.phrases.stop_words
        }
        names = self.pack.example(self.language).names
        return frozenset(words).union(
            *(map(folded, said) for word, said in names.items() if word in words)
        )

    def _placed(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        shown = [ref for ref in self.dialogue.shown if ref.noun == noun]
        place = self.phrases.place(clause)
        if place is None or not shown:
            return NOTHING
        index = place - 1 if place > 0 else place
        if not -len(shown) <= index < len(shown):
            return NOTHING
        return Pointed(of_refs((shown[index],), records), "place")

    def _latest(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        if not records or not self.phrases.says("latest", clause):
            return NOTHING
        words = folded(clause).split()
        named = self._nouns_in(words)
        if named and noun not in named:
            return NOTHING
        return Pointed((records[0],), "latest")

    def _nouns_in(self, words: Sequence[str]) -> set[str]:
        examples = self.pack.example(self.language)
        return {
            name
            for name, said in examples.nouns.items()
            if any(folded(word) in words for word in said)
        }

    def _another(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        if not self.phrases.says("other", clause):
            return NOTHING
        held = {ref for ref in self.dialogue.in_hand if ref.noun == noun}
        shown = [ref for ref in self.dialogue.shown if ref.noun == noun and ref not in held]
        if held and len(shown) == 1:
            return Pointed(of_refs(shown, records), "other")
        told = {ref for ref in self.dialogue.told if ref.noun == noun}
        fresh = tuple(one for one in records if ref_of(one) not in told)
        described = self.described(clause, fresh) if len(fresh) > 1 else NOTHING
        return described or Pointed(fresh, "other")

    def _in_state(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        """The records in a state, for a clause that names nothing else ("the delayed one")."""
        states, rest = self._states(clause, noun)
        left = [word for word in self.phrases.content(rest) if word not in self._noun_words(noun)]
        if not states or left:
            return NOTHING
        return Pointed(self._of_states(states, noun, records), "state")

    def states_named(self, clause: str, noun: str) -> bool:
        """Whether the clause names a state of `noun`, or a group of states."""
        return bool(self._states(clause, noun)[0])

    def in_named_state(
        self, clause: str, noun: str, records: Sequence[Evidence]
    ) -> tuple[Evidence, ...]:
        """Those in a state that the clause speaks of; none when it speaks of no state."""
        states, _ = self._states(clause, noun)
        return self._of_states(states, noun, records)

    def _of_states(
        self, states: set[str], noun: str, records: Sequence[Evidence]
    ) -> tuple[Evidence, ...]:
        field = self.pack.nouns[noun].state
        return tuple(one for one in records if field and one.fact(field) in states)

    def _states(self, clause: str, noun: str) -> tuple[set[str], str]:
        """The states that a clause names, and what it says besides."""
        said = f" {self.phrases.unpointed(clause)} "
        states: set[str] = set()
        shape = self.pack.nouns[noun]
        for state, words in self.pack.example(self.language).states.get(noun, {}).items():
            for word in map(folded, words):
                if f" {word} " in said:
                    states |= {one for one, groups in shape.states.items() if state in groups}
                    states |= {state} & shape.states.keys()
                    said = said.replace(f" {word} ", " ")
        return states, said

    def _noun_words(self, noun: str) -> frozenset[str]:
        return frozenset(map(folded, self.pack.example(self.language).nouns.get(noun, ())))

    def _every(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        if not self.phrases.says("every", clause):
            return NOTHING
        shown = tuple(ref for ref in self.dialogue.shown if ref.noun == noun)
        held = tuple(ref for ref in self.dialogue.in_hand if ref.noun == noun)
        refs = shown if len(shown) > 1 else held if len(held) > 1 else ()
        most = _PAIR if self.phrases.says("both", clause) else _MOST_SEVERAL
        return Pointed(of_refs(refs, records) or tuple(records[:most]), "every")

    def _in_hand(self, clause: str, noun: str, records: Sequence[Evidence]) -> Pointed:
        held = self.dialogue.held_of(noun)
        return Pointed(of_refs(held, records), "in_hand") if held else NOTHING


def ref_of(record: Evidence) -> RecordRef:
    """The noun and number of a record."""
    return RecordRef(noun=record.subject, number=str(record.fact("number")))


def of_refs(refs: Sequence[RecordRef], records: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The records that `refs` name, in their order."""
    by_ref = {ref_of(record): record for record in records}
    return tuple(by_ref[ref] for ref in refs if ref in by_ref)


def named_of(
    mentions: Sequence[Mention], noun: str, records: Sequence[Evidence]
) -> tuple[tuple[Evidence, ...], tuple[str, ...]]:
    """The named records that are there, and the numbers that are not."""
    numbers = [one.record.number for one in mentions if one.record.noun == noun]
    by_number = {str(record.fact("number")).upper(): record for record in records}
    found = tuple(by_number[number] for number in numbers if number in by_number)
    return found, tuple(number for number in numbers if number not in by_number)


def same_word(one: str, other: str) -> bool:
    """Whether two words are the same but for spelling, number or a compound's end."""
    if one == other:
        return True
    short = min(len(one), len(other))
    if short >= 3 and (one.rstrip("s") == other.rstrip("s")):
        return True
    if short >= _SHORTEST and (one.startswith(other) or other.startswith(one)):
        return abs(len(one) - len(other)) <= _ENDING
    return short >= _SHORT_WORD and fuzz.ratio(one, other) >= _SAME_WORD
