"""Leads the conversation: takes clause after clause, and puts their answers together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskhand.assistant.agents import (
    asking,
    computing,
    deeper,
    documents,
    leaning,
    meaning,
    open_questions,
    pending,
    people,
    pointing,
    proposals,
    ruling,
    small_talk,
    strangers,
)
from deskhand.assistant.agents.subject import Subject, subject_of, weighed
from deskhand.assistant.agents.talk import GOING_ON, SURE, Talk
from deskhand.assistant.agents.told import Told
from deskhand.assistant.plan.steps import Ask, Plan, Quote, Say, Step
from deskhand.assistant.procedures.runner import OFFER_PERSON
from deskhand.assistant.procedures.walk import HandOver
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion
from deskhand.packs.phrases import folded

_LATELY = 4
"""So many sentences back an apology still stands; a second one would sound like a machine."""
_OF_ITS_OWN = 2
"""So many words of substance make a question one of its own."""
_NEEDLESS = frozenset({"what-else", "take-your-time"})
"""What is said to an "ok" or "wait" that answers nothing; needless beside other answers."""
_SIGN_IN = frozenset({"sign-in", "sign-in-number", "sign-in-address"})
_SORRY = frozenset({"sorry", "sorry-trouble", "complaint-heard", "no-help"})
"""Sentences that regret something already."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a whole message: all steps in order, and the dialogue after it."""

    steps: tuple[Step, ...]
    dialogue: Dialogue
    intent: str
    sure: float
    hand_over: HandOver | None
    small: bool


async def answer(talk: Talk, dialogue: Dialogue) -> Answered:
    """Each clause answered in order; what was asked before stays open while it is not."""
    every, dialogue = await _clauses(talk, dialogue)
    told = _without_background(every)
    steps = tuple(step for one in told for step in one.steps)
    hand_over = next((one.hand_over for one in told if one.hand_over), None)
    stuck = dialogue.stuck + 1 if all(one.unclear for one in told) else 0
    if hand_over is not None:
        dialogue = dialogue.model_copy(update={"open": None})
    elif stuck >= talk.pack.about.hand_over.stuck:
        steps, dialogue = people.stuck(steps, dialogue)
    steps = people.beside_the_ticket(talk, steps, dialogue, hand_over)
    steps = _once(_with_empathy(talk, steps, dialogue))
    dialogue = dialogue.model_copy(update={"stuck": stuck})
    asked = Plan(steps).question
    if asked is not None and hand_over is None:
        dialogue = dialogue.model_copy(update={"open": asked.question})
    lead = max(told, key=lambda one: (not one.small, one.sure))
    return Answered(
        steps,
        dialogue,
        lead.intent or talk.outside,
        min((one.sure for one in told if not one.small), default=1.0),
        hand_over,
        all(one.small for one in told),
    )


async def _clauses(talk: Talk, dialogue: Dialogue) -> tuple[list[Told], Dialogue]:
    """The answer to each clause, until one needs a person, and the dialogue after them."""
    told: list[Told] = []
    proposed = dialogue.open if dialogue.open and dialogue.open.kind == "confirm" else None
    acts = list(_acts(talk))
    for place, read in enumerate(acts):
        act = await pointing.with_what_there_is(talk, read)
        following = acts[place + 1] if place + 1 < len(acts) else None
        if following is not None and (
            named := await pointing.named_for(talk, act, following, dialogue)
        ):
            # "My order 12345, can it go back?" asks once, about the order that it names first.
            dialogue = dialogue.holding(*named)
            acts[place + 1] = replace(following, points=following.points | {"point"})
            continue
        if _is_background(talk, act, acts):
            dialogue = await pointing.noticed(talk, act, dialogue)
            continue
        dialogue = await pointing.noticed(talk, act, dialogue)
        one = await _clause(talk, act, dialogue)
        one = replace(one, question=_asks_something(talk, act))
        dialogue = one.dialogue
        told.append(one)
        if one.hand_over is not None:
            break
    told = await _settled(talk, told)
    return await _resumed(talk, proposed, told, told[-1].dialogue if told else dialogue)


async def _settled(talk: Talk, told: list[Told]) -> list[Told]:
    """What left open which section is meant, from the section that another clause is told of.

    "How much is shipping, and how long does it take?" means the same shipping both times.
    """
    quoted = {step.passage for one in told for step in one.steps if isinstance(step, Quote)}
    out = []
    for one in told:
        asked = one.steps[0] if len(one.steps) == 1 else None
        values = [each.value for each in asked.question.choices] if isinstance(asked, Ask) else []
        meant = next((value for value in values if value in quoted), None)
        settled = None
        if meant is not None:
            intent = one.intent or talk.outside
            settled = await documents.chosen(talk.world, meant, one.dialogue, intent)
        out.append(one if settled is None else replace(settled, question=one.question))
    return out


