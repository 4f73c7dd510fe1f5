"""Runs a procedure over records: walks its steps and asks one thing at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, Judged
from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.plan.steps import Ask, Compute, Quote, Say, SayKind
from deskhand.assistant.plan.steps import Step as PlanStep
from deskhand.assistant.procedures.acting import Acting
from deskhand.assistant.procedures.given import Given
from deskhand.assistant.procedures.slots import MOST_LISTED, Fits, Slots
from deskhand.assistant.procedures.walk import HandOver, Stop, Walk
from deskhand.assistant.procedures.world import World
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of
from deskhand.domain.conversations.dialogue import (
    Dialogue,
    OpenQuestion,
    RecordRef,
    SlotValue,
    Topic,
)
from deskhand.packs.conditions import Condition
from deskhand.packs.loader import Pack
from deskhand.packs.schema import Procedure, SlotKind, Step

_BESIDE = 0.5
"""From this probability on a rule stands beside a record for what the customer wrote."""

OFFER_PERSON = OpenQuestion(kind="offer", action="person")
"""Whether a person of the team shall take it from here."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a procedure came to: steps to say, the dialogue after, and a person where needed."""

    steps: tuple[PlanStep, ...]
    dialogue: Dialogue
    hand_over: HandOver | None = None


@dataclass(frozen=True, slots=True)
class Runner:
    """Walks procedures of one pack in one turn's world."""

    pack: Pack
    world: World
    renderer: Renderer

    @property
    def _slots(self) -> Slots:
        return Slots(self.pack, self.world, self.renderer)

    @property
    def acting(self) -> Acting:
        """What is done about actions."""
        return Acting(self.pack, self.world, self.renderer)

    @property
    def given(self) -> Given:
        """What fills slots that are no records."""
        return Given(self.pack, self.renderer)

    async def run(self, name: str, topic: Topic, act: Act, dialogue: Dialogue) -> Ran:
        """The procedure from its beginning, with the slots that the topic and the act fill."""
        procedure = self.pack.procedures[name]
        return await self._walked(procedure, "steps", topic, act, dialogue)

    async def follow_up(self, kind: str, topic: Topic, act: Act, dialogue: Dialogue) -> Ran | None:
        """What the topic's procedure says to a bare question word; None when it foresees none."""
        procedure = self._procedure_of(topic)
        if procedure is None or kind not in procedure.follow_ups:
            return None
        return await self._walked(procedure, kind, topic, act, dialogue)

    async def tell(
        self,
        wording: str,
        noun: str,
        topic: Topic,
        act: Act,
        dialogue: Dialogue,
        fits: Fits | None = None,
    ) -> Ran:
        """One sentence about each of the records that are meant."""
        walk = Walk(topic, act, {}, [], dialogue)
        slot = SlotKind(noun=noun, several=True, ask=f"ask-which-{noun}")
        try:
            await self._slots.fill("record", slot, walk, fits)
            for record in walk.slots["record"]:
                walk.steps.append(Say(wording, record.id))
        except Stop:
            pass
        return self._finished(walk)

    def _procedure_of(self, topic: Topic) -> Procedure | None:
        intent = self.pack.intents.get(topic.intent)
        return self.pack.procedures.get(intent.procedure) if intent and intent.procedure else None

    async def _walked(
        self,
        procedure: Procedure,
        begins: str,
        topic: Topic,
        act: Act,
        dialogue: Dialogue,
    ) -> Ran:
        """From the first step of `steps`, or of the follow-up of that name."""
        follow_up = begins != "steps"
        steps = procedure.follow_ups[begins] if follow_up else procedure.steps
        walk = Walk(topic, act, {}, [], dialogue)
        try:
            for name, slot in procedure.slots.items():
                if slot.noun is not None and (follow_up or self._kept(topic, name, act)):
                    await self._slots.from_topic(name, slot.noun, walk)
            await self._steps(procedure, steps, walk)
        except Stop:
            pass
        walk.note(procedure, begins)
        return self._finished(walk)

    def _finished(self, walk: Walk) -> Ran:
        slots = dict(walk.topic.slots)
        held: list[RecordRef] = []
        for name, records in walk.slots.items():
            refs = tuple(ref_of(record) for record in records)
            slots[name] = SlotValue(records=refs, origin=slots.get(name, SlotValue()).origin)
            held += refs
        dialogue = walk.dialogue.with_topic(walk.topic.model_copy(update={"slots": slots}))
        if walk.dialogue.open is None or walk.dialogue.open.kind != "record":
            dialogue = dialogue.holding(*held)
        return Ran(tuple(walk.steps), dialogue, walk.hand_over)

    @staticmethod
    def _kept(topic: Topic, slot: str, act: Act) -> bool:
        """Whether the topic's own records still count: nothing new is named or pointed at."""
        return bool(topic.slots.get(slot)) and not act.mentions and not act.points - {"point"}

    async def _steps(self, procedure: Procedure, steps: Sequence[Step], walk: Walk) -> None:
        for step in steps:
            await self._step(procedure, step, walk)

    async def _step(self, procedure: Procedure, step: Step, walk: Walk) -> None:
        """Does what the step's one verb says."""
        if step.look_up is not None:
            await self._look_up(step.look_up, procedure.slots[step.look_up], walk)
        elif step.say is not None:
            _say(step.say, step.each, walk)
        elif step.keep is not None:
            self._keep(step.keep, procedure.slots[step.keep].noun, step.where, walk)
        elif step.compute is not None:
            _compute(step, walk)
        elif step.quote is not None:
            await self._quote(step.quote, walk)
        elif step.when is not None:
            await self._branch(procedure, step, step.when.holds(self._values(walk)), walk)
        elif step.may is not None:
            allowed = await self.acting.allowed(step.may, walk)
            await self._branch(procedure, step, allowed, walk)
        elif step.propose is not None:
            proposed = await self.acting.propose(step, walk)
            walk.choices.append((step, proposed))
            if not proposed:
                await self._steps(procedure, step.otherwise, walk)
                raise Stop
        elif step.ask is not None:
            self.given.fill(step.ask, procedure.slots[step.ask], walk)
        elif step.offer is not None:
            walk.dialogue = walk.dialogue.model_copy(update={"open": OFFER_PERSON})
            walk.steps.append(Ask("offer-person", OFFER_PERSON))
        elif step.hand_over is not None:
            walk.hand_over = HandOver(step.hand_over, _about(walk))
            raise Stop
        elif step.end is not None:
            raise Stop

    async def _branch(self, procedure: Procedure, step: Step, yes: bool, walk: Walk) -> None:
        walk.choices.append((step, yes))
        await self._steps(procedure, step.then if yes else step.otherwise, walk)

    async def _look_up(self, name: str, slot: SlotKind, walk: Walk) -> None:
        if name not in walk.slots:
            await self._slots.fill(name, slot, walk, self._fits(slot.noun, slot.likely))

    def _keep(self, name: str, noun: str | None, where: Condition | None, walk: Walk) -> None:
        fits = self._fits(noun, where)
        records = walk.slots.get(name, ())
        walk.slots[name] = tuple(one for one in records if fits is None or fits(one))
        walk.sifted = tuple(one.id for one in records)

    async def _quote(self, question: str, walk: Walk) -> None:
        """The documents' answer to a question of the pack, or to the customer's own (`asked`)."""
        asked = walk.act.unnumbered
        if question != "asked":
            asked = self.pack.example(self.pack.about.languages[0]).questions[question]
        best = next(iter(await self.world.passages(asked)), None)
        if best is None or best.probability < (_BESIDE if question == "asked" else MAY_HELP):
            return
        quote = quote_of(best)
        # What a pack names as the rule is the rule; the customer's own question may be near only.
        walk.steps += self.world.note_of_language()
        walk.steps.append(quote if question == "asked" else replace(quote, sure=True))
        walk.dialogue = walk.dialogue.model_copy(
            update={"question": asked, "passages": (best.evidence.id,)}
        )

    def _values(self, walk: Walk) -> Mapping[str, Any]:
        values: dict[str, Any] = {}
        procedure = self._procedure_of(walk.topic)
        for name, records in walk.slots.items():
            slot = procedure.slots.get(name) if procedure else None
            seen = [self.world.condition_values(record) for record in records]
            several = slot is not None and slot.several
            values[name] = seen if several else (seen[0] if seen else None)
        return values

    def _fits(self, noun: str | None, condition: Condition | None) -> Fits | None:
        if noun is None or condition is None:
            return None
        return lambda record: condition.holds({noun: self.world.condition_values(record)})


