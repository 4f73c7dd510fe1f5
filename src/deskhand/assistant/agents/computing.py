"""Clauses that ask for a figure: how many there are, what they come to, how many days it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskhand.assistant.agents import pieces
from deskhand.assistant.agents.subject import Subject, likely_of, meant_of
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.steps import Compute, Say, Step
from deskhand.assistant.procedures.slots import MOST_LISTED, related_to
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import of_refs, ref_of
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic
from deskhand.packs.phrases import folded

_DAYS = ("days", "how_long")
"""Bare questions that ask for days, and what procedures may answer to them."""


async def figure(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """The figure that a clause asks for and nothing else; None where it asks for more."""
    if act.kind not in ("says", "ellipsis") or talk.world.stranger or act.supposing:
        return None
    if (told := await pieces.counted(talk, act, subject, dialogue)) is not None:
        return told
    if talk.speech.asks("days", subject.text, subject.words):
        return await _days(talk, act, subject, dialogue)
    counts, sums = talk.speech.says("count", act.text), _sums(talk, act)
    lists = talk.speech.says("which", act.text) and not (counts or sums)
    if not (counts or sums or lists):
        return None
    noun = _counted(talk, act, subject, dialogue)
    if noun is None or _says_more(talk, noun, subject):
        return None
    if lists and not talk.references(dialogue).states_named(subject.text, noun):
        return None
    if subject.of(noun) and noun not in subject.called and not sums:
        return None  # "How many plugs are in there?" counts no orders.
    records = await talk.world.records(noun)
    wanted = await _wanted(talk, noun, act, subject, dialogue, records)
    topic = Topic(intent=talk.told_intent(noun), asked=act.text)
    if sums and not counts:
        return await _sum(talk, noun, wanted, dialogue, topic)
    return _count(talk, noun, wanted, records, dialogue, topic)


def _sums(talk: Talk, act: Act) -> bool:
    """Whether the clause asks what several things come to."""
    speech = talk.speech
    money = speech.says("money", act.text) or speech.question_word(act.text) == "how_much"
    return money and speech.says("sum", act.text)


async def _days(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """How many days it is to the next date of what is in hand, or since the last one."""
    topic = dialogue.topic
    for noun in sorted(subject.nouns):
        refs, _ = await meant_of(talk, noun, subject, dialogue)
        likely = await likely_of(talk, noun)
        near = min(likely, key=lambda one: _ahead(talk, one)) if likely else None
        refs = refs[:1] or ((ref_of(near),) if near is not None else ())
        dialogue, topic = dialogue.holding(*refs), None if refs else topic
    for kind in _DAYS:
        ran = await talk.runner.follow_up(kind, topic, act, dialogue) if topic else None
        if topic is not None and ran is not None and ran.steps:
            return Told(ran.steps, ran.dialogue, topic.intent)
    if len(dialogue.in_hand) != 1 or (topic and talk.is_about_documents(dialogue)):
        return None
    held = dialogue.in_hand[0]
    found = await talk.world.find(held.noun, [held.number])
    moments = [moment for record in found for moment in _moments(talk, record)]
    name = next((name for days, name in moments if days >= 0), moments[0][1] if moments else None)
    if name is None:
        return None
    step = Compute("days", (found[0].id,), name)
    return Told((step,), dialogue, talk.topic_intent(dialogue))


def _moments(talk: Talk, record: Evidence) -> list[tuple[int, str]]:
    """The dates of a record that are known, as days from today, with the names of their fields."""
    named = ((name, record.fact(name)) for name in talk.pack.nouns[record.subject].moments)
    return [((one - talk.world.today).days, name) for name, one in named if isinstance(one, date)]


def _ahead(talk: Talk, record: Evidence) -> int:
    """How many days a record's next date is away; many where none is to come."""
    return min(
        (days for days, _ in _moments(talk, record) if days >= 0), default=date.max.toordinal()
    )


