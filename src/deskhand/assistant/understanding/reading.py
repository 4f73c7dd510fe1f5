"""Which intents a message holds: its sentences weighed together, and what the past lends it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from deskhand.assistant.understanding.classifier import Prediction
from deskhand.assistant.understanding.dialogue import dialogue_act
from deskhand.assistant.understanding.schemas import Entities, Intent

SURE = 0.7
"""A reading this confident stands without help from earlier messages."""
SMALL_TALK = frozenset({Intent.GREETING, Intent.THANKS, Intent.OUT_OF_SCOPE})

_INHERITED = 0.9
_REFUSED = 0.5
_NAMED_ALONE = 0.6
_WORTH_ASKING = 0.25
_LEAST = 0.01
_KEPT = 6
_ANOTHER_ONE = re.compile(
    r"\b(?:other|another|second|different|else|next) ?(?:one|order|item)?\b", re.I
)


@dataclass(frozen=True, slots=True)
class Reading:
    """Intents with how likely each is among what is asked, most likely first; never empty."""

    ranked: tuple[tuple[Intent, float], ...]

    @property
    def intent(self) -> Intent:
        return self.ranked[0][0]

    @property
    def confidence(self) -> float:
        return self.ranked[0][1]

    @property
    def clear(self) -> bool:
        """Whether it needs no earlier message."""
        return self.confidence >= SURE and self.intent not in SMALL_TALK

    def led_by(self, intent: Intent, confidence: float) -> Reading:
        """This reading with `intent` first; nothing else is rated above it."""
        rest = tuple((one, min(p, confidence)) for one, p in self.ranked if one is not intent)
        return Reading(((intent, confidence), *rest))


def weigh(predictions: Sequence[Prediction], entities: Entities) -> Reading:
    """One reading of a whole text (first) and its sentences (the rest, if there are several).

    An intent counts by the mean of its probability in the whole and in the sentence that says
    it most clearly, so two requests both rank high, and background does not drown a request.
    When no piece resembles any example the text is out of scope, unless it names an order, an
    invoice or a ticket.
    """
    whole, *parts = predictions
    wanted = [part for part in parts if part.in_scope] or parts
    best: dict[str, float] = {}
    for part in wanted:
        for label, likely in part.ranked:
            small = Intent(label) in SMALL_TALK
            best[label] = max(best.get(label, 0.0), 0.0 if small and len(wanted) > 1 else likely)
    ranked = [
        (Intent(label), (likely + best[label]) / 2 if best else likely)
        for label, likely in whole.ranked
    ]
    ranked.sort(key=lambda item: -item[1])
    kept = [item for item in ranked[:_KEPT] if item[1] >= _LEAST] or ranked[:1]
    reading = Reading(tuple((intent, min(1.0, likely)) for intent, likely in kept))
    if any(prediction.in_scope for prediction in predictions):
        return reading
    if reading.intent is Intent.OUT_OF_SCOPE and reading.confidence < _REFUSED:
        # Turning a customer away wrongly costs more than one clarifying question.
        runner_up = reading.ranked[1:2]
        if runner_up and runner_up[0][1] >= _WORTH_ASKING:
            return Reading((*runner_up, *reading.ranked[2:]))
    named = named_alone(entities)
    if named is not None:
        return named if reading.intent is Intent.OUT_OF_SCOPE else reading
    if reading.intent is Intent.OUT_OF_SCOPE:
        return reading
    return reading.led_by(Intent.OUT_OF_SCOPE, _REFUSED)


def small_talk(text: str) -> Reading:
    """The reading of a text that asks nothing: thanks, a greeting, or not even that."""
    act = dialogue_act(text)
    if act == "thank":
        return Reading(((Intent.THANKS, 1.0),))
    if act == "greet":
        return Reading(((Intent.GREETING, 1.0),))
    return Reading(((Intent.OUT_OF_SCOPE, _REFUSED),))


def named_alone(entities: Entities) -> Reading | None:
    """What a bare identifier most likely asks: how that order, invoice or ticket stands."""
    if entities.order_numbers:
        return Reading(((Intent.ORDER_STATUS, _NAMED_ALONE),))
    if entities.invoice_numbers:
        return Reading(((Intent.INVOICE_QUESTION, _NAMED_ALONE),))
    if entities.ticket_numbers:
        return Reading(((Intent.TICKET_STATUS, _NAMED_ALONE),))
    return None


def continuing(past: Reading) -> Reading:
    """The reading of a follow-up that says nothing itself: the past's, a little less sure."""
    return Reading(tuple((intent, likely * _INHERITED) for intent, likely in past.ranked))


def after(own: Reading, joined: Reading, past: Reading) -> Reading:
    """The reading of a follow-up that says something: by itself and joined to the past, halved.

    What is clear by itself stays; what turns out to be small talk continues the past.
    """
    if own.clear:
        return own
    both = dict.fromkeys((intent for intent, _ in (*own.ranked, *joined.ranked)), 0.0)
    for intent, likely in (*own.ranked, *joined.ranked):
        both[intent] += likely / 2
    mixed = Reading(tuple(sorted(both.items(), key=lambda item: -item[1])))
    return continuing(past) if mixed.intent in SMALL_TALK else mixed


def inherited(entities: Entities, past: Entities, text: str) -> Entities:
    """`entities` with the identifiers of `past` when a follow-up names none of its own.

    Not when it speaks of another one: which one that is, nobody has said.
    """
    own = entities.order_numbers or entities.invoice_numbers or entities.ticket_numbers
    if own or _ANOTHER_ONE.search(text):
        return entities
    return entities.model_copy(
        update={
            "order_numbers": past.order_numbers,
            "invoice_numbers": past.invoice_numbers,
            "ticket_numbers": past.ticket_numbers,
        }
    )
