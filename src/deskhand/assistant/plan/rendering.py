"""Plans turned into sentences, each with the evidence that proves it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deskhand.assistant.answering.sentences import quoted, sentences_of
from deskhand.assistant.evidence import Evidence, EvidenceSet, counted_part
from deskhand.assistant.plan.steps import Ask, Compute, Plan, Quote, Say, Step, Write
from deskhand.domain.conversations.dialogue import Choice, OpenQuestion
from deskhand.infra.errors import DeskhandError
from deskhand.infra.money import Money
from deskhand.packs.loader import Pack
from deskhand.packs.wording import Value, Wording, WordingUnusable

_AGAIN = "again"


class PlanUnsound(DeskhandError):
    """A step names evidence or a sentence that this turn does not have."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of the reply as it is shown, and the ids of what it rests on."""

    text: str
    evidence: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply: its text, its sentences with their proofs, and what it asks."""

    text: str
    sentences: tuple[Sentence, ...]
    choices: tuple[Choice, ...]
    question: str | None
    asked: OpenQuestion | None
    cited: tuple[str, ...]
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Renderer:
    """Words plans in one language, with this turn's evidence alone."""

    pack: Pack
    language: str
    evidence: EvidenceSet
    today: date
    said: tuple[str, ...] = ()
    """Wording ids of the replies before, so that none comes twice in a row."""

    @property
    def wording(self) -> Wording:
        return self.pack.wording(self.language)

    def render(self, plan: Plan) -> Rendered:
        """The reply. Raises `PlanUnsound` for a step that rests on nothing of this turn."""
        sentences: list[Sentence] = []
        wordings: list[str] = []
        for step in plan.steps:
            said = self._sentences(step, wordings)
            # A second "I'm not sure" in one reply tells nothing new.
            known = {one.text for one in sentences if one.kind == "unknown"}
            sentences += [one for one in said if one.kind != "unknown" or one.text not in known]
        ask = plan.question
        return Rendered(
            text=_joined(sentences),
            sentences=tuple(sentences),
            choices=self._choices(ask) if ask else (),
            question=sentences[-1].text if ask and sentences else None,
            asked=ask.question if ask else None,
            cited=tuple(dict.fromkeys(step.passage for step in plan.quotes)),
            wordings=tuple(wordings),
        )

    def _choices(self, ask: Ask) -> tuple[Choice, ...]:
        """The answers to a question as buttons: an offer is agreed to or not."""
        if ask.question.choices or ask.question.kind != "offer":
            return ask.question.choices
        return tuple(Choice(value=value, label=self._said(value, {})) for value in ("yes", "no"))

    def _sentences(self, step: Step, wordings: list[str]) -> list[Sentence]:
        if isinstance(step, Quote):
            return self._quoted(step)
        if isinstance(step, Compute):
            return [self._computed(step)]
        if isinstance(step, Write):
            return [self._written(step)]
        wording = self._freshest(step.wording)
        wordings.append(wording)
        values: dict[str, Value] = dict(step.values)
        evidence: tuple[str, ...] = step.evidence if isinstance(step, Say) else ()
        if step.record is not None:
            record = self._record(step.record)
            values = {**self.values_of(record), **values}
            evidence = (step.record, *self._about(record), *evidence)
        return [Sentence(self._said(wording, values), evidence, step.kind)]

    def _freshest(self, wording: str) -> str:
        """The wording, or its other variant where it was what was said last of the two."""
        again = f"{wording}.{_AGAIN}"
        lately = [one for one in self.said[-6:] if one in (wording, again)]
        return again if lately[-1:] == [wording] and self.wording.has(again) else wording

    def _said(self, wording: str, values: Mapping[str, Value]) -> str:
        try:
            return self.wording.say(wording, values, today=self.today).text
        except WordingUnusable as error:
            raise PlanUnsound(error.detail) from error

    def _record(self, identity: str) -> Evidence:
        found = next((item for item in self.evidence.items if item.id == identity), None)
        if found is None:
            raise PlanUnsound(f"There is no evidence {identity} in this turn.")
        return found

    def values_of(self, record: Evidence) -> dict[str, Value]:
        """The fields of a record as the pack names them; a state also in words."""
        values: dict[str, Value] = {}
        for fact in record.facts:
            values.setdefault(fact.name, fact.value)
        noun = self.pack.nouns.get(record.subject)
        if noun is None:
            return values
        for name, field in noun.fields.items():
            values.setdefault(name, None)
            if field.kind == "state":
                values[f"{name}_text"] = self.state_text(record.subject, str(values[name] or ""))
        if record.kind in ("proposal", "ledger"):
            values |= self._choices_in_words(values)
        return values

    def _about(self, item: Evidence) -> tuple[str, ...]:
        """The record that a proposal, or what became of it, is about."""
        if item.kind not in ("proposal", "ledger"):
            return ()
        own = item.fact("number")
        records = self.evidence.records(item.subject)
        return tuple(one.id for one in records if own is not None and one.fact("number") == own)

    def _choices_in_words(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """What was chosen, as `<name>_text`, where the pack has words for it."""
        return {
            f"{name}_text": self._said(f"choice-{value}", {})
            for name, value in values.items()
            if isinstance(value, str) and self.wording.has(f"choice-{value}")
        }

    def state_text(self, noun: str, state: str) -> str:
        """A state in words; one that the pack does not know as it stands in the record."""
        wording = f"state-{noun}-{state}"
        if self.wording.has(wording):
            return self.wording.say(wording, {}, today=self.today).text
        return state.replace("_", " ")

    def _quoted(self, step: Quote) -> list[Sentence]:
        passage = self._record(step.passage)
        units = sentences_of(passage.text)
        if not step.sentences or not set(step.sentences) <= set(range(len(units))):
            raise PlanUnsound(f"{step.passage} has no such sentences.")
        text = quoted(passage.text, step.sentences)
        found = [Sentence(text, (step.passage,), "quote")]
        if not step.sure:
            hedge = self.wording.say("may-help", {}, today=self.today).text
            found.insert(0, Sentence(hedge, (), "unknown"))
        return found

    def _written(self, step: Write) -> Sentence:
        if not step.passed:
            raise PlanUnsound("Own words that no lock has passed.")
        return Sentence(step.text, step.evidence, "checked")

    def _computed(self, step: Compute) -> Sentence:
        records = [self._record(identity) for identity in step.records]
        rests_on = (*step.records, *step.looked_through)
        if step.operation == "days":
            return Sentence(self._days(records[0].fact(step.field)), step.records, "compute")
        if step.operation == "pieces":
            return Sentence(self._pieces(step, records), step.records, "compute")
        if step.operation == "count":
            text = self._said(step.wording or "count-of", {"count": len(records)})
            return Sentence(text, rests_on, "compute")
        amounts = [
            (record, value)
            for record in records
            if isinstance(value := record.fact(step.field), Money)
        ]
        sums: dict[str, int] = {}
        for _, value in amounts:
            sums[value.currency] = sums.get(value.currency, 0) + value.minor
        parts = [
            f"{record.fact('number')}: {self.wording.money(value)}" for record, value in amounts
        ]
        totals = [self.wording.money(Money(minor, currency)) for currency, minor in sums.items()]
        values: dict[str, Value] = {"sum": " + ".join(totals), "parts": ", ".join(parts)}
        text = self._said("sum-of", values) if amounts else self._said("count-of", {"count": 0})
        return Sentence(text, rests_on, "compute")

    def _pieces(self, step: Compute, records: Sequence[Evidence]) -> str:
        """How many pieces the records list of the parts that count, and which they are."""
        listed: list[str] = []
        for record in records:
            value = record.fact(step.field)
            held = value if isinstance(value, tuple) else ()
            listed += [part for part in held if part in step.parts]
        if not listed:
            raise PlanUnsound("There are no pieces to count.")
        values: dict[str, Value] = {
            "count": sum(counted_part(part)[0] for part in listed),
            "list": tuple(listed),
            "numbers": tuple(str(record.fact("number")) for record in records),
        }
        return self._said("pieces-of", values)

    def _days(self, moment: object) -> str:
        """How many days a date is away, or gone."""
        if not isinstance(moment, date):
            raise PlanUnsound("There is no date to count the days to.")
        days = (moment - self.today).days
        wording = "days-until" if days >= 0 else "days-since"
        return self._said(wording, {"days": abs(days), "date": moment})


def _is_line(text: str) -> bool:
    head = text.lstrip()[:3]
    return head.startswith(("- ", "* ", "• ", "|", "```")) or (
        head[:1].isdigit() and ("." in head or ")" in head)
    )


def _joined(sentences: Sequence[Sentence]) -> str:
    """Sentences of one kind flow; quotes, lists and what follows them stand apart."""
    out = ""
    before: Sentence | None = None
    for sentence in sentences:
        if before is None:
            out = sentence.text
        elif _is_line(sentence.text):
            out += f"\n{sentence.text}"
        elif before.kind == "quote" or sentence.kind == "quote" or _is_line(before.text):
            out += f"\n\n{sentence.text}"
        else:
            out += f" {sentence.text}"
        before = sentence
    return out
