"""Which records a clause means by itself, and what is told of one."""

from __future__ import annotations

import re
from dataclasses import replace

from deskhand.assistant.agents.subject import Subject, aimed
from deskhand.assistant.agents.talk import GOING_ON, SHORT, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.procedures.slots import related_to
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.identifiers import Mention
from deskhand.assistant.understanding.references import ref_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic
from deskhand.packs.phrases import folded
from deskhand.packs.schema import Intent

_DESCRIBES = 4
"""A clause of so few words that names a label does nothing else; a longer one says more."""
_WISHES = 1
"""So many words beside what describes a record say what is wished for it: "return the tent"."""
_WHAT = "what"
"""What a record is, also in "what about the camera?", which asks for all that is told of it."""
_DIGITS = re.compile(r"(?<![\w$€£.,-])\d{3,8}(?![\w%€$]|[.,]\d)")
_NO_WORD = 2
"""Left-over words of so few letters are particles, and name nothing."""


async def noticed(talk: Talk, act: Act, dialogue: Dialogue) -> Dialogue:
    """A record of one's own that a clause describes is in hand, whatever answers the clause."""
    short = len(act.text.split()) <= SHORT
    in_general = act.supposing or (act.general and not act.own)
    intent = talk.pack.intents[act.intent or talk.outside]
    of_records = intent.about is not None and act.probability >= GOING_ON
    if act.mentions or dialogue.open is not None or in_general:
        return dialogue
    if not (act.own or short or of_records):
        return dialogue
    references = talk.references(dialogue)
    for noun, shape in talk.pack.nouns.items():
        if shape.label is not None and shape.identifiers:
            meant = references.described(act.text, await talk.world.records(noun))
            if len(meant.records) == 1:
                return dialogue.holding(ref_of(meant.records[0]))
    return dialogue


async def named_for(
    talk: Talk, act: Act, following: Act, dialogue: Dialogue
) -> tuple[RecordRef, ...]:
    """The records that a clause does nothing but name, where the next one asks about them."""
    if dialogue.open is not None or act.kind != "says" or following.kind != "says":
        return ()
    if following.mentions or talk.is_a_question(act) or not await only_points(talk, act):
        return ()
    references = talk.references(dialogue)
    for noun, shape in talk.pack.nouns.items():
        numbers = [one.record.number for one in act.mentions if one.record.noun == noun]
        if numbers:
            return tuple(map(ref_of, await talk.world.find(noun, numbers)))
        if not shape.identifiers or act.mentions:
            continue
        records = await talk.world.records(noun)
        pointed = references.pointed(act.text, noun, records)
        if len(pointed.records) == 1 and pointed.how not in (None, "in_hand"):
            return tuple(map(ref_of, pointed.records))
    return ()


async def with_what_there_is(talk: Talk, act: Act) -> Act:
    """The act with the records that its numbers stand for, as their own system spells them.

    A number that stands for no record of this customer is left out, unless it surely names one.
    """
    kept = []
    for mention in act.mentions:
        found = await talk.world.meant(mention.record.noun, mention.record.number)
        if found is not None:
            kept.append(replace(mention, record=ref_of(found)))
        elif mention.sure:
            kept.append(mention)
    mentions = tuple(kept) or await _by_their_digits(talk, act)
    return act if mentions == act.mentions else replace(act, mentions=mentions)


async def _by_their_digits(talk: Talk, act: Act) -> tuple[Mention, ...]:
    """ "I meant 201": a bare number that one record of the customer's own ends with."""
    found: list[Mention] = []
    for match in _DIGITS.finditer(act.text):
        named = [
            ref_of(record)
            for noun, shape in talk.pack.nouns.items()
            if shape.identifiers
            for record in await talk.world.records(noun)
            if re.sub(r"^\D+", "", str(record.fact("number"))) == match.group()
        ]
        if len(named) == 1:
            found.append(Mention(named[0], match.start(), match.end(), sure=False))
    return tuple(found)


async def own_noun(talk: Talk, act: Act) -> str | None:
    """The noun of a record of the customer's own that the clause, or its wish, describes."""
    wish = talk.pack.intents[act.intent or talk.outside].wish
    if not (act.own or wish) or act.procedural or act.general:
        return None
    references = talk.references(Dialogue())
    for noun, shape in talk.pack.nouns.items():
        if shape.label is not None and shape.identifiers:
            records = await talk.world.records(noun)
            if references.described(act.text, records):
                return noun
    return None


async def label_in_hand(talk: Talk, dialogue: Dialogue) -> str:
    """What the record in hand is known by, where it is one thing; empty where there is none."""
    held = dialogue.in_hand[:1]
    shape = talk.pack.nouns.get(held[0].noun) if held else None
    if shape is None or shape.label is None:
        return ""
    found = await talk.world.find(held[0].noun, [held[0].number])
    value = found[0].fact(shape.label) if found else None
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else ""
    return str(value or "")


async def related(talk: Talk, act: Act, noun: str, other: str) -> bool:
    """Whether records of `other` belong to those of `noun` that the clause describes."""
    meant = talk.references(Dialogue()).described(act.text, await talk.world.records(noun))
    refs = tuple(map(ref_of, meant.records))
    return bool(related_to(refs, await talk.world.records(other)))


