"""What answers a clause that may mean several things, or one good question about it."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import pointing, ruling
from deskhand.assistant.agents.subject import subject_of
from deskhand.assistant.agents.talk import MAYBE, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.answering.judgement import ANSWERS
from deskhand.assistant.plan.steps import Ask
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Choice, Dialogue, OpenQuestion, RecordRef, Topic

_MOST_TOPICS_OFFERED = 3
"""So many topics are read at a glance; a longer menu is skipped."""
_ASKS_HOW_IT_STANDS = frozenset({"yes_no", "other"})
"""Questions that a record's state answers, where the noun has no answer of its own for them."""
_FOLLOWED = 0.6
"""How sure an answer by the question word alone is: likelier right than not, and no more."""
_NOT_UNDERSTOOD = 0.1
"""A question back answers nothing, so that any other clause's intent leads the message."""


async def unclear(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """One good question with choices: the likeliest things that it may be about."""
    wording = talk.renderer.wording
    offered = [
        (name, f"topic-{name}")
        for name, _ in act.ranked
        if wording.has(f"topic-{name}") and not talk.pack.intents[name].outside
    ][:_MOST_TOPICS_OFFERED]
    question = OpenQuestion(
        kind="topic",
        choices=tuple(
            Choice(value=name, label=wording.say(label, {}, today=talk.world.today).text)
            for name, label in offered
        ),
    )
    dialogue = dialogue.model_copy(update={"open": question})
    return Told((Ask("unclear", question),), dialogue, None, sure=_NOT_UNDERSTOOD, unclear=True)


async def by_focus(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What the question word asks of the topic, or of the record that is pointed at."""
    topic = dialogue.topic
    held = dialogue.in_hand[:1]
    if topic is None or not held or act.mentions:
        return None
    kind = talk.asked_for(act)
    if talk.is_about_documents(dialogue):
        return await bare_question(talk, kind, held[0], topic, act, dialogue)
    if not act.points and not act.own and talk.speech.content(act.text):
        subject = await subject_of(talk, act, dialogue)
        if set(talk.speech.content(act.text)) - {w for one in subject.words for w in one.split()}:
            return None  # "And what about repairs?" asks for more than the record.
    ran = await talk.runner.follow_up(kind, topic, act, dialogue)
    if ran is not None and ran.steps:
        return told_of(ran, topic.intent, _FOLLOWED)
    noun = talk.pack.nouns[held[0].noun]
    if not act.points:
        return None
    wording = noun.answers.get(kind, noun.told if kind in _ASKS_HOW_IT_STANDS else None)
    if wording is None:
        return None
    ran = await talk.runner.tell(wording, held[0].noun, topic, act, dialogue)
    return told_of(ran, topic.intent, _FOLLOWED)


async def bare_question(
    talk: Talk, kind: str, held: RecordRef, topic: Topic, act: Act, dialogue: Dialogue
) -> Told | None:
    """ "Who is the carrier?" of the record in hand, though rules were spoken of meanwhile."""
    wording = talk.pack.nouns[held.noun].answers.get(kind)
    bare = talk.speech.question_word(act.text) and len(talk.speech.content(act.text)) <= 1
    if wording is None or not bare:
        return None
    pointing = replace(act, points=frozenset({"point"}))
    ran = await talk.runner.tell(wording, held.noun, topic, pointing, dialogue)
    return told_of(ran, topic.intent, _FOLLOWED)


async def answered(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A clause that may mean several things: a document that answers, or the likeliest."""
    intent = talk.pack.intents[act.intent or talk.outside]
    held = {ref.noun for ref in dialogue.in_hand}
    if act.points and intent.about in held and not talk.is_about_documents(dialogue):
        # "Can I have it as a PDF?" is asked of all invoices, and of none in particular.
        return await _plainly_ruled(talk, act, dialogue) if act.procedural else None
    if not act.procedural and (followed := await by_focus(talk, act, dialogue)) is not None:
        return followed
    if not talk.is_a_question(act):
        return await _statement(talk, act, dialogue)
    if await _asks_of_ones_own(talk, act, intent.about, dialogue):
        return None
    judged = await talk.world.passages(act.text)
    if judged and judged[0].probability >= ANSWERS and not act.mentions:
        return await ruling.from_documents(talk, act, dialogue, act.intent or talk.outside)
    if act.probability >= MAYBE or act.mentions:
        return None
    return await unclear(talk, act, dialogue)


async def _asks_of_ones_own(talk: Talk, act: Act, noun: str | None, dialogue: Dialogue) -> bool:
    """Whether it asks of a record of that noun which it describes, and nothing in general."""
    if noun is None or act.procedural or act.general:
        return False
    return await pointing.describes(talk, act, noun, dialogue)


async def _names_another(talk: Talk, act: Act, dialogue: Dialogue) -> bool:
    """Whether the clause describes a record that is not in hand."""
    subject = await subject_of(talk, act, dialogue)
    return bool(set(subject.records) - set(dialogue.in_hand))


async def _plainly_ruled(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What the documents say to "can I" or "how do I", where they plainly do."""
    judged = await talk.world.passages(act.unnumbered)
    if not judged or judged[0].probability < ANSWERS:
        return None
    return await ruling.from_documents(talk, act, dialogue, act.intent or talk.outside)


async def _statement(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A clause that tells something and is like no intent: more about what is spoken of."""
    topic = dialogue.topic
    if act.mentions or topic is None:
        return None
    told = await ruling.from_documents(talk, act, dialogue, topic.intent, context=topic.asked)
    if len(talk.speech.content(act.text)) > 1:
        alone = await ruling.from_documents(talk, act, dialogue, topic.intent)
        if (
            alone.sure >= ANSWERS
            or told.sure < ANSWERS
            or await _names_another(talk, act, dialogue)
        ):
            told = alone
    return told if told.sure >= ANSWERS and not told.unclear else await unclear(talk, act, dialogue)
