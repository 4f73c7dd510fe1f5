"""Answers to what the customer was asked: yes or no, a choice, some words."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import documents, leaning, meaning, people, pointing
from deskhand.assistant.agents.talk import SHORT, SURE, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Ask, Say
from deskhand.assistant.procedures.slots import with_records
from deskhand.assistant.procedures.walk import HandOver
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of, same_word
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion, SlotValue, Topic
from deskhand.packs.phrases import folded

_RATHER_A_WISH = 0.8
"""From this probability the words are no answer to "tell us", but ask for something known."""
_A_NEW_WISH = 0.75
"""From this probability a longer clause asks for something else than which record is meant."""
_LONG = 2 * SHORT
"""A clause of more words tells a story; a record that it describes is no choice."""
_RECENT = 2
"""So many topics back a proposal is still remembered; a yes reaches no further."""
_LONGEST_SLOT = 500
"""Characters of the customer's own words that a form keeps: a paragraph, and no letter."""


async def answered(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What the clause says to the open question; None when it speaks of something else."""
    asked = dialogue.open
    if asked is None:
        return None
    if asked.kind in ("confirm", "offer"):
        return await _yes_or_no(talk, asked, act, dialogue)
    if act.kind == "decline":
        after = dialogue.without_topic()
        return Told((Say("dropped", kind="courtesy"),), after, talk.topic_intent(dialogue))
    if asked.kind == "record":
        return await _chosen(talk, asked, act, dialogue)
    if asked.kind in ("topic", "passage") and act.kind == "confirm" and len(asked.choices) > 1:
        return _which_of_them(talk, asked, dialogue)
    if asked.kind == "topic":
        return await _topic_chosen(talk, asked, act, dialogue)
    if asked.kind == "passage":
        chosen = _choice_of(talk, asked, act)
        if chosen is None:
            return None
        return await documents.chosen(talk.world, chosen, dialogue, talk.topic_intent(dialogue))
    if asked.kind == "text" and act.kind == "says" and act.probability < _RATHER_A_WISH:
        return await _text_given(talk, asked, act, dialogue)
    return None


async def _yes_or_no(talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue) -> Told | None:
    """What a yes or a no comes to, of a proposal or of the offer of a person."""
    topic = dialogue.topic_of(asked.intent)
    yes = act.kind == "confirm" or _repeats_the_wish(talk, act, topic, asked)
    if yes and asked.kind == "offer":
        return people.person(talk, dialogue)
    if yes and topic is not None:
        return await _passed_on(talk, asked, topic, dialogue)
    if act.kind == "decline" or (act.kind == "drop" and asked.kind == "confirm"):
        all_right = Say("all-right", kind="courtesy")
        after = _declined(dialogue, topic)
        return Told((all_right,), after, talk.topic_intent(dialogue), small=True)
    return None


async def late_yes(talk: Talk, dialogue: Dialogue) -> Told | None:
    """A yes to what was proposed before something else was asked."""
    topic = next((one for one in reversed(dialogue.topics[-_RECENT:]) if one.action), None)
    if topic is None or topic.step != "proposed":
        return None
    asked = OpenQuestion(kind="confirm", action=topic.action, intent=topic.intent)
    return await _passed_on(talk, asked, topic, dialogue)


def _repeats_the_wish(talk: Talk, act: Act, topic: Topic | None, asked: OpenQuestion) -> bool:
    """ "Yes, cancel ORD124": the proposed thing named once more, with a yes before it."""
    if topic is None or asked.kind != "confirm" or act.intent != topic.intent:
        return False
    named = {mention.record for mention in act.mentions}
    proposed = {ref for slot in topic.slots.values() for ref in slot.records}
    if not named <= proposed:
        return False
    first = folded(act.text).split()[:1]
    return act.probability >= SURE and bool(first) and talk.speech.is_only("confirm", first[0])


async def _passed_on(talk: Talk, asked: OpenQuestion, topic: Topic, dialogue: Dialogue) -> Told:
    """What was agreed goes to a person, who does it."""
    refs = tuple(ref for slot in topic.slots.values() for ref in slot.records)
    done = topic.model_copy(update={"step": "passed_on", "action": None})
    after = dialogue.with_topic(done).model_copy(update={"open": None})
    hand_over = HandOver(f"The customer agreed: {asked.action}.", refs, asked.action)
    records = [one for ref in refs for one in await talk.world.find(ref.noun, [ref.number])]
    record = records[0].id if records else None
    passed = Say(f"{asked.action}-passed", record, kind="waiting")
    return Told((passed,), after, topic.intent, hand_over=hand_over)


async def _chosen(talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue) -> Told | None:
    """The topic with the record that the clause chooses; None when it means something else."""
    noun, topic = asked.noun or "", dialogue.topic
    if topic is None:
        return None
    records = await talk.world.records(noun)
    references = talk.references(dialogue)
    choices = {choice.value for choice in asked.choices}
    offered = tuple(one for one in records if str(one.fact("number")) in choices)
    numbers = [mention.record.number for mention in act.mentions if mention.record.noun == noun]
    found = await talk.world.find(noun, numbers)
    if not numbers:
        pointed = references.pointed(act.text, noun, offered or records)
        if pointed.how == "in_hand" or (pointed and len(act.text.split()) > _LONG):
            return None
        found = pointed.records
    if not found:
        return None
    intent = talk.pack.intents.get(topic.intent)
    if intent is None or (act.intent != topic.intent and _is_a_new_wish(act)):
        return None
    if numbers and act.intent != topic.intent and not await pointing.only_points(talk, act):
        return None
    refs = tuple(map(ref_of, found))
    chosen = with_records(topic, asked.slot or "record", refs)
    after = dialogue.model_copy(update={"open": None, "in_hand": refs})
    answering = replace(act, kind="answer", mentions=(), points=frozenset())
    return await leaning.again(talk, chosen, answering, after, refs)


def _is_a_new_wish(act: Act) -> bool:
    """A longer clause that surely asks for something else, and not only which one."""
    return act.probability >= _A_NEW_WISH and len(act.text.split()) > SHORT and act.kind == "says"


async def _topic_chosen(
    talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue
) -> Told | None:
    name = _choice_of(talk, asked, act)
    if name is None:
        return None
    surely = replace(act, ranked=((name, 1.0),))
    return await meaning.led_by(talk, name, surely, dialogue)


def _which_of_them(talk: Talk, asked: OpenQuestion, dialogue: Dialogue) -> Told:
    """A yes to several choices says nothing; they are read out once more."""
    labels = tuple(choice.label for choice in asked.choices)
    ask = Ask("which-section", asked, values=(("choices", labels),))
    return Told((ask,), dialogue, talk.topic_intent(dialogue), unclear=True)


def _choice_of(talk: Talk, asked: OpenQuestion, act: Act) -> str | None:
    """The value of the choice that a clause names: its label, its place, or its own words."""
    said, place = folded(act.text), talk.speech.place(act.text)
    for number, choice in enumerate(asked.choices, start=1):
        if said == folded(choice.label) or place == number:
            return choice.value
    if place == -1 and asked.choices:
        return asked.choices[-1].value
    if act.kind == "confirm" and len(asked.choices) == 1:
        return asked.choices[0].value
    words = talk.speech.content(act.text)
    if not words or len(words) > SHORT:
        return None
    fits = [
        choice.value
        for choice in asked.choices
        if all(any(same_word(word, one) for one in folded(choice.label).split()) for word in words)
    ]
    return fits[0] if len(fits) == 1 else None


async def _text_given(talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue) -> Told | None:
    topic = dialogue.topic
    intent = talk.pack.intents.get(topic.intent) if topic else None
    if topic is None or intent is None or intent.procedure is None or asked.slot is None:
        return None
    given = topic.slots.get(asked.slot) or SlotValue(text=act.text[:_LONGEST_SLOT])
    filled = topic.model_copy(update={"slots": {**topic.slots, asked.slot: given}})
    after = dialogue.model_copy(update={"open": None})
    ran = await talk.runner.run(intent.procedure, filled, replace(act, mentions=()), after)
    return told_of(ran, topic.intent)


def _declined(dialogue: Dialogue, topic: Topic | None) -> Dialogue:
    """The dialogue after a no: what was proposed is off the table."""
    dialogue = dialogue.model_copy(update={"open": None})
    if topic is None or topic.action is None:
        return dialogue
    return dialogue.with_topic(topic.model_copy(update={"step": "told", "action": None}))
