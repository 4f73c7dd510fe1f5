"""Follow-ups: clauses that lean on what was said before them."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import meaning, pointing, ruling, unsure
from deskhand.assistant.agents.subject import Subject
from deskhand.assistant.agents.talk import SHORT, SURE, SURELY_ANOTHER, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.procedures.runner import quote_of
from deskhand.assistant.procedures.slots import takes_all, with_records
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic
from deskhand.packs.phrases import folded
from deskhand.packs.schema import Intent

_GOES_ON = frozenset({"when", "why", "who", "where", "how_much", "how_long"})
"""Questions that a topic or a record in hand can answer by themselves."""
_FIRST = frozenset({"when", "where", "done"})
"""Bare questions that make sense as the first words of a conversation."""
_ASIDE = 10
"""So many words has a question that goes with a wish; a longer one wishes for something else."""
_JOINED = 1
"""The word more than a bare follow-up that joins one to what was said: "and", "but"."""
_ANOTHER_WISH = 0.8
"""From this probability a correction of more than `_ONLY_WHICH` words is a new wish."""
_ONLY_WHICH = 4
"""So few words say which record is meant, and not what is wanted with it."""


async def going_on(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A short question that names nothing ("and when was that?") goes on with its topic."""
    topic, held = dialogue.topic, dialogue.in_hand[:1]
    kind = talk.speech.question_word(act.text)
    short = len(act.text.split()) <= SHORT + _JOINED and not act.mentions
    elsewhere = act.procedural or act.points - {"point"}
    if topic is None or not held or kind not in _GOES_ON or not short or elsewhere:
        return None
    if talk.is_about_documents(dialogue) or _names_something(talk, act, held[0].noun):
        return None
    intent = talk.pack.intents.get(act.intent or "")
    if intent is not None and intent.tells and act.probability >= SURELY_ANOTHER:
        return None
    wished = talk.pack.intents.get(topic.intent)
    of_documents = intent is not None and intent.documents and act.probability >= SURE
    of_documents = of_documents and not (wished is not None and wished.wish)
    if of_documents and not act.points and talk.speech.content(act.text):
        return None  # "When are you open?", while a record is spoken of.
    ran = await talk.runner.follow_up(kind, topic, act, dialogue)
    if ran is not None and ran.steps:
        return told_of(ran, topic.intent)
    wording = talk.pack.nouns[held[0].noun].answers.get(kind)
    if wording is None:
        return None
    aimed = replace(act, points=act.points | {"point"})
    ran = await talk.runner.tell(wording, held[0].noun, topic, aimed, dialogue)
    return told_of(ran, topic.intent)


async def about_what_was_wished(
    talk: Talk, act: Act, subject: Subject, dialogue: Dialogue
) -> Told | None:
    """ "Do I get money back then?", while a plan is cancelled, wishes for no refund of an order."""
    topic, intent = dialogue.topic, talk.pack.intents[act.intent or talk.outside]
    wished = talk.pack.intents.get(topic.intent) if topic else None
    if topic is None or wished is None or not wished.wish or not intent.wish:
        return None
    elsewhere = intent.about not in {wished.about, *subject.nouns}
    if not elsewhere or not talk.is_a_question(act) or len(act.text.split()) > _ASIDE:
        return None
    if talk.speech.says("money", act.text):
        ran = await talk.runner.follow_up("how_much", topic, act, dialogue)
        if ran is not None and ran.steps:
            return told_of(ran, topic.intent)
    told = await ruling.from_documents(talk, act, dialogue, topic.intent, context=topic.asked)
    return None if told.unclear else told


def _names_something(talk: Talk, act: Act, noun: str) -> bool:
    """Whether the clause has a word of substance beside its question word and the noun's."""
    examples = talk.pack.example(talk.language)
    known = {word for said in examples.nouns.get(noun, ()) for word in folded(said).split()}
    left = [word for word in talk.speech.content(act.text) if word not in known]
    return len(left) > 1 or (len(left) == 1 and act.probability >= SURELY_ANOTHER)