async def only_points(talk: Talk, act: Act) -> bool:
    """Whether the clause does nothing but name or point at records."""
    if not (act.mentions or act.points or len(act.text.split()) <= SHORT):
        return False
    text = act.unnumbered
    if act.mentions and folded(text) and act.in_scope and act.probability >= GOING_ON:
        return False
    said = set(talk.speech.content(talk.speech.unpointed(text)))
    examples = talk.pack.example(talk.language)
    known = {folded(word) for words in examples.nouns.values() for word in words}
    left = {word for word in said if word not in known and not word.isdigit()}
    if act.mentions and not left:
        return True
    if left and len(act.text.split()) <= _DESCRIBES and _names_a_state(talk, act, left):
        return True
    labels = await _label_words(talk) if left else set()
    named = {word for word in left if any(same_word(word, label) for label in labels)}
    if any(len(word) > _NO_WORD for word in left - named):
        return False
    if {"other", "every", "latest", "place"} & act.points:
        return True
    described = bool(named)
    in_general = act.general and not act.own
    return described and not in_general and len(act.text.split()) <= _DESCRIBES


def _names_a_state(talk: Talk, act: Act, left: set[str]) -> bool:
    """Whether what a clause says is a state that records may be in: "the lost one"."""
    every = talk.pack.example(talk.language).states.values()
    words = {word for states in every for said in states.values() for word in said}
    known = {one for word in words for one in folded(word).split()}
    asks = act.general or talk.speech.question_word(act.text) is not None
    return left <= known and not asks


async def _label_words(talk: Talk) -> set[str]:
    """The words that the customer's records are described by, of the first noun that has any."""
    nouns = talk.pack.nouns.items()
    described = next((noun for noun, shape in nouns if shape.label and shape.identifiers), None)
    if described is None:
        return set()
    references = talk.references(Dialogue())
    records = await talk.world.records(described)
    return {word for record in records for word in references.label_words(record)}


async def means_a_record(talk: Talk, act: Act, intent: Intent, dialogue: Dialogue) -> bool:
    """Whether a wish asked in general means one of the customer's records all the same."""
    noun = intent.about
    if noun is None:
        return False
    if any(mention.record.noun == noun for mention in act.mentions):
        return True
    verb_alone = len(talk.speech.content(act.text)) <= 1 and not talk.is_about_documents(dialogue)
    in_hand = any(ref.noun == noun for ref in dialogue.in_hand)
    if verb_alone and in_hand:
        return True  # "Can I cancel?", while an order is spoken of.
    if in_hand and act.points and len(talk.speech.content(act.text)) <= 1:
        return True  # "Can I return it?", after the instructions for it.
    if not act.own and not act.points:
        return False
    if await describes(talk, act, noun, dialogue):
        return True
    spoken_of = (*dialogue.held_of(noun), *dialogue.shown)
    held = any(ref.noun == noun for ref in spoken_of)
    return held and bool(act.points) and not talk.is_about_documents(dialogue)


async def described_alone(
    talk: Talk, act: Act, intent: Intent, dialogue: Dialogue
) -> tuple[RecordRef, ...]:
    """The one record that a wish describes where it says hardly more than that."""
    if intent.about is None or act.supposing or act.mentions:
        return ()
    records = await talk.world.records(intent.about)
    references = talk.references(dialogue)
    meant = references.described(act.text, records).records
    if len(meant) != 1:
        return ()
    labels = references.label_words(meant[0])
    said = talk.speech.content(act.text)
    more = [word for word in said if not any(same_word(word, label) for label in labels)]
    return tuple(map(ref_of, meant)) if len(more) <= _WISHES else ()


async def describes(talk: Talk, act: Act, noun: str, dialogue: Dialogue) -> bool:
    """Whether the clause has words that one of the customer's records is known by."""
    records = await talk.world.records(noun)
    return bool(talk.references(dialogue).described(act.text, records))


async def asked_of_a_record(
    talk: Talk, act: Act, subject: Subject, dialogue: Dialogue
) -> Told | None:
    """ "Where's the camera?": a bare question word, and a record by what it is described by."""
    if act.mentions:
        return None
    for noun in sorted(subject.nouns):
        shape, refs = talk.pack.nouns[noun], subject.of(noun)
        kinds = (
            kind
            for kind in shape.answers
            if refs and kind != _WHAT and talk.speech.asks(kind, subject.text, subject.words)
        )
        kind = next(kinds, None)
        if kind is None:
            continue
        topic = Topic(intent=talk.told_intent(noun), asked=act.text)
        held = dialogue.model_copy(update={"in_hand": refs})
        ran = await talk.runner.tell(shape.answers[kind], noun, topic, aimed(act), held)
        return told_of(ran, topic.intent)
    return None


async def told_of_record(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """What is told of a record when nothing particular is asked."""
    noun = act.mentions[0].record.noun if act.mentions else next(iter(talk.pack.nouns))
    topic = Topic(intent=talk.told_intent(noun), asked=act.text)
    wording, referring = talk.pack.nouns[noun].told, replace(act, kind="refer")
    ran = await talk.runner.tell(wording, noun, topic, referring, dialogue)
    return told_of(ran, topic.intent)
