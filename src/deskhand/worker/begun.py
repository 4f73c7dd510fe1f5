"""What a claimed turn starts from, as the assistant sees it."""

from __future__ import annotations

from deskhand.assistant.turn import Past, Turn
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, dialogue_from
from deskhand.domain.conversations.history import TurnStart
from deskhand.infra.clock import now
from deskhand.packs.loader import Pack
from deskhand.worker.past import past_messages

_ID = "_id"


def begun_turn(start: TurnStart, pack: Pack) -> Turn:
    """The messages of a turn with the dialogue and the pack they are read in.

    What the door said of the thing in hand (`{"order_id": …}`) is in hand where the pack has such
    a noun. A dialogue of another version of the pack goes on where its state still fits.
    """
    dialogue = fitted(dialogue_from(start.dialogue), pack)
    about = tuple(
        RecordRef(noun=key.removesuffix(_ID), number=str(value))
        for key, value in start.about.items()
        if key.removesuffix(_ID) in pack.nouns
    )
    return Turn(
        message="\n".join(start.written),
        dialogue=dialogue.holding(*about),
        pack=pack,
        now=now(),
        past=Past(start.summary, past_messages(start.window)),
    )


def fitted(dialogue: Dialogue, pack: Pack) -> Dialogue:
    """The dialogue without what the pack does not know: intents and nouns of an older version."""
    if dialogue.pack in ("", pack.digest):
        return dialogue
    topics = tuple(topic for topic in dialogue.topics if topic.intent in pack.intents)
    kept = topics and topics[-1] == dialogue.topic

    def known(refs: tuple[RecordRef, ...]) -> tuple[RecordRef, ...]:
        return tuple(ref for ref in refs if ref.noun in pack.nouns)

    return dialogue.model_copy(
        update={
            "topics": topics,
            "open": dialogue.open if kept else None,
            "in_hand": known(dialogue.in_hand),
            "held": known(dialogue.held),
            "told": known(dialogue.told),
            "shown": known(dialogue.shown),
        }
    )
