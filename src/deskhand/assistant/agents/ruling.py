"""What the documents say to a clause, by itself or after what was spoken of."""

from __future__ import annotations

from deskhand.assistant.agents import deeper, documents, pointing, sections
from deskhand.assistant.agents.talk import SHORT, SURE, SURELY_ANOTHER, Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP
from deskhand.assistant.plan.steps import Ask, Quote, Say
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import same_word
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.packs.phrases import folded

_RULES = 0.35
"""From this probability a rule is rather told to "how do I" or "can I" than a record."""
_ABOUT_AS_SURE = 0.8
"""Of the probability without it: the section about the thing in hand may be so much less."""
_FRAGMENT = 3
"""So few words without a verb are no statement: "and tents", "batteries", "for the hub"."""
_LEANING = 10
"""A question of more words is hardly ever one that needs the clause before it."""
_BARE = 2
"""So few words of substance name one thing, and leave open what is asked of it."""


async def from_documents(
    talk: Talk, act: Act, dialogue: Dialogue, name: str, *, context: str = ""
) -> Told:
    """What the documents say to the clause, read after `context` where it leans on that."""
    return await documents.answer(
        talk.world, act, dialogue, name, context=context, manner=talk.manner
    )


async def or_with_context(talk: Talk, act: Act, dialogue: Dialogue, name: str) -> Told:
    """What the documents say, if need be to the clause read after what was spoken of."""
    told = await _or_of_what_is_held(talk, act, dialogue, name)
    topic = dialogue.topic
    proposed = dialogue.open is not None and dialogue.open.kind == "confirm"
    leans = bool(act.points) or _only_asks(told)
    alone = not (told.unclear or proposed or leans) or told.sure >= ANSWERS
    if alone or topic is None or len(act.text.split()) > _LEANING:
        return told
    if _is_whole(talk, act) and not _only_asks(told):
        return told
    with_it = await from_documents(talk, act, dialogue, name, context=topic.asked)
    better = with_it.sure > told.sure or told.unclear or _only_asks(told)
    better = better and not _only_asks(with_it)
    return with_it if better and not with_it.unclear else told


async def _or_of_what_is_held(talk: Talk, act: Act, dialogue: Dialogue, name: str) -> Told:
    """What the documents say, if "it" is the record in hand by what that is known by.

    "How warm does it keep?", while the sleeping bag's order is spoken of, is asked of the bag.
    """
    told = await from_documents(talk, act, dialogue, name)
    elsewhere = act.mentions or act.supposing or talk.is_about_documents(dialogue)
    if not act.points or elsewhere:
        return told
    label = await pointing.label_in_hand(talk, dialogue)
    if not label:
        return told
    held = await from_documents(talk, act, dialogue, name, context=label)
    if held.unclear or _only_asks(held) or held.sure < _ABOUT_AS_SURE * told.sure:
        return told
    known = set(talk.speech.content(label))
    return held if _quotes(talk, held, known) and not _quotes(talk, told, known) else told


def _quotes(talk: Talk, told: Told, known: set[str]) -> bool:
    """Whether a section that is quoted, or its title, has one of these words."""
    quoted = {step.passage for step in told.steps if isinstance(step, Quote)}
    passages = (one.passage for one in talk.world.evidence.items if one.id in quoted)
    texts = (f"{' '.join(one.heading_path)} {one.text}" for one in passages if one is not None)
    said = {word for text in texts for word in folded(text).split()}
    return any(same_word(word, other) for word in known for other in said)


def _only_asks(told: Told) -> bool:
    """Whether it answers nothing and asks which section is meant."""
    return bool(told.steps) and all(isinstance(step, Ask) for step in told.steps)


async def rule(talk: Talk, act: Act, dialogue: Dialogue, name: str) -> Told | None:
    """The rule that a question of a record intent rather asks for; None where it asks for none."""
    intent = talk.pack.intents[name]
    if act.mentions or intent.about is None:
        return None
    if act.procedural and not intent.wish and talk.speech.question_word(act.text) == "how":
        return await or_with_context(talk, act, dialogue, name)  # No record says how to.
    unowned = not (act.own or act.points) and act.probability < SURELY_ANOTHER
    in_general = act.general or (unowned and talk.asks_in_words(act))
    if not (act.procedural or (in_general and not act.own)):
        return None
    if await pointing.means_a_record(talk, act, intent, dialogue):
        return None
    plainly = act.general or act.procedural
    if not plainly and await pointing.describes(talk, act, intent.about, dialogue):
        return None  # "When does the solar panel ship?" is asked of one's own.
    ruled = await from_documents(talk, act, dialogue, name)
    least = _RULES if act.procedural else ANSWERS
    return None if ruled.unclear or ruled.sure < least else ruled


