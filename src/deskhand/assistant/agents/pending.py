"""What waits for a person, told to whoever asks whether it is done and when."""

from __future__ import annotations

from deskhand.assistant.agents.hours import presence_values, still_waiting
from deskhand.assistant.agents.talk import SURE, Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.packs.checking import steps_of

_HOW_IT_STANDS = frozenset({"done", "when", "how_long", "days", "really"})
"""Bare questions that ask about what was agreed or passed on just before."""
_PASSED_ON = "handed-over"
_LATELY = 3
"""So many sentences back it was said that a person was asked."""


async def told(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """That it waits, and for whom; None where the clause asks for something else."""
    if talk.world.stranger or act.mentions:
        return None
    bare = _is_bare(talk, act)
    intent = talk.pack.intents[act.intent or talk.outside]
    actions = set(intent.state_of) if act.probability >= SURE and not act.procedural else set()
    if bare:
        actions |= _proposed(talk, dialogue)
    name = talk.topic_intent(dialogue) if bare else act.intent or talk.outside
    said = await talk.runner.acting.still_waiting(actions)
    if said is not None:
        return Told((said,), dialogue, name)
    if not (bare and dialogue.ticket and _was_passed_on(dialogue)):
        return None
    hours, wording = talk.pack.about.hours, talk.renderer.wording
    waits = still_waiting(dialogue.ticket, presence_values(hours, talk.world.now, wording))
    return Told((waits,), dialogue, name)


def _is_bare(talk: Talk, act: Act) -> bool:
    """ "Is it done?", "and when will I know?": nothing is named beside the question."""
    kind = act.ellipsis or talk.speech.question_word(act.text)
    return kind in _HOW_IT_STANDS and not talk.speech.content(act.text)


def _proposed(talk: Talk, dialogue: Dialogue) -> set[str]:
    """The actions that the topic's procedure proposes."""
    topic = dialogue.topic
    intent = talk.pack.intents.get(topic.intent) if topic else None
    procedure = talk.pack.procedures.get(intent.procedure or "") if intent else None
    return {step.propose for step in steps_of(procedure) if step.propose} if procedure else set()


def _was_passed_on(dialogue: Dialogue) -> bool:
    """Whether the last thing that was spoken of went to a person."""
    topic = dialogue.topic
    lately = any(one.startswith(_PASSED_ON) for one in dialogue.said[-_LATELY:])
    return lately or (topic is not None and topic.step == "passed_on")