async def _resumed(
    talk: Talk, proposed: OpenQuestion | None, told: list[Told], dialogue: Dialogue
) -> tuple[list[Told], Dialogue]:
    """What a yes would do is shown once more where something else was asked meanwhile.

    A proposal that is not shown again is not open: a yes goes to what was asked last.
    """
    if proposed is None:
        return told, dialogue
    open_now = dialogue.open
    if open_now is not None and open_now != proposed and open_now.kind != "offer":
        return told, dialogue
    if any(one.hand_over for one in told):
        return told, dialogue
    closed = dialogue.model_copy(update={"open": None if open_now == proposed else open_now})
    aside = any(not one.small for one in told)
    again = await proposals.resumed(talk, proposed, closed) if aside else None
    return (told, closed) if again is None else ([*told, again], again.dialogue)


def _acts(talk: Talk) -> Sequence[Act]:
    """The acts to answer: whoever asks for others' data is told nothing beside that."""
    if talk.world.desk.actor.staff:
        return talk.reading.acts
    return [act for act in talk.reading.acts if act.kind == "others"] or talk.reading.acts


def _is_background(talk: Talk, act: Act, acts: Sequence[Act]) -> bool:
    """Whether a clause tells what led to the question beside it, and is like no wish."""
    if act.kind != "says" or act.mentions or act.corrects or talk.is_a_question(act):
        return False
    intent = talk.pack.intents[act.intent or talk.outside]
    idle = act.probability < GOING_ON or intent.small_talk or intent.outside
    return idle and any(one.kind == "says" and talk.is_a_question(one) for one in acts)


def _with_empathy(talk: Talk, steps: tuple[Step, ...], dialogue: Dialogue) -> tuple[Step, ...]:
    """The steps with a word of regret before them for whoever is upset, once in a while."""
    upset = talk.manner.regret and talk.reading.sentiment == "negative"
    said = {step.wording for step in steps if isinstance(step, Say)}
    lately = any(one.startswith("sorry-trouble") for one in dialogue.said[-_LATELY:])
    if not upset or said & _SORRY or not steps or lately:
        return steps
    return (Say("sorry-trouble", kind="courtesy"), *steps)


async def _clause(talk: Talk, act: Act, dialogue: Dialogue) -> Told:
    """What answers one clause: the first of these that makes sense of it."""
    act = _without_correction(talk, act)
    answered = await open_questions.answered(talk, act, dialogue)
    if answered is None and act.kind == "confirm":
        answered = await proposals.late_yes(talk, act, dialogue)
    if answered is not None:
        return answered
    if act.kind == "confirm" and act.probability >= SURE and talk.speech.content(act.text):
        act = replace(act, kind="says")  # "Ok cancel": a wish, and no yes to anything.
    if not talk.reading.served:
        return await people.foreign(talk, act, dialogue)
    told = await strangers.told(talk, act, dialogue) or await _by_its_kind(talk, act, dialogue)
    if told is not None:
        return told
    subject = await subject_of(talk, act, dialogue)
    act = weighed(talk, act, subject, dialogue)
    return await _in_context(talk, act, subject, dialogue) or await meaning.meant(
        talk, act, dialogue
    )


