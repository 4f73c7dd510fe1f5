"""Which records fill a slot: named, pointed at, the only likely ones, or asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NoReturn

from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.rendering import Renderer
from deskhand.assistant.plan.steps import Ask, Say
from deskhand.assistant.procedures.walk import Stop, Walk
from deskhand.assistant.procedures.world import World
from deskhand.assistant.understanding.references import Pointed, References, named_of, ref_of
from deskhand.domain.conversations.dialogue import Choice, OpenQuestion, RecordRef, SlotValue, Topic
from deskhand.packs.loader import Pack, phrases
from deskhand.packs.phrases import folded
from deskhand.packs.schema import SlotKind

MOST_LISTED = 10
"""A longer list fills more than a screen of the chat, and nobody reads it to its end."""
_MOST_CHOICES = 5
"""So many buttons still stand together under a question; of more, nobody compares all."""
_MOST_SEVERAL = 3
"""So many likely records are told of at once; of more, it is kinder to ask which."""
_NOT_FOUND = "not_found"

Fits = Callable[[Evidence], bool]


@dataclass(frozen=True, slots=True)
class Slots:
    """Fills the slots of one pack's procedures from one turn's world."""

    pack: Pack
    world: World
    renderer: Renderer

    async def fill(self, name: str, slot: SlotKind, walk: Walk, fits: Fits | None) -> None:
        """Puts the records that are meant into the walk's slot `name`.

        Raises `Stop` after a question which record is meant, or the honest word that there is none.
        """
        noun = slot.noun or ""
        if self.world.stranger:
            _asks_to_sign_in(walk)
        wanted = [one.record.number for one in walk.act.mentions if one.record.noun == noun]
        if wanted:
            found = await self._named(name, noun, walk, wanted)
            walk.slots[name] = found if slot.several else found[:1]
            return
        if missed := _missed(noun, walk):
            walk.steps.append(_not_found(noun, missed))
            walk.topic = walk.dialogue.topic or walk.topic
            raise Stop
        records = await self.world.records(noun)
        if not records:
            walk.steps.append(Say(self.pack.nouns[noun].missing, kind="unknown"))
            raise Stop
        chosen = self._meant(slot, walk, records, fits)
        if not chosen:
            self._ask_which(name, slot, walk, records, fits)
        walk.slots[name] = chosen

    async def from_topic(self, name: str, noun: str, walk: Walk) -> None:
        """Fills the slot with what the topic holds already, or else with what is in hand."""
        value = walk.topic.slots.get(name)
        refs = value.records if value else ()
        if not refs:
            refs = walk.dialogue.held_of(noun)
        found = await self.world.find(noun, [ref.number for ref in refs])
        if found:
            walk.slots[name] = found

    async def _named(
        self, name: str, noun: str, walk: Walk, wanted: Sequence[str]
    ) -> tuple[Evidence, ...]:
        """The records of these numbers; a number that is unknown is told, and remembered."""
        found = await self.world.find(noun, wanted)
        _, unknown = named_of(walk.act.mentions, noun, found)
        walk.steps += [_not_found(noun, number) for number in unknown]
        if not found:
            refs = tuple(RecordRef(noun=noun, number=number) for number in unknown)
            missing = SlotValue(records=refs, origin=_NOT_FOUND)
            slots = {**walk.topic.slots, name: missing}
            walk.topic = walk.topic.model_copy(update={"slots": slots})
            raise Stop
        return found

    def _meant(
        self, slot: SlotKind, walk: Walk, records: Sequence[Evidence], fits: Fits | None
    ) -> tuple[Evidence, ...]:
        """What the clause, or what is spoken of, means among `records`; nothing when unclear."""
        noun, language = slot.noun or "", self.renderer.language
        references = References(self.pack, phrases(language), language, walk.dialogue)
        opened = [one for one in records if str(one.fact("number")) == walk.dialogue.ticket]
        if opened:
            return tuple(opened)
        pointed = references.pointed(walk.act.text, noun, records)
        probable = tuple(one for one in records if fits is None or fits(one))
        related = _related(noun, walk, probable)
        if related and (not pointed or pointed.how == "in_hand"):
            return related
        probable = references.in_named_state(walk.act.text, noun, probable) or probable
        if pointed and (pointed.how != "in_hand" or _leans(walk)):
            return _pointed_at(slot, pointed, probable)
        if pointed:
            # "My order" after another one was spoken of may mean that one, if it makes sense.
            held = pointed.records if self._still_meant(noun, walk, probable) else ()
            fills = len(held) == 1 or slot.several
            every = walk.act.own and self._says(noun, walk)
            if held and fills and not (slot.several and (every or takes_all(slot))):
                return held
        return _likeliest(slot, records, probable)

    def _still_meant(self, noun: str, walk: Walk, probable: Sequence[Evidence]) -> bool:
        """Whether the record in hand is meant by a clause that does not point at it."""
        held = {ref.number for ref in walk.dialogue.in_hand if ref.noun == noun}
        if any(str(one.fact("number")) in held for one in probable):
            return True
        return not probable and not self._says(noun, walk)

    def _says(self, noun: str, walk: Walk) -> bool:
        """Whether the clause has a word for the noun."""
        words = set(folded(walk.act.text).split())
        said = self.pack.example(self.renderer.language).nouns.get(noun, ())
        return any(folded(word) in words for word in said)

    def _ask_which(
        self,
        name: str,
        slot: SlotKind,
        walk: Walk,
        records: Sequence[Evidence],
        fits: Fits | None,
    ) -> NoReturn:
        """Asks which record is meant; the likely ones are offered where there are any."""
        noun = slot.noun or ""
        probable = [one for one in records if fits is None or fits(one)]
        offered = (probable or records)[:_MOST_CHOICES]
        question = OpenQuestion(
            kind="record",
            slot=name,
            noun=noun,
            choices=tuple(
                Choice(value=str(one.fact("number")), label=self._label(noun, one))
                for one in offered
            ),
        )
        walk.topic = walk.topic.model_copy(update={"step": "asking"})
        walk.dialogue = walk.dialogue.model_copy(
            update={"open": question, "shown": tuple(map(ref_of, offered))}
        )
        if slot.none is not None and not probable:
            walk.steps.append(Say(slot.none, kind="unknown"))
        walk.steps.append(Ask(slot.ask, question))
        raise Stop

    def _label(self, noun: str, record: Evidence) -> str:
        wording = self.renderer.wording
        values = self.renderer.values_of(record)
        return wording.say(f"{noun}-choice", values, today=self.world.today).text


def takes_all(slot: SlotKind) -> bool:
    """Whether a slot takes all records there are."""
    return slot.several and slot.likely is not None and slot.likely.source == "true"


def with_records(topic: Topic, slot: str, records: Sequence[RecordRef]) -> Topic:
    """The topic with that slot filled as the customer chose."""
    value = SlotValue(records=tuple(records), origin="chosen")
    return topic.model_copy(update={"slots": {**topic.slots, slot: value}})


def _asks_to_sign_in(walk: Walk) -> NoReturn:
    number = next((mention.record.number for mention in walk.act.mentions), None)
    walk.steps.append(
        Say("sign-in-number", values=(("number", number),)) if number else Say("sign-in")
    )
    raise Stop


def _not_found(noun: str, number: str) -> Say:
    return Say(f"{noun}-not-found", values=(("number", number),), kind="unknown")


def _missed(noun: str, walk: Walk) -> str | None:
    """The number that was not found just before, when the clause can only mean that one."""
    topic = walk.dialogue.topic
    if topic is None or walk.act.own or walk.act.points - {"point"}:
        return None
    return next(
        (
            ref.number
            for value in topic.slots.values()
            if value.origin == _NOT_FOUND
            for ref in value.records
            if ref.noun == noun
        ),
        None,
    )


def _leans(walk: Walk) -> bool:
    """Whether the clause itself points back, so that what is in hand is surely meant."""
    act = walk.act
    return bool(act.points or act.ellipsis or act.kind in ("answer", "refer"))


def _pointed_at(
    slot: SlotKind, pointed: Pointed, probable: Sequence[Evidence]
) -> tuple[Evidence, ...]:
    """What is pointed at, if the slot can take that many; nothing when one has to be chosen."""
    chosen = pointed.records
    if len(chosen) > 1 and (not slot.several or pointed.how == "other"):
        chosen = tuple(one for one in chosen if one in probable) or chosen
    fits = len(chosen) == 1 or (slot.several and len(chosen) <= _MOST_CHOICES)
    return chosen if fits else ()


def _likeliest(
    slot: SlotKind, records: Sequence[Evidence], probable: tuple[Evidence, ...]
) -> tuple[Evidence, ...]:
    """What a clause means that points at nothing: the only record, or those the wish fits."""
    if len(records) == 1:
        return tuple(records)
    if len(probable) == 1 or (slot.several and 0 < len(probable) <= _MOST_SEVERAL):
        return probable
    if slot.several and takes_all(slot):
        return tuple(records[:MOST_LISTED])
    return tuple(records[:1]) if slot.several and not probable else ()


def _related(noun: str, walk: Walk, records: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The records that name one of another noun which is spoken of: the invoice of an order."""
    refs = [mention.record for mention in walk.act.mentions] or list(walk.dialogue.in_hand)
    return related_to([ref for ref in refs if ref.noun != noun], records)


def related_to(refs: Sequence[RecordRef], records: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Those of `records` that name the number of one of `refs`."""
    numbers = {ref.number for ref in refs}
    return tuple(
        record
        for record in records
        if any(
            isinstance(fact.value, str) and numbers & set(fact.value.split())
            for fact in record.facts
        )
    )
