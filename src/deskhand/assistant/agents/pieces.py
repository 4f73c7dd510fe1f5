"""Clauses that ask how many pieces records hold: "how many plugs did I order?"."""

from __future__ import annotations

from deskhand.assistant.agents.subject import Subject
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.steps import Compute
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import of_refs, ref_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, Topic
from deskhand.packs.phrases import folded

_MOST_ELSE = 1
"""A word of substance more may say how it was bought; with two another question is asked."""


async def counted(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """How many pieces of what the clause names are in the records that it means.

    None where it counts no parts, or asks in general: "how many plugs can one hub take?".
    """
    if act.procedural or act.supposing or not talk.speech.says("count", act.text):
        return None
    for noun, shape in talk.pack.nouns.items():
        if shape.label is None or not shape.identifiers:
            continue
        records = await _meant(talk, noun, act, subject, dialogue)
        parts = _parts(talk, shape.label, act, subject, records)
        if parts:
            held = tuple(one for one in records if set(_listed(one, shape.label)) & set(parts))
            step = Compute("pieces", tuple(one.id for one in held), shape.label, parts=parts)
            topic = Topic(intent=talk.told_intent(noun), asked=act.text)
            after = dialogue.with_topic(topic).model_copy(update={"open": None})
            return Told((step,), after.holding(*map(ref_of, held)), topic.intent)
    return None


async def _meant(
    talk: Talk, noun: str, act: Act, subject: Subject, dialogue: Dialogue
) -> tuple[Evidence, ...]:
    """The records that the clause names or describes as its customer's own, else those in hand."""
    records = await talk.world.records(noun)
    named = of_refs(subject.of(noun), records)
    in_hand = of_refs(dialogue.held_of(noun), records)
    if named and not (act.own or act.points or act.mentions or noun in subject.called):
        return in_hand if set(named) & set(in_hand) else ()
    return named or in_hand


def _parts(
    talk: Talk, field: str, act: Act, subject: Subject, records: tuple[Evidence, ...]
) -> tuple[str, ...]:
    """Which of the parts that the records list are counted: those that are named, or all."""
    listed = tuple(dict.fromkeys(part for one in records for part in _listed(one, field)))
    rest = talk.speech.without_all(("count", "sum", "which"), subject.text)
    words = talk.speech.content(talk.speech.unpointed(rest))
    labels = {part: talk.references(Dialogue()).words_for(part) for part in listed}
    named = [part for part in listed if any(_has(labels[part], word) for word in words)]
    every = talk.speech.says("pieces", rest)
    known = {folded(word) for said in _nouns(talk) for word in said.split()}
    left = [
        word
        for word in words
        if word not in known
        and not any(_has(one, word) for one in labels.values())
        and not talk.speech.says("pieces", word)
    ]
    if len(left) > (_MOST_ELSE if named else 0):
        return ()
    return listed if every else tuple(named)


def _nouns(talk: Talk) -> list[str]:
    return [word for words in talk.pack.example(talk.language).nouns.values() for word in words]


def _listed(record: Evidence, field: str) -> tuple[str, ...]:
    value = record.fact(field)
    return value if isinstance(value, tuple) else ()


def _has(labels: frozenset[str], word: str) -> bool:
    return any(same_word(word, label) for label in labels)