async def _by_its_kind(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """What answers an act that its phrases tell; None when it has to be understood further."""
    if (waits := await pending.told(talk, act, dialogue)) is not None:
        return waits
    if act.corrects:
        corrected = await leaning.corrected(talk, act, dialogue)
        if corrected is not None:
            return corrected
    small = small_talk.told(act, dialogue, staff=talk.world.desk.actor.staff)
    if small is not None:
        return small
    if act.kind in ("repeat", "shorter") and dialogue.topic is not None:
        return await leaning.once_more(talk, act, dialogue, dialogue.topic)
    if act.kind == "person":
        return people.person(talk, dialogue)
    stuck = act.kind in ("no_help", "already_done") and dialogue.topic is not None
    if stuck and (act.probability < SURE or talk.is_about_documents(dialogue)):
        return await deeper.once_more(talk, act, dialogue)
    if act.kind == "promise" and dialogue.in_hand:
        return await people.no_promise(talk, act, dialogue)
    return None


async def _in_context(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """What answers a clause that leans on what was said, or on a record that it names."""
    followed = await computing.figure(talk, act, subject, dialogue) or await asking.of_a_field(
        talk, act, subject, dialogue
    )
    if followed is not None:
        return followed
    if act.kind == "ellipsis" or (act.ellipsis is not None and dialogue.topic is not None):
        followed = await leaning.ellipsis(talk, act, dialogue)
    followed = (
        followed
        or await pointing.asked_of_a_record(talk, act, subject, dialogue)
        or await leaning.going_on(talk, act, dialogue)
        or await leaning.about_what_was_wished(talk, act, subject, dialogue)
    )
    if followed is None and ruling.leans_on_documents(talk, act, dialogue):
        followed = await ruling.read_together(talk, act, dialogue)
    if followed is not None:
        return followed
    spoken_of = dialogue.topic is not None
    if talk.is_a_question(act) and subject.called - {ref.noun for ref in dialogue.in_hand}:
        return None  # "And a third one: what's my plan?" points at no third order.
    if not (spoken_of or act.mentions) or not await pointing.only_points(talk, act):
        return None
    tell = leaning.pointed_out if spoken_of else pointing.told_of_record
    return await tell(talk, act, dialogue)


def _without_correction(talk: Talk, act: Act) -> Act:
    """ "Actually no" is a no."""
    rest = talk.speech.without("correct", act.text) if act.corrects else ""
    if act.corrects and not rest:  # "Wait, no": the last word says it.
        rest = folded(act.text).split()[-1]
    plain = next((kind for kind in ("decline", "confirm") if talk.speech.is_only(kind, rest)), None)
    return act if plain is None else replace(act, kind=plain, corrects=False)


def _asks_something(talk: Talk, act: Act) -> bool:
    """Whether a clause is a question of its own, and no "can you help?"."""
    words = len(talk.speech.content(act.text))
    asks_what = talk.speech.question_word(act.text) is not None
    return talk.is_a_question(act) and words >= (1 if asks_what else _OF_ITS_OWN)


def _without_background(told: Sequence[Told]) -> list[Told]:
    """What was not understood beside something that was is left out: it was background.

    A question among it is not passed over in silence.
    """
    clear = [one for one in told if not one.unclear and not one.small]
    if clear:
        kept = [one for one in told if not one.unclear and not _is_needless(one)]
        missed = next((one for one in told if one.unclear and one.question), None)
        if missed is not None and not any(one.hand_over for one in told):
            offer = Ask("besides-unknown", OFFER_PERSON)
            kept.append(replace(missed, steps=(offer,), small=True))
        return kept
    unclear = [one for one in told if one.unclear]
    return [*unclear[-1:]] if unclear else list(told)


def _once(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Each step once, and one question at the most, at the end: an offer gives way to others."""
    kept: list[Step] = []
    for step in steps:
        if _is_known(step, kept):
            continue
        if step not in kept and not (_asks_who(step) and any(map(_asks_who, kept))):
            kept.append(step)
    kept = _quotes_together(kept)
    asks = [step for step in kept if isinstance(step, Ask)]
    asks.sort(key=lambda ask: ask.question.kind != "offer")
    return (*(step for step in kept if not isinstance(step, Ask)), *asks[-1:])


def _quotes_together(steps: Sequence[Step]) -> list[Step]:
    """Sentences of one passage as one quote, where it is quoted first."""
    quotes = [step for step in steps if isinstance(step, Quote)]
    kept: list[Step] = []
    for step in steps:
        same = [one for one in quotes if isinstance(step, Quote) and one.passage == step.passage]
        if len(same) > 1 and isinstance(step, Quote):
            if step is not same[0]:
                continue
            numbers = sorted({number for one in same for number in one.sentences})
            step = replace(step, sentences=tuple(numbers), sure=all(one.sure for one in same))
        kept.append(step)
    return kept


def _is_needless(told: Told) -> bool:
    said = (isinstance(step, Say) and step.wording in _NEEDLESS for step in told.steps)
    return bool(told.steps) and all(said)


def _is_known(step: Step, kept: Sequence[Step]) -> bool:
    """Whether a record's state is told beside what was said of the same record already."""
    told = {one.record for one in kept if isinstance(one, Say)}
    return isinstance(step, Say) and step.detail and step.record in told


def _asks_who(step: Step) -> bool:
    """Whether a step asks the customer to sign in, which is said once."""
    return isinstance(step, Say) and step.wording in _SIGN_IN