async def titled(talk: Talk, act: Act, dialogue: Dialogue, name: str) -> Told | None:
    """The section whose title asks the very question, though a classifier takes it for a record.

    "What is the difference between Basic, Plus and Pro?" has the words of "Compare the plans
    Basic, Plus and Pro", and asks nothing of a plan of one's own.
    """
    if act.mentions or not talk.is_a_question(act) or talk.pack.intents[name].wish:
        return None
    judged = await talk.world.passages(act.unnumbered)
    if sections.titled(act.unnumbered, judged, talk.language) is None:
        return None
    told = await from_documents(talk, act, dialogue, name)
    return None if told.unclear else told


async def or_rule(talk: Talk, told: Told, act: Act, dialogue: Dialogue, name: str) -> Told:
    """Whoever asks in general is glad of the rule where their own records say nothing."""
    said = [step for step in told.steps if isinstance(step, Say)]
    nothing = len(said) > 0 and all(step.kind == "unknown" for step in said)
    if (told.steps and not (nothing or talk.world.stranger)) or act.mentions:
        return told
    if act.own or not (act.general or talk.world.stranger or talk.asks_in_words(act)):
        return told
    found = await from_documents(talk, act, dialogue, name)
    least = MAY_HELP if talk.world.stranger and talk.is_a_question(act) else ANSWERS
    return told if found.unclear or found.sure < least else found


def _leads_to_documents(talk: Talk, act: Act) -> bool:
    intent = talk.pack.intents.get(act.intent or "")
    return intent is not None and (intent.documents or intent.outside)


def leans_on_documents(talk: Talk, act: Act, dialogue: Dialogue) -> bool:
    """A short clause after a question to the documents goes on with it."""
    if not talk.is_about_documents(dialogue) or act.mentions:
        return False
    words = folded(act.text).replace("?", "").split()
    if len(words) > _FRAGMENT and not (talk.is_a_question(act) or act.points):
        return False
    whole = act.procedural and bool(talk.speech.content(act.text))
    if whole and not act.points:
        return False
    starts = bool(words) and (words[0] in talk.speech.joiners or words[0] in talk.speech.stop_words)
    bare = len(talk.speech.content(act.text)) <= _BARE
    cut_off = len(words) <= _FRAGMENT and (starts or (bare and "?" in act.text))
    fragment = cut_off and not act.own
    leans = fragment or (act.points and bare) or talk.calls_a_person(act.intent)
    least = SURELY_ANOTHER if leans else SURE
    surely_other = act.probability >= least and not _leads_to_documents(talk, act)
    return len(words) <= SHORT and (starts or bare) and not surely_other


async def read_together(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A short clause read together with the question to the documents before it.

    "And if I'm not?" asks for a case of what was quoted. A whole question that the documents
    answer as well by itself is read by itself: what was asked before would only lead astray.
    """
    if act.supposing and (foreseen := await deeper.on_condition(talk, act, dialogue)) is not None:
        return foreseen
    name = talk.topic_intent(dialogue)
    told = await from_documents(talk, act, dialogue, name, context=dialogue.question)
    names = bool(talk.speech.content(talk.speech.unpointed(act.text)))
    if (told.unclear and names) or _is_whole(talk, act):
        alone = await from_documents(talk, act, dialogue, name)
        if not alone.unclear and (told.unclear or alone.sure >= told.sure):
            return alone
    return None if told.unclear and act.probability >= SURE else told


def _is_whole(talk: Talk, act: Act) -> bool:
    """Whether a clause is a question with what it is about: "do you ship to Canada"."""
    words = folded(act.text).split()
    joined = bool(words) and words[0] in talk.speech.joiners
    substance = talk.speech.content(act.text)
    return len(substance) >= _BARE and not joined and not act.points and talk.is_a_question(act)
