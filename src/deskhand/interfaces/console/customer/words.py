"""What customers' pages say: the pack's words, in the language that the browser asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deskhand.domain.actions.wording import Sayer
from deskhand.domain.commerce.things.port import FieldValue, Thing
from deskhand.infra.money import Money
from deskhand.interfaces.console import rendering
from deskhand.packs.wording import Value, Wording


@dataclass(frozen=True, slots=True)
class Field:
    """A value of a record as it is shown, with the name of its field in words."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A state on the line of a record's usual way."""

    label: str
    reached: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one tenant in one language; templates call it `words`."""

    sayer: Sayer

    @property
    def language(self) -> str:
        """The language that is spoken, as `de`."""
        return self._wording.language

    @property
    def _wording(self) -> Wording:
        return self.sayer.pack.wording(self.sayer.language)

    def text(self, wording: str, **values: Value) -> str:
        """A sentence of `pages.ftl` without its `page-`; the id alone where nobody wrote it."""
        return self.sayer.say(f"page-{wording}", values) or wording

    def label(self, name: str) -> str:
        """The name of a field, an action or a noun."""
        return self.sayer.say(f"label-{name.replace('_', '-')}") or rendering.words(name)

    def several(self, noun: str) -> str:
        """The name of all records of a noun."""
        return self.sayer.say(f"several-{noun.replace('_', '-')}") or rendering.words(f"{noun}s")

    def spell(self, value: FieldValue) -> str:
        """A value as this language writes it; a flag and a figure too."""
        if isinstance(value, bool):
            return self.sayer.say("yes" if value else "no") or str(value)
        if isinstance(value, date):
            return self._wording.short_date(value)
        return self.sayer.spell(value) if value is not None else "—"

    def moment(self, when: datetime) -> str:
        """A moment in UTC, which the browser writes in its own zone."""
        return self._wording.short_moment(when)

    def title(self, thing: Thing) -> str:
        """What people call the record: the value of its noun's label, else its number."""
        label = self.sayer.pack.nouns[thing.noun].label
        value = thing.fields.get(label) if label else thing.fields.get("description")
        return self.spell(value) if value else thing.number

    def state(self, thing: Thing) -> str | None:
        """The record's state in words."""
        state = self._state(thing)
        if state is None:
            return None
        said = self.sayer.state(thing.noun, state)
        return said[:1].upper() + said[1:]

    def tone(self, thing: Thing) -> str:
        """How the state is shown: `good`, `warm`, `alarm` or plain, by its groups."""
        noun = self.sayer.pack.nouns[thing.noun]
        groups = noun.states.get(self._state(thing) or "", ())
        return next((tone for group, tone in noun.tones.items() if group in groups), "plain")

    def amount(self, thing: Thing) -> str | None:
        """What the record comes to."""
        noun = self.sayer.pack.nouns[thing.noun]
        named = noun.amounts if noun.amounts in noun.fields else None
        value = thing.fields.get(named) if named else None
        if value is None:
            value = next((one for one in thing.fields.values() if isinstance(one, Money)), None)
        return self.spell(value) if isinstance(value, Money) else None

    def moments(self, thing: Thing) -> list[Field]:
        """The days that matter, at most two: the first that are known."""
        noun = self.sayer.pack.nouns[thing.noun]
        known = [one for one in noun.moments if isinstance(thing.fields.get(one), date)]
        return [Field(one, self.label(one), self.spell(thing.fields[one])) for one in known[:2]]

    def fields(self, thing: Thing) -> list[Field]:
        """All that a customer may read of the record, parts and state left out."""
        noun = self.sayer.pack.nouns[thing.noun]
        apart = {noun.state, noun.number, *thing.lines}
        return [
            Field(name, self.label(name), self.spell(thing.fields[name]))
            for name, field in noun.fields.items()
            if not field.hidden and name not in apart and _says(thing.fields.get(name))
        ]

    def progress(self, thing: Thing) -> list[Stage]:
        """How far the record is on the usual way; nothing for one that left it."""
        way = self.sayer.pack.nouns[thing.noun].progress
        state = self._state(thing)
        if state not in way:
            return []
        at = way.index(state)
        return [
            Stage(_capital(self.sayer.state(thing.noun, one)), place <= at, place == at)
            for place, one in enumerate(way)
        ]

    def _state(self, thing: Thing) -> str | None:
        name = self.sayer.pack.nouns[thing.noun].state
        value = thing.fields.get(name) if name else None
        return str(value) if value is not None else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _says(value: FieldValue) -> bool:
    return value is not None and value != "" and value != ()