async def ellipsis(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A bare question word: what the topic's procedure or the record in hand says to it."""
    topic, kind = dialogue.topic, act.ellipsis or ""
    if topic is None:
        return await _of_the_first_noun(talk, act, dialogue)
    ran = await talk.runner.follow_up(kind, topic, act, dialogue)
    if ran is not None and ran.steps:
        return told_of(ran, topic.intent)
    if talk.is_about_documents(dialogue):
        return await ruling.from_documents(
            talk, act, dialogue, topic.intent, context=dialogue.question
        )
    held = dialogue.in_hand[:1]
    noun = talk.pack.nouns.get(held[0].noun) if held else None
    if noun is None or kind not in noun.answers:
        return None
    ran = await talk.runner.tell(noun.answers[kind], held[0].noun, topic, act, dialogue)
    return told_of(ran, topic.intent)


async def _of_the_first_noun(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """ "Where is it?" as the first words: what most customers of the trade have."""
    noun = next(iter(talk.pack.nouns))
    if talk.world.stranger or act.ellipsis not in _FIRST or not act.points:
        return None
    return await meaning.led_by(talk, talk.told_intent(noun), replace(act, kind="says"), dialogue)


async def corrected(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """ "No, I meant …": the same wish for another record, or what it says by itself."""
    rest = talk.speech.without("correct", act.text)
    topic = dialogue.topic
    intent = talk.pack.intents.get(topic.intent) if topic else None
    if topic is None or intent is None or intent.about is None or not rest:
        return None
    noun = intent.about
    numbers = [mention.record.number for mention in act.mentions if mention.record.noun == noun]
    found = await talk.world.find(noun, numbers)
    if numbers and not found:
        return await meaning.led_by(talk, topic.intent, act, dialogue)
    if not numbers:
        references = talk.references(dialogue)
        pointed = references.pointed(rest, noun, await talk.world.records(noun))
        if not pointed or pointed.how == "in_hand" or len(pointed.records) > 1:
            return None
        found = pointed.records
    another = act.intent != topic.intent and act.probability >= _ANOTHER_WISH
    if another and len(rest.split()) > _ONLY_WHICH:
        return None
    refs = tuple(map(ref_of, found))
    slots = {name: value for name, value in topic.slots.items() if not value.records}
    fresh = topic.model_copy(update={"slots": slots})
    after = dialogue.model_copy(update={"open": None, "in_hand": refs})
    meant = replace(act, kind="refer", text=rest, mentions=(), points=frozenset({"point"}))
    return await again(talk, fresh, meant, after, refs)


async def again(
    talk: Talk, topic: Topic, act: Act, dialogue: Dialogue, refs: tuple[RecordRef, ...]
) -> Told:
    """The topic's answer for other records."""
    intent = talk.pack.intents[topic.intent]
    dialogue = dialogue.model_copy(update={"in_hand": refs})
    if intent.procedure is not None:
        procedure = talk.pack.procedures[intent.procedure]
        slot = next((name for name, one in procedure.slots.items() if one.noun), None)
        if slot is not None:
            topic = with_records(topic, slot, refs)
        ran = await talk.runner.run(intent.procedure, topic, replace(act, kind="refer"), dialogue)
        return told_of(ran, topic.intent)
    if intent.tells is not None and intent.about is not None:
        ran = await talk.runner.tell(
            intent.tells,
            intent.about,
            topic,
            replace(act, kind="refer", points=frozenset({"point"})),
            dialogue,
        )
        return told_of(ran, topic.intent)
    return await pointing.told_of_record(talk, act, dialogue)


async def _led_again(talk: Talk, topic: Topic, act: Act, dialogue: Dialogue) -> Told:
    """The topic's answer for what the clause itself points at."""
    intent = talk.pack.intents[topic.intent]
    dialogue = dialogue.model_copy(update={"open": None})
    if intent.procedure is not None:
        ran = await talk.runner.run(intent.procedure, topic, act, dialogue)
        return told_of(ran, topic.intent)
    if intent.tells is not None and intent.about is not None:
        ran = await talk.runner.tell(intent.tells, intent.about, topic, act, dialogue)
        return told_of(ran, topic.intent)
    return await pointing.told_of_record(talk, act, dialogue)


async def pointed_out(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """ "And the other one?": the topic again, for what is pointed at now."""
    topic = dialogue.topic
    intent = talk.pack.intents.get(topic.intent) if topic else None
    noun = act.mentions[0].record.noun if act.mentions else (intent.about if intent else None)
    if topic is None or intent is None or noun is None or intent.about != noun:
        return await pointing.told_of_record(talk, act, dialogue)
    if _is_a_list(talk, intent):
        aimed = replace(act, kind="refer")
        told = talk.pack.nouns[noun].told
        ran = await talk.runner.tell(told, noun, topic, aimed, dialogue)
        return told_of(ran, topic.intent)
    fresh = topic.model_copy(update={"slots": {}, "step": "told"})
    return await _led_again(talk, fresh, replace(act, kind="refer"), dialogue)


def _is_a_list(talk: Talk, intent: Intent) -> bool:
    """Whether an intent's procedure tells of all records at once."""
    procedure = talk.pack.procedures.get(intent.procedure or "")
    return procedure is not None and any(map(takes_all, procedure.slots.values()))


async def once_more(talk: Talk, act: Act, dialogue: Dialogue, topic: Topic) -> Told:
    """What was said last, again or in short."""
    if dialogue.stuck:
        return await unsure.unclear(talk, act, dialogue)
    if talk.is_about_documents(dialogue):
        judged = await talk.world.passages(dialogue.question)
        if judged:
            best = judged[0]
            few = best.sentences[:1] if act.kind == "shorter" else best.sentences
            quote = quote_of(replace(best, sentences=few, probability=1.0))
            return Told((Say("said-that", kind="courtesy"), quote), dialogue, topic.intent)
    held = dialogue.in_hand[:1]
    noun = talk.pack.nouns.get(held[0].noun) if held else None
    if noun is None:
        return await unsure.unclear(talk, act, dialogue)
    wording = f"{noun.told}.brief"
    aimed = replace(act, points=frozenset({"point"}), mentions=())
    ran = await talk.runner.tell(wording, held[0].noun, topic, aimed, dialogue)
    told = told_of(ran, topic.intent)
    if act.kind == "shorter" or not told.steps:
        return told
    return replace(told, steps=(Say("meant-that", kind="courtesy"), *told.steps))
