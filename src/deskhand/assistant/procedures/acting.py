"""Actions in procedures: shown exactly before they are done, told from the ledger afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.plan.steps import Ask, Say
from deskhand.assistant.plan.steps import Step as PlanStep
from deskhand.assistant.procedures.walk import Walk
from deskhand.assistant.procedures.world import Acted, World
from deskhand.assistant.tools import acting as firewall
from deskhand.assistant.tools.acting import argument_facts, evidence_of, result_facts
from deskhand.domain.actions.outcomes import Done, Refused, Unknown, Waiting, Withdrawn
from deskhand.domain.conversations.dialogue import Choice, OpenQuestion, Topic
from deskhand.packs.acting import Action
from deskhand.packs.checking import steps_of
from deskhand.packs.loader import Pack
from deskhand.packs.schema import Outcome, Procedure, Step
from deskhand.packs.wording import Value

_NO_RECORD = Evidence("none", "record", "", "")
_YES_NO = ("yes", "no")
_FITS: Mapping[str, tuple[Any, ...]] = {"text": ("?",), "number": (1,)}
"""Values of a kind that stand for whatever the customer may say."""


@dataclass(frozen=True, slots=True)
class Acting:
    """What one turn's procedures do about actions of the pack."""

    pack: Pack
    world: World
    renderer: Renderer

    def by_a_person(self, action: str) -> bool:
        """Whether only a person can do it: the pack has no such action, or nothing may be done."""
        return action not in self.pack.actions or not firewall.can_act(self.world.desk)

    async def allowed(self, action: str, walk: Walk) -> bool:
        """Whether the rules allow the action on the walk's record; the refusal is said."""
        record = self.record_of(action, walk)
        if record is None or self.world.desk.firewall is None or action not in self.pack.actions:
            return True
        number = str(record.fact("number"))
        given = self._given(action, walk.topic)
        refused: Refused | None = None
        for supposed in _supposed(self.pack.actions[action], given):
            judged = await firewall.may(self.world.desk, action, number, supposed)
            if not isinstance(judged, Refused):
                return True
            refused = refused or judged
        if refused is not None:
            walk.steps.append(self._refused(refused, record))
        return False

    async def propose(self, step: Step, walk: Walk) -> bool:
        """Shows what will be done and asks; False after the rule's own sentence instead."""
        action, record = step.propose or "", self.record_of(step.propose or "", walk)
        if record is None or self.by_a_person(action):
            if not await self.allowed(action, walk):
                return False
            self._ask(step, walk, self._shown_to_a_person(action, record, walk), None)
            return True
        number, given = str(record.fact("number")), self._given(action, walk.topic)
        ordinal = self.world.next_ordinal()
        judged = await firewall.propose(self.world.desk, action, number, given, ordinal)
        if isinstance(judged, Refused):
            walk.steps.append(self._refused(judged, record))
            return False
        facts = argument_facts(self.pack.actions[action], judged.arguments)
        proposal = str(judged.proposal_id)
        shown = evidence_of(proposal, "proposal", record, facts)
        self.world.evidence = self.world.evidence.with_items(shown)
        self.world.acted.append(
            Acted(
                action,
                "proposed",
                judged.noun,
                judged.number,
                shown.id,
                proposal,
                facts=facts,
                expires_at=judged.expires_at,
            )
        )
        self._ask(step, walk, shown.id, proposal)
        return True

    async def settle(self, asked: OpenQuestion, topic: Topic, *, yes: bool) -> PlanStep | None:
        """What became of the open proposal, said from the ledger; None when it was declined.

        Told again for a turn that is worked on again, whatever was asked then.
        """
        action = asked.action or ""
        outcome = await firewall.settle(self.world.desk, asked.proposal or "", yes=yes)
        if isinstance(outcome, Withdrawn):
            return None
        self.world.forget()
        record = await self._record_now(action, topic)
        if isinstance(outcome, Refused):
            return self._refused(outcome, record)
        return self._told(action, topic, outcome, record)

    async def still_waiting(self, actions: Collection[str]) -> Say | None:
        """What the customer agreed to of these actions and waits for a person; None for nothing."""
        pending = next(iter(await firewall.waiting_for(self.world.desk, actions)), None)
        if pending is None:
            return None
        found = await self.world.find(pending.noun, [pending.number])
        record = next(iter(found), _NO_RECORD)
        known = self.pack.actions.get(pending.action)
        facts = result_facts(known, pending.waiting) if known else ()
        proof = evidence_of(str(pending.waiting.approval_id), "ledger", record, facts)
        self.world.evidence = self.world.evidence.with_items(proof)
        return Say("action-still-waiting", proof.id, kind="waiting")

    async def _record_now(self, action: str, topic: Topic) -> Evidence | None:
        """The topic's record that the action is about, as it stands now."""
        known = self.pack.actions.get(action)
        refs = [ref for slot in topic.slots.values() for ref in slot.records]
        numbers = [ref.number for ref in refs if known and ref.noun == known.noun]
        return next(iter(await self.world.find(known.noun, numbers)), None) if known else None

    def _shown_to_a_person(self, action: str, record: Evidence | None, walk: Walk) -> str | None:
        """What a person is asked to do: the record, with what the action would take of it."""
        known = self.pack.actions.get(action)
        if record is None or known is None:
            return record.id if record else walk.first_record
        taken = tuple(
            replace(fact, name=name)
            for name, shape in known.arguments.items()
            for fact in record.facts
            if fact.name == shape.field
        )
        shown = evidence_of(f"{action}-{record.id}", "proposal", record, taken)
        self.world.evidence = self.world.evidence.renewed(shown)
        return shown.id

    def record_of(self, action: str, walk: Walk) -> Evidence | None:
        """The walk's record that the action is done to."""
        wanted = self.pack.actions[action].noun if action in self.pack.actions else None
        every = [one for records in walk.slots.values() for one in records]
        return next((one for one in every if wanted in (None, one.subject)), None)

    def _given(self, action: str, topic: Topic) -> Mapping[str, Any]:
        """The arguments that the procedure's slots hold."""
        takes = self.pack.actions[action].arguments
        return {
            name: _as_kind(takes[name].kind, value.text)
            for name, value in topic.slots.items()
            if name in takes and value.text
        }

    def _ask(self, step: Step, walk: Walk, shown: str | None, proposal: str | None) -> None:
        question = OpenQuestion(
            kind="confirm",
            action=step.propose,
            proposal=proposal,
            intent=walk.topic.intent,
            choices=tuple(Choice(value=one, label=self._said(one)) for one in _YES_NO),
        )
        walk.topic = walk.topic.model_copy(update={"step": "proposed", "action": step.propose})
        walk.dialogue = walk.dialogue.model_copy(update={"open": question})
        walk.steps.append(Ask(step.confirm or "", question, shown))

    def _refused(self, refused: Refused, record: Evidence | None) -> Say:
        """The rule's own sentence, with the thresholds of the policies."""
        proof = Evidence(f"rule:{refused.rule}", "rule", refused.noun, refused.rule)
        self.world.evidence = self.world.evidence.with_items(proof)
        self.world.acted.append(
            Acted(
                refused.action, "refused", refused.noun, refused.number, proof.id, rule=refused.rule
            )
        )
        if record is None:
            number: tuple[tuple[str, Value], ...] = (("number", refused.number),)
            return Say(refused.say, values=number, kind="refused", evidence=(proof.id,))
        return Say(refused.say, record.id, self._thresholds(), "refused", (proof.id,))

    def _thresholds(self) -> tuple[tuple[str, Value], ...]:
        values = self.pack.policies.values.items()
        return tuple((name, value) for name, value in values if isinstance(value, str | int))

    def _told(
        self,
        action: str,
        topic: Topic,
        outcome: Done | Waiting | Unknown,
        record: Evidence | None,
    ) -> Say:
        state = _STATES[type(outcome)]
        step = self._step_of(action, topic)
        said = step.on.get(state) if step else None
        wording = said or (f"{action}-done" if state == "done" else f"action-{state}")
        identity = str(outcome.approval_id if isinstance(outcome, Waiting) else outcome.ledger_id)
        known = self.pack.actions.get(action)
        facts = result_facts(known, outcome) if known else ()
        values: tuple[tuple[str, Value], ...] = ()
        if isinstance(outcome, Unknown):
            values = (("ticket", outcome.ticket),)
        record = record or _NO_RECORD
        proof = evidence_of(identity, "ledger", record, facts)
        self.world.evidence = self.world.evidence.with_items(proof)
        number = str(record.fact("number") or "")
        self.world.acted.append(
            Acted(action, state, record.subject, number, proof.id, str(outcome.proposal_id))
        )
        return Say(wording, proof.id, values, kind="unknown" if state == "unknown" else state)

    def _step_of(self, action: str, topic: Topic) -> Step | None:
        intent = self.pack.intents.get(topic.intent)
        procedure = self.pack.procedures.get(intent.procedure or "") if intent else None
        return next(proposing(procedure, action), None) if procedure else None

    def _said(self, wording: str) -> str:
        return self.renderer.wording.say(wording, {}, today=self.renderer.today).text


_STATES: Mapping[type, Outcome] = {Done: "done", Waiting: "waiting", Unknown: "unknown"}


def _supposed(action: Action, given: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What is given, with something that fits in place of what only the customer can say.

    Where one of some choices is missing, each of them is supposed in turn.
    """
    missing = {
        name: _FITS.get(shape.kind, shape.choices)
        for name, shape in action.arguments.items()
        if name not in given and not (shape.field or shape.formula or shape.optional)
    }
    for values in product(*missing.values()):
        yield {**given, **dict(zip(missing, values, strict=True))}


def _as_kind(kind: str, text: str) -> Any:
    """What fills a slot, as the argument takes it."""
    if kind == "list":
        return [text]
    return int(text) if kind == "number" and text.isdecimal() else text


def proposing(procedure: Procedure, action: str) -> Iterator[Step]:
    """The steps of a procedure that propose the action."""
    yield from (step for step in steps_of(procedure) if step.propose == action)
