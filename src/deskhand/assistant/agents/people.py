"""What goes to a person: who is called, what waits there, what nobody can promise."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents import pointing
from deskhand.assistant.agents.hours import presence_values, still_waiting
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Ask, Quote, Say, Step
from deskhand.assistant.procedures.runner import OFFER_PERSON
from deskhand.assistant.procedures.walk import HandOver
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, Topic
from deskhand.packs.loader import apology

_PERHAPS = 0.4
"""How sure the offer of a person answers what is unlikely to be a wish for one."""
_WITHOUT_LANGUAGE = 0.5
"""How sure an answer is in a language that is not served: numbers are found, words are not."""


def person(talk: Talk, dialogue: Dialogue) -> Told:
    """A person is called, with what is in hand."""
    name = next(
        (
            name
            for name, intent in talk.pack.intents.items()
            if intent.procedure is not None
            and any(step.hand_over for step in talk.pack.procedures[intent.procedure].steps)
            and not talk.pack.procedures[intent.procedure].slots
        ),
        talk.outside,
    )
    after = dialogue.model_copy(update={"open": None})
    wanted = HandOver("The customer asks for a person.", dialogue.in_hand)
    return Told((), after, name, hand_over=wanted)


def offered(dialogue: Dialogue, intent: str) -> Told:
    """A person is offered where one is perhaps needed: who is called cannot be called back."""
    after = dialogue.model_copy(update={"open": OFFER_PERSON})
    return Told((Ask("offer-person", OFFER_PERSON),), after, intent, _PERHAPS)


async def no_promise(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """What is known of the record in hand, and that nobody here can promise more."""
    held = dialogue.in_hand[0]
    noun = talk.pack.nouns[held.noun]
    wording = noun.answers.get("when", noun.told)
    topic = dialogue.topic or Topic(intent=talk.outside, asked=act.text)
    pointing_at_it = replace(act, points=frozenset({"point"}))
    ran = await talk.runner.tell(wording, held.noun, topic, pointing_at_it, dialogue)
    told = told_of(ran, topic.intent)
    return replace(told, steps=(Say("no-promise"), *told.steps))


async def foreign(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """A language without wording: numbers are found all the same, and a person is offered."""
    sorry = Say("cannot-language", values=(("sorry", apology(talk.reading.language)),))
    steps: tuple[Step, ...] = (sorry,)
    after = dialogue.model_copy(update={"open": OFFER_PERSON})
    if act.mentions:
        told = await pointing.told_of_record(talk, act, dialogue)
        steps = (*steps, *told.steps)
        after = told.dialogue.model_copy(update={"open": OFFER_PERSON})
    if any(isinstance(step, Ask) for step in steps):
        return Told(steps, after, talk.outside, _WITHOUT_LANGUAGE)
    return Told((*steps, Ask("offer-person", OFFER_PERSON)), after, talk.outside, _WITHOUT_LANGUAGE)


def stuck(steps: tuple[Step, ...], dialogue: Dialogue) -> tuple[tuple[Step, ...], Dialogue]:
    """Not understood again: a person is offered beside the question."""
    if any(isinstance(step, Ask) and step.question.kind == "offer" for step in steps):
        return steps, dialogue
    kept = tuple(step for step in steps if not isinstance(step, Ask))
    dialogue = dialogue.model_copy(update={"open": OFFER_PERSON})
    return (*kept, Ask("stuck", OFFER_PERSON)), dialogue


def beside_the_ticket(
    talk: Talk, steps: tuple[Step, ...], dialogue: Dialogue, hand_over: HandOver | None
) -> tuple[Step, ...]:
    """Whoever asks about what went to a person hears that it waits there, and no rules."""
    passed = {
        f"{ref.noun}:{ref.number}"
        for topic in dialogue.topics
        if topic.step == "passed_on"
        for slot in topic.slots.values()
        for ref in slot.records
    }
    told = {step.record for step in steps if isinstance(step, Say) and step.record}
    if dialogue.ticket is None or hand_over is not None or not told or not told <= passed:
        return steps
    hours, wording = talk.pack.about.hours, talk.renderer.wording
    waits = still_waiting(dialogue.ticket, presence_values(hours, talk.world.now, wording))
    return (waits, *(step for step in steps if not isinstance(step, Quote)))