def _about(walk: Walk) -> tuple[RecordRef, ...]:
    return tuple(ref_of(record) for records in walk.slots.values() for record in records)


def _say(wording: str, each: str | None, walk: Walk) -> None:
    """One sentence about the record that is spoken of, or one for each of a slot's records.

    That none is like that rests on all that were looked through.
    """
    kind: SayKind = "refused" if wording.endswith("declined") else "say"
    if each is None:
        record = walk.first_record
        rests_on = walk.sifted if record is None else ()
        walk.steps.append(Say(wording, record, kind=kind, evidence=rests_on))
        return
    records = walk.slots.get(each, ())
    walk.steps += [Say(wording, record.id, kind=kind) for record in records[:MOST_LISTED]]
    if len(records) > 1:
        shown = tuple(map(ref_of, records))
        walk.dialogue = walk.dialogue.model_copy(update={"shown": shown})


def _compute(step: Step, walk: Walk) -> None:
    slot, _, field = (step.of or "").partition(".")
    ids = tuple(one.id for one in walk.slots.get(slot, ()))
    walk.steps.append(Compute("sum" if step.compute == "sum" else "count", ids, field))


def quote_of(judged: Judged) -> Quote:
    """The sentences that answer; marked where they only may help."""
    return Quote(judged.evidence.id, judged.sentences, sure=judged.probability >= ANSWERS)
