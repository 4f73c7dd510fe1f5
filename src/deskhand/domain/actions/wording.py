"""What actions ask, do and refuse, in the pack's own sentences: for pages, where nobody chats."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from deskhand.domain.commerce.things.port import Thing
from deskhand.infra.money import Money
from deskhand.packs.checking import steps_of
from deskhand.packs.loader import Pack
from deskhand.packs.schema import Outcome, Step
from deskhand.packs.wording import Value, WordingUnusable


@dataclass(frozen=True, slots=True)
class Sayer:
    """The pack's sentences in one language, about one record."""

    pack: Pack
    language: str
    today: date

    def say(self, wording: str, values: Mapping[str, Value] | None = None) -> str | None:
        """The sentence; None where the pack has none that can be said with these values."""
        try:
            said = self.pack.wording(self.language).say(wording, values or {}, today=self.today)
        except WordingUnusable:
            return None
        return said.text

    def spell(self, value: Value) -> str:
        """A value by itself."""
        return self.pack.wording(self.language).spell(value, today=self.today)

    def state(self, noun: str, state: str) -> str:
        """A state in words; one that the pack does not know as it stands in the record."""
        return self.say(f"state-{noun}-{state}") or state.replace("_", " ")

    def question(self, action: str, thing: Thing, arguments: Mapping[str, Any]) -> str | None:
        """What is asked before the action is done, as the assistant asks it."""
        step = self._proposing(action)
        if step is None or step.confirm is None:
            return None
        return self.say(step.confirm, self.values(thing, action, arguments))

    def refusal(self, say: str, thing: Thing, action: str) -> str | None:
        """The sentence of the rule that forbids it."""
        return self.say(say, self.values(thing, action, {}))

    def told(
        self, state: Outcome, action: str, thing: Thing, values: Mapping[str, Any]
    ) -> str | None:
        """What became of it, with what the ledger holds in `values`."""
        step = self._proposing(action)
        own = f"{action}-done" if state == "done" else f"action-{state}"
        wording = (step.on.get(state) if step else None) or own
        return self.say(wording, self.values(thing, action, values))

    def values(self, thing: Thing, action: str, given: Mapping[str, Any]) -> dict[str, Value]:
        """All that a sentence about the action may name: record, thresholds, arguments."""
        noun = self.pack.nouns[thing.noun]
        values: dict[str, Value] = dict.fromkeys(noun.fields)
        values |= thing.fields
        for name, field in noun.fields.items():
            if field.kind == "state":
                values[f"{name}_text"] = self.state(thing.noun, str(values[name] or ""))
        values |= {
            name: value
            for name, value in self.pack.policies.values.items()
            if isinstance(value, str | int)
        }
        shapes = self.pack.actions[action].arguments if action in self.pack.actions else {}
        values |= dict.fromkeys(name for name in shapes if name not in values)
        values |= {name: read_back(stored) for name, stored in given.items()}
        for name in (*shapes, *given):
            if (words := self.say(f"choice-{values.get(name)}")) is not None:
                values[f"{name}_text"] = words
        return values

    def _proposing(self, action: str) -> Step | None:
        every = (step for one in self.pack.procedures.values() for step in steps_of(one))
        return next((step for step in every if step.propose == action), None)


def read_back(stored: Any) -> Value:
    """A stored argument or result as a value that can be spelled."""
    match stored:
        case {"minor": int(minor), "currency": str(currency)}:
            return Money(minor, currency)
        case list():
            return tuple(map(str, stored))
        case str():
            return _day(stored)
        case bool() | int() | None:
            return stored
    return str(stored)


def _day(text: str) -> Value:
    """A day written as 2026-01-31 is a day; anything else is its own text."""
    if len(text) == len("2026-01-31") and text[4::3] == "--":
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    return text
