"""What the documents say further: for the case that a clause names, or when it did not help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskhand.assistant.agents import documents, sections
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.answering.judgement import ANSWERS, Judged
from deskhand.assistant.answering.sentences import sentences_of
from deskhand.assistant.plan.steps import Ask, Say, Step
from deskhand.assistant.procedures.runner import OFFER_PERSON
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue

_AROUND = 45
"""So many words are quoted of a condition with what follows from it."""
_MOST_FRESH = 3
_HELPS = 0.6
"""How sure it is that something further helps whom the first answer did not."""
_NOTHING_MORE = 0.4


async def on_condition(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What the passage that was quoted last says for the case that the clause names."""
    judged = await talk.world.passages(dialogue.question)
    before = next((one for one in judged if one.evidence.id in dialogue.passages[-1:]), None)
    if before is None:
        return None
    languages = talk.language, talk.pack.about.languages[0]
    quotable = talk.world.quotable(before.evidence)
    numbers = sections.on_condition(act.text, before, quotable, languages)
    if not numbers:
        return None
    foreseen = replace(before, sentences=numbers, probability=1.0)
    whole = documents.readable(talk.world, foreseen, _AROUND, back=False)
    told = documents.quoted(
        replace(foreseen, sentences=whole), dialogue, talk.topic_intent(dialogue)
    )
    return documents.noted(talk.world, told)


async def once_more(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """After "that did not help": what else the documents say about it, or a person.

    What the instructions themselves say for that case comes first: "If it still blinks, …".
    """
    said_more = bool(_beyond_its_phrase(talk, act))
    told = await on_condition(talk, act, dialogue) if said_more else None
    if told is None:
        told = await _fresh(talk, act if said_more else None, dialogue)
    steps: tuple[Step, ...] = told.steps if told else ()
    after = (told.dialogue if told else dialogue).model_copy(update={"open": OFFER_PERSON})
    return Told(
        (Say("no-help", kind="courtesy"), *steps, Ask("no-help-offer", OFFER_PERSON)),
        after,
        dialogue.topic.intent if dialogue.topic else None,
        _HELPS if told else _NOTHING_MORE,
    )


def _beyond_its_phrase(talk: Talk, act: Act) -> Sequence[str]:
    """The words of substance that a clause has beside saying that it did not help."""
    rest = talk.speech.without_all(("no_help", "already_done"), act.text)
    return talk.speech.content(rest)


async def _fresh(talk: Talk, act: Act | None, dialogue: Dialogue) -> Told | None:
    """Sentences about it that were not quoted yet."""
    question = f"{dialogue.question} {act.text if act else ''}".strip()
    known = set(dialogue.quoted)
    for one in await talk.world.passages(question):
        units = sentences_of(one.evidence.text)
        quotable = talk.world.quotable(one.evidence)
        fresh = tuple(number for number in quotable if units[number] not in known)
        same = one.evidence.id in dialogue.passages
        if fresh and (same or one.probability >= ANSWERS):
            found = Judged(one.evidence, 1.0, fresh[:_MOST_FRESH])
            return documents.quoted(found, dialogue, talk.topic_intent(dialogue))
    return None
