"""What a clause speaks of: nouns that it names, and records that it describes or leans on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.procedures.slots import related_to
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef
from deskhand.packs.phrases import folded

_SHORTEST_LABEL = 3


@dataclass(frozen=True, slots=True)
class Subject:
    """`nouns` are named by a word, a number or a description of a record; `words` are the words
    that did so. `records` are those that are numbered or described."""

    text: str
    nouns: frozenset[str]
    records: tuple[RecordRef, ...]
    words: tuple[str, ...]

    def of(self, noun: str) -> tuple[RecordRef, ...]:
        """The records of a noun that the clause itself tells apart."""
        return tuple(ref for ref in self.records if ref.noun == noun)


async def subject_of(talk: Talk, act: Act, dialogue: Dialogue) -> Subject:
    """What the clause itself names."""
    text = act.text
    for mention in reversed(act.mentions):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    said = f" {folded(text)} "
    refs = [mention.record for mention in act.mentions]
    nouns = {ref.noun for ref in refs}
    words: list[str] = []
    for noun, known in talk.pack.example(talk.language).nouns.items():
        found = [word for word in map(folded, known) if f" {word} " in said]
        words += found
        nouns |= {noun} if found else set()
    for noun, meant in await _described(talk, text, dialogue):
        labels = {word for one in meant for word in talk.references(dialogue).label_words(one)}
        words += [word for word in said.split() if _labels(word, labels)]
        nouns.add(noun)
        refs += map(ref_of, meant)
    return Subject(text, frozenset(nouns), tuple(dict.fromkeys(refs)), tuple(words))


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
    related = related_to(others, await talk.world.records(noun)) if others else ()
    if related:
        return (ref_of(related[0]),), True
    return (() if subject.records else dialogue.held_of(noun)), False


async def _one(talk: Talk, noun: str, dialogue: Dialogue) -> tuple[RecordRef, ...]:
    """The record of a noun that is held, or the only one there is."""
    held = dialogue.held_of(noun)
    records = await talk.world.records(noun)
    return held or (tuple(map(ref_of, records)) if len(records) == 1 else ())


def aimed(act: Act) -> Act:
    """The act as one that points at what is in hand and at nothing else."""
    return replace(act, text="", mentions=(), points=frozenset({"point"}))
