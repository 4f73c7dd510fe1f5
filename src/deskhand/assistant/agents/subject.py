"""What a clause speaks of: nouns that it names, and records that it describes or leans on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.procedures.slots import related_to
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef
from deskhand.packs.phrases import folded

_SHORTEST_LABEL = 3
_LEANING = 10
"""A clause of more words tells by itself what it is about."""
_UNNAMED = 0.1
"""Of the probability of an intent about a noun that is neither in hand nor named."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`nouns` are named by a number, a description of a record, or a word for them (`called`);
    `words` are those words. `records` are those that are numbered or described."""

    text: str
    nouns: frozenset[str]
    called: frozenset[str]
    records: tuple[RecordRef, ...]
    words: tuple[str, ...]

    def of(self, noun: str) -> tuple[RecordRef, ...]:
        """The records of a noun that the clause itself tells apart."""
        return tuple(ref for ref in self.records if ref.noun == noun)


async def subject_of(talk: Talk, act: Act, dialogue: Dialogue) -> Subject:
    """What the clause itself names."""
    text = act.unnumbered
    said = f" {folded(text)} "
    refs = [mention.record for mention in act.mentions]
    called: set[str] = set()
    words: list[str] = []
    for noun, known in talk.pack.example(talk.language).nouns.items():
        found = [word for word in map(folded, known) if f" {word} " in said]
        words += found
        called |= {noun} if found else set()
    nouns = called | {ref.noun for ref in refs}
    for noun, meant in await _described(talk, text, dialogue):
        labels = {word for one in meant for word in talk.references(dialogue).label_words(one)}
        words += [word for word in said.split() if _labels(word, labels)]
        nouns.add(noun)
        refs += map(ref_of, meant)
    return Subject(
        text, frozenset(nouns), frozenset(called), tuple(dict.fromkeys(refs)), tuple(words)
    )


def _labels(word: str, labels: set[str]) -> bool:
    return len(word) >= _SHORTEST_LABEL and any(same_word(word, label) for label in labels)


async def _described(
    talk: Talk, text: str, dialogue: Dialogue
) -> list[tuple[str, tuple[Evidence, ...]]]:
    found = []
    for noun, shape in talk.pack.nouns.items():
        if shape.label is not None and shape.identifiers:
            meant = talk.references(dialogue).described(text, await talk.world.records(noun))
            if meant:
                found.append((noun, meant.records))
    return found


async def meant_of(
    talk: Talk, noun: str, subject: Subject, dialogue: Dialogue
) -> tuple[tuple[RecordRef, ...], bool]:
    """The records of `noun` that a clause about `subject` means, and whether they only belong
    to another record that it means: the invoice of an order. None where nothing tells."""
    own = subject.of(noun)
    if own:
        return own, False
    others = subject.records or (() if subject.nouns else dialogue.in_hand)
    if not subject.records and any(one.noun == noun for one in dialogue.in_hand):
        return dialogue.held_of(noun), False
    if not others and subject.nouns - {noun}:
        for name in sorted(subject.nouns - {noun}):
            others = (*others, *await _one(talk, name, dialogue))
    records = await talk.world.records(noun)
    related = related_to(others, records) if others else ()
    if related:
        return (ref_of(related[0]),), True
    named = [one for ref in others for one in await _named_by(talk, ref, records)]
    if named:
        return (ref_of(named[0]),), True
    return (() if subject.records else dialogue.held_of(noun)), False


async def _named_by(
    talk: Talk, ref: RecordRef, records: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """Those of `records` that the record itself names: the plan of an invoice."""
    found = await talk.world.find(ref.noun, [ref.number])
    return tuple(one for one in records if related_to((ref_of(one),), found))


async def likely_of(talk: Talk, noun: str) -> tuple[Evidence, ...]:
    """The records that a bare question about a noun means: the first kind that there is any of."""
    records = await talk.world.records(noun)
    for likely in talk.pack.nouns[noun].likely:
        found = tuple(
            one for one in records if likely.holds({noun: talk.world.condition_values(one)})
        )
        if found:
            return found
    return ()


async def _one(talk: Talk, noun: str, dialogue: Dialogue) -> tuple[RecordRef, ...]:
    """The record of a noun that is held, or the only one there is."""
    held = dialogue.held_of(noun)
    records = await talk.world.records(noun)
    return held or (tuple(map(ref_of, records)) if len(records) == 1 else ())


def weighed(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Act:
    """The act with intents about nouns that nobody speaks of made less probable.

    A classifier reads each clause as if it were the first. What is asked of another noun than the
    one in hand mostly names it.
    """
    held = {ref.noun for ref in dialogue.in_hand}
    if not held or len(act.text.split()) > _LEANING:
        return act
    near = held | subject.nouns | {None}
    intents = talk.pack.intents
    ranked = [
        (name, likely if intents[name].about in near else likely * _UNNAMED)
        for name, likely in act.ranked
    ]
    before, after = (sum(likely for _, likely in one) for one in (act.ranked, ranked))
    if not after or before == after:
        return act
    scaled = [(name, likely * before / after) for name, likely in ranked]
    return replace(act, ranked=tuple(sorted(scaled, key=lambda one: -one[1])))


def aimed(act: Act) -> Act:
    """The act as one that points at what is in hand and at nothing else."""
    return replace(act, text="", mentions=(), points=frozenset({"point"}))