def _counted(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> str | None:
    """The noun that is counted: named, the only one with such a state, or spoken of."""
    nouns = {name: shape for name, shape in talk.pack.nouns.items() if shape.identifiers}
    named = [noun for noun in nouns if noun in subject.called]
    if named:
        return named[0]
    references = talk.references(dialogue)
    stated = [noun for noun in nouns if references.states_named(subject.text, noun)]
    spoken_of = [ref.noun for ref in (*dialogue.in_hand, *dialogue.shown)]
    if not (stated or act.points or not talk.speech.content(act.text)):
        return None
    return next((noun for noun in spoken_of if noun in stated or not stated), None) or next(
        iter(stated), None
    )


def _says_more(talk: Talk, noun: str, subject: Subject) -> bool:
    """Whether the clause says something beside what is counted and in which state."""
    words = {word for said in subject.words for word in said.split()}
    for states in talk.pack.example(talk.language).states.values():
        words |= {word for said in states.values() for one in said for word in folded(one).split()}
    rest = talk.speech.without_all(("count", "sum", "money", "which"), subject.text)
    return any(word not in words for word in talk.speech.content(rest))


async def _wanted(
    talk: Talk,
    noun: str,
    act: Act,
    subject: Subject,
    dialogue: Dialogue,
    records: Sequence[Evidence],
) -> tuple[Evidence, ...]:
    """The records that are counted: in the state that is named, shown just before, or all."""
    among: Sequence[Evidence] = records
    shown = [ref for ref in dialogue.shown if ref.noun == noun]
    own = subject.of(noun)
    if own:
        among = of_refs(own, records)
    elif act.points and noun not in subject.nouns and len(shown) > 1:
        among = of_refs(shown, records)
    elif not act.own and noun not in subject.nouns and dialogue.held_of(noun) and not shown:
        refs, _ = await meant_of(talk, noun, subject, dialogue)
        among = of_refs(refs, records) or records
    references = talk.references(dialogue)
    if references.states_named(subject.text, noun):
        return references.in_named_state(subject.text, noun, among)
    return tuple(among)


def _count(
    talk: Talk,
    noun: str,
    wanted: tuple[Evidence, ...],
    records: Sequence[Evidence],
    dialogue: Dialogue,
    topic: Topic,
) -> Told:
    """How many there are, and a line for each."""
    shape, wording = talk.pack.nouns[noun], f"{noun}-count"
    known = wording if talk.renderer.wording.has(wording) else None
    ids, every = tuple(one.id for one in wanted), tuple(one.id for one in records)
    steps: list[Step] = [Compute("count", ids, shape.number, every, known)]
    steps += [Say(shape.listed, one.id) for one in wanted[:MOST_LISTED]]
    refs = tuple(map(ref_of, wanted))
    return Told(tuple(steps), _listing(dialogue, refs, topic), topic.intent)


async def _sum(
    talk: Talk, noun: str, wanted: tuple[Evidence, ...], dialogue: Dialogue, topic: Topic
) -> Told | None:
    """What they come to, by what the noun says that its sums are made of."""
    shape = talk.pack.nouns[noun]
    other, _, field = (shape.amounts or "").rpartition(".")
    refs = tuple(map(ref_of, wanted))
    if other:
        wanted = related_to(refs, await talk.world.records(other))
    elif (summed := shape.summed) is not None and len(wanted) > 1:
        wanted = tuple(
            one for one in wanted if summed.holds({noun: talk.world.condition_values(one)})
        )
    if not field or not wanted or (len(refs) == 1 and not other):
        return None
    step = Compute("sum", tuple(one.id for one in wanted), field)
    return Told((step,), _listing(dialogue, refs, topic), topic.intent)


def _listing(dialogue: Dialogue, refs: tuple[RecordRef, ...], topic: Topic) -> Dialogue:
    after = dialogue.with_topic(topic).model_copy(update={"open": None})
    return after.holding(*refs).model_copy(update={"shown": refs if len(refs) > 1 else after.shown})
