"""Answers to what the customer was asked: yes or no, a choice, some words."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import documents, leaning, meaning, people, pointing, proposals
from deskhand.assistant.agents.talk import SHORT, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Ask, Say
from deskhand.assistant.procedures.given import EVERY, with_value
from deskhand.assistant.procedures.slots import with_records
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
_LONGEST_SLOT = 500
"""Characters of the customer's own words that a form keeps: a paragraph, and no letter."""


async def answered(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What the clause says to the open question; None when it speaks of something else."""
    asked = dialogue.open
    if asked is None:
        return None
    if asked.kind == "confirm":
        return await proposals.answered(talk, asked, act, dialogue)
    if asked.kind == "offer":
        return _to_the_offer(talk, act, dialogue)
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
    if asked.kind == "choice":
        return await _value_given(talk, asked, act, dialogue)
    if asked.kind == "text" and act.kind == "says" and act.probability < _RATHER_A_WISH:
        return await _text_given(talk, asked, act, dialogue)
    return None


def _to_the_offer(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What a yes or a no to the offer of a person comes to."""
    if act.kind == "confirm":
        return people.person(talk, dialogue)
    if act.kind != "decline":
        return None
    after = dialogue.model_copy(update={"open": None})
    all_right = Say("all-right", kind="courtesy")
    return Told((all_right,), after, talk.topic_intent(dialogue), small=True)


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
        return _asked_again(talk, asked, act, dialogue)
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


def _asked_again(talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue) -> Told | None:
    """ "My order" chooses none of several: the question once more."""
    said = talk.speech.content(act.text)
    known = {
        folded(word) for word in talk.pack.example(talk.language).nouns.get(asked.noun or "", ())
    }
    if not said or not known.issuperset(said):
        return None
    ask = Ask(f"ask-which-{asked.noun}", asked)
    return Told((ask,), dialogue, talk.topic_intent(dialogue), unclear=True)


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
    topic = dialogue.topic_of(asked.intent)
    if topic is None or asked.slot is None:
        return None
    given = topic.slots.get(asked.slot) or SlotValue(text=act.text[:_LONGEST_SLOT])
    return await _filled(talk, with_value(topic, asked.slot, given), act, dialogue)


async def _value_given(
    talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue
) -> Told | None:
    """The topic with the choice or the part that the clause names."""
    topic = dialogue.topic_of(asked.intent)
    if topic is None or asked.slot is None or act.mentions:
        return None
    intent = talk.pack.intents.get(topic.intent)
    procedure = talk.pack.procedures.get(intent.procedure or "") if intent else None
    slot = procedure.slots.get(asked.slot) if procedure else None
    if slot is None:
        return None
    parts = tuple(one.value for one in asked.choices if slot.part and one.value != EVERY)
    value, chosen = talk.runner.given.said(slot, act.text, parts), _choice_of(talk, asked, act)
    if chosen is not None:
        value = SlotValue(every=True) if chosen == EVERY else SlotValue(text=chosen)
    if value is None:
        return None
    return await _filled(talk, with_value(topic, asked.slot, value), act, dialogue)


async def _filled(talk: Talk, topic: Topic, act: Act, dialogue: Dialogue) -> Told | None:
    """The topic's procedure again, now that one thing more is known."""
    intent = talk.pack.intents.get(topic.intent)
    if intent is None or intent.procedure is None:
        return None
    after = dialogue.model_copy(update={"open": None})
    answering = replace(act, kind="answer", mentions=(), points=frozenset())
    ran = await talk.runner.run(intent.procedure, topic, answering, after)
    return told_of(ran, topic.intent)
