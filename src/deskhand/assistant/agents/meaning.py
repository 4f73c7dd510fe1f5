"""What a clause asks by itself, and what its intent leads to."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import documents, people, pointing, ruling, unsure
from deskhand.assistant.agents.talk import GOING_ON, MAYBE, SURE, SURELY_ANOTHER, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.procedures.slots import Fits
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, Topic
from deskhand.packs.phrases import folded
from deskhand.packs.schema import Intent

_CALLED = 0.75
"""Below it a person is not called before the documents were asked: nobody can take that back."""
_TOO_FEW = 3
"""Of so few words nobody can tell whether they lie outside; the customer is asked."""


async def meant(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """What the clause asks for by itself."""
    if act.supposing and not act.mentions:
        supposed = await ruling.or_with_context(talk, act, dialogue, act.intent or talk.outside)
        if not supposed.unclear or act.probability < SURE or (act.intent == talk.outside):
            return supposed
    act = await _of_what_it_describes(talk, act)
    name = act.intent or talk.outside
    intent = talk.pack.intents[name]
    if intent.outside or not act.in_scope:
        return await _out_of_scope(talk, act, dialogue, name)
    if intent.small_talk:
        return Told((Say(intent.says or "what-else", kind="courtesy"),), dialogue, name, small=True)
    if act.probability < _CALLED and talk.calls_a_person(name):
        ruled = await ruling.or_with_context(talk, act, dialogue, name)
        if not ruled.unclear and ruled.sure >= ANSWERS:
            return ruled
        if act.probability < SURE or len(talk.speech.content(act.text)) <= 1:
            return people.offered(dialogue, name)
    if act.probability < SURE:
        told = await unsure.answered(talk, act, dialogue)
        if told is not None:
            return told
    return await led_by(talk, name, act, dialogue)


async def _of_what_it_describes(talk: Talk, act: Act) -> Act:
    """The act with intents that fit it: about the record of one's own that it describes.

    Thanks and greetings are told by phrases; the classifier alone is not believed there.
    """
    fitting = [
        (name, likely)
        for name, likely in act.ranked
        if not talk.pack.intents[name].small_talk or likely >= SURELY_ANOTHER
    ]
    act = replace(act, ranked=tuple(fitting) or act.ranked)
    if act.mentions or act.probability >= SURELY_ANOTHER:
        return act
    intents = talk.pack.intents
    noun, meant = await pointing.own_noun(talk, act), intents[act.intent or talk.outside]
    if noun is None or meant.about == noun:
        return act
    if meant.about is not None and await pointing.related(talk, act, noun, meant.about):
        return act  # "Did you get my camera payment?" asks of the payment.
    if (meant.documents or meant.outside) and await talk.world.reads_both():
        judged = await talk.world.passages(act.unnumbered)
        if judged and judged[0].probability >= ANSWERS:
            # It only happens to have a word that the record is known by.
            return act if meant.documents else _asked_of_documents(talk, act)
    about = [one for one, _ in act.ranked if intents[one].about == noun]
    about.sort(key=lambda one: intents[one].wish != meant.wish)
    name = about[0] if about else talk.told_intent(noun)
    return replace(act, ranked=((name, SURE), *act.ranked), in_scope=True)


def _asked_of_documents(talk: Talk, act: Act) -> Act:
    """The act with the likeliest intent that the documents answer."""
    intents = talk.pack.intents
    name = next((one for one, _ in act.ranked if intents[one].documents), None)
    return act if name is None else replace(act, ranked=((name, SURE), *act.ranked), in_scope=True)


async def led_by(talk: Talk, name: str, act: Act, dialogue: Dialogue) -> Told:
    """What the intent leads to: the documents, a rule, a procedure, a record or a sentence."""
    intent = talk.pack.intents[name]
    in_general = intent.wish and act.general
    if in_general and (held := await pointing.described_alone(talk, act, intent, dialogue)):
        # "Can I return the tent?" is asked of the tent's order, and not of tents.
        dialogue, act = dialogue.holding(*held), replace(act, points=act.points | {"point"})
    elif intent.documents or (
        in_general and not await pointing.means_a_record(talk, act, intent, dialogue)
    ):
        told = await ruling.or_with_context(talk, act, dialogue, name)
        noun = intent.about if in_general and told.unclear else None
        if noun is None or not await pointing.describes(talk, act, noun, dialogue):
            return told
    ruled = await ruling.rule(talk, act, dialogue, name) or await ruling.titled(
        talk, act, dialogue, name
    )
    if ruled is not None:
        return ruled
    topic = Topic(intent=name, asked=act.text)
    before = dialogue.topic
    if before is not None and before.intent == name and act.probability < GOING_ON:
        topic = before.model_copy(update={"step": "told"})
        act = replace(act, points=act.points | {"point"})
    dialogue = dialogue.model_copy(update={"open": None})
    if (asked := await _asked_of_a_wish(talk, name, topic, act, dialogue)) is not None:
        return asked
    if intent.procedure is not None:
        ran = await talk.runner.run(intent.procedure, topic, act, dialogue)
        told = told_of(ran, name, act.probability)
        return await ruling.or_rule(talk, told, act, dialogue, name)
    if intent.tells is not None and intent.about is not None:
        fits = _fits(talk, intent)
        ran = await talk.runner.tell(intent.tells, intent.about, topic, act, dialogue, fits)
        return told_of(ran, name, act.probability)
    if intent.says is not None:
        return Told((Say(intent.says),), dialogue, name, act.probability)
    return documents.unknown(dialogue, name)


async def _asked_of_a_wish(
    talk: Talk, name: str, topic: Topic, act: Act, dialogue: Dialogue
) -> Told | None:
    """ "When do I get my money back?" wants to know when, and does not want it now."""
    intent, kind = talk.pack.intents[name], talk.speech.question_word(act.text)
    if not intent.wish or kind is None or act.mentions:
        return None
    ran = await talk.runner.follow_up(kind, topic, act, dialogue)
    return told_of(ran, name, act.probability) if ran is not None and ran.steps else None


def _fits(talk: Talk, intent: Intent) -> Fits | None:
    if intent.which is None or intent.about is None:
        return None
    noun, which = intent.about, intent.which
    return lambda record: which.holds({noun: talk.world.condition_values(record)})


async def _out_of_scope(talk: Talk, act: Act, dialogue: Dialogue, name: str) -> Told:
    """What is like no example: a record, the documents, the topic, or what is second likeliest."""
    if act.mentions:
        return await pointing.told_of_record(talk, act, dialogue)
    held, topic = dialogue.in_hand[:1], dialogue.topic
    if held and topic is not None and talk.is_a_question(act):
        kind = talk.asked_for(act)
        bare = await unsure.bare_question(talk, kind, held[0], topic, act, dialogue)
        if bare is not None:
            return bare
    told = await ruling.or_with_context(talk, act, dialogue, name)
    in_general = act.procedural or act.general
    if in_general and (not told.unclear or told.sure >= MAY_HELP):
        return told
    followed = await unsure.by_focus(talk, act, dialogue)
    if followed is not None:
        return followed
    if not told.unclear:
        return told
    if len(folded(act.text).split()) <= _TOO_FEW and not act.general:
        return await unsure.unclear(talk, act, dialogue)
    intents = talk.pack.intents
    inside = (
        other for other, likely in act.ranked if not intents[other].outside and likely >= MAYBE
    )
    second = next(inside, None)
    if second is not None and not intents[second].documents:
        return await led_by(talk, second, act, dialogue)
    return told
