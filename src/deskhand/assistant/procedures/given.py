"""What fills a slot that is no record: one of some choices, a part of a record, own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.plan.steps import Ask
from deskhand.assistant.procedures.walk import Stop, Walk
from deskhand.assistant.understanding.references import same_word
from deskhand.domain.conversations.dialogue import Choice, OpenQuestion, SlotValue, Topic
from deskhand.packs.loader import Pack, phrases
from deskhand.packs.phrases import folded
from deskhand.packs.schema import SlotKind

EVERY = "every"
"""What stands for all parts among the choices of a question."""
_NAMES = 2
"""Letters that a word needs more of to name a part."""


@dataclass(frozen=True, slots=True)
class Given:
    """Fills such slots from what the customer writes, and asks for them."""

    pack: Pack
    renderer: Renderer

    def fill(self, name: str, slot: SlotKind, walk: Walk) -> None:
        """Fills the slot `name` of the walk's topic.

        Raises `Stop` after a question when it is not known and not optional.
        """
        parts = parts_of(slot, walk)
        known = walk.topic.slots.get(name)
        if known is not None and (not parts or known.every or known.text in parts):
            return
        said = self.said(slot, walk.act.text, parts)
        if said is None and len(parts) == 1:
            said = SlotValue(every=True, origin="only_one")
        if said is not None:
            walk.topic = with_value(walk.topic, name, said)
        elif not slot.optional:
            self._ask(name, slot, parts, walk)

    def said(self, slot: SlotKind, text: str, parts: Sequence[str]) -> SlotValue | None:
        """What `text` says for a slot of choices or parts; None when it says nothing, or several.

        Own words are never guessed: a text fills such a slot only as an answer.
        """
        if slot.choices:
            return self._chosen(slot, text)
        return self._part(text, parts) if slot.part is not None else None

    def _chosen(self, slot: SlotKind, text: str) -> SlotValue | None:
        said = f" {folded(text)} "
        words = self.pack.example(self.renderer.language).choices
        found = {
            choice
            for choice in slot.choices
            if any(f" {folded(word)} " in said for word in words.get(choice, ()))
        }
        return SlotValue(text=found.pop(), origin="named") if len(found) == 1 else None

    def _part(self, text: str, parts: Sequence[str]) -> SlotValue | None:
        speech = phrases(self.renderer.language)
        words = [word for word in speech.content(text) if len(word) > _NAMES]
        scores = {
            part: sum(
                any(same_word(word, label) for word in words) for label in folded(part).split()
            )
            for part in parts
        }
        best = max(scores.values(), default=0)
        named = [part for part, score in scores.items() if score == best > 0]
        if len(named) == 1:
            return SlotValue(text=named[0], origin="named")
        place = speech.place(text)
        if not named and place is not None and -1 <= place <= len(parts):
            return SlotValue(text=parts[place - 1 if place > 0 else place], origin="named")
        all_of_them = len(named) == len(parts) > 0 or (not named and speech.says(EVERY, text))
        return SlotValue(every=True, origin="named") if all_of_them else None

    def _ask(self, name: str, slot: SlotKind, parts: Sequence[str], walk: Walk) -> NoReturn:
        choices = tuple(Choice(value=part, label=part) for part in parts)
        if parts:
            choices += (Choice(value=EVERY, label=self._said("all-of-them")),)
        elif slot.choices:
            choices = tuple(Choice(value=one, label=self.label(one)) for one in slot.choices)
        question = OpenQuestion(
            kind="choice" if choices else "text",
            slot=name,
            intent=walk.topic.intent,
            choices=choices,
        )
        walk.topic = walk.topic.model_copy(update={"step": "asking"})
        walk.dialogue = walk.dialogue.model_copy(update={"open": question})
        walk.steps.append(Ask(slot.ask, question, walk.first_record))
        raise Stop

    def label(self, choice: str) -> str:
        """A choice in words."""
        return self._said(f"choice-{choice}")

    def _said(self, wording: str) -> str:
        return self.renderer.wording.say(wording, {}, today=self.renderer.today).text


def parts_of(slot: SlotKind, walk: Walk) -> tuple[str, ...]:
    """The parts that the slot's record lists, as it lists them: what is done names them so."""
    if slot.part is None:
        return ()
    records = walk.slots.get(slot.part.of, ())
    listed = records[0].fact(slot.part.field) if records else None
    if not isinstance(listed, tuple):
        return ()
    return tuple(dict.fromkeys(listed))


def with_value(topic: Topic, slot: str, value: SlotValue) -> Topic:
    """The topic with that slot filled."""
    return topic.model_copy(update={"slots": {**topic.slots, slot: value}})
