"""What a model says that unsure clauses mean: the schema it is held to, and the reading after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from deskhand.assistant.model.answer import read_object
from deskhand.assistant.turn import Turn
from deskhand.assistant.understanding.acts import Act, Reading
from deskhand.domain.conversations.dialogue import OpenQuestion
from deskhand.infra.models.failures import ModelAnswerInvalid
from deskhand.packs.loader import Pack
from deskhand.packs.phrases import folded

_SURE = 0.75
"""Calibrated, so that from here on at most one reading in four is wrong; a model that reads one
short clause is hardly better, and the customer would wait for it."""
_MEANT = 0.9
"""How probable an intent is that the model told: above every threshold, and not certain."""
_POINTS = frozenset({"place", "latest", "other", "every"})

KINDS = (
    "says",
    "confirm",
    "decline",
    "drop",
    "thank",
    "greet",
    "goodbye",
    "person",
    "repeat",
    "shorter",
    "no_help",
    "already_done",
    "promise",
    "others",
    "capability",
    "bot",
    "recall",
    "vague",
)
"""What a model may say that a clause does."""


def unsure_acts(reading: Reading, turn: Turn) -> tuple[Act, ...]:
    """The acts that a model is asked about; none where it could change nothing for the better."""
    if not reading.served:
        return ()
    return tuple(
        act
        for act in reading.acts
        if act.kind == "says"
        and not (act.in_scope and act.probability >= _SURE)
        and not _answers(act, turn.dialogue.open)
    )


def meaning_schema(unsure: Sequence[Act], pack: Pack) -> dict[str, Any]:
    """The JSON schema of a reading: this turn's clauses, kinds of acts, the pack's intents."""
    names = {
        "clause": [f"c{at}" for at in range(1, len(unsure) + 1)],
        "kind": list(KINDS),
        "intent": list(pack.intents),
    }
    clause = {
        "type": "object",
        "properties": {key: {"type": "string", "enum": value} for key, value in names.items()},
        "required": list(names),
        "additionalProperties": False,
    }
    return {
        "title": "meaning",
        "type": "object",
        "properties": {"clauses": {"type": "array", "items": clause}},
        "required": ["clauses"],
        "additionalProperties": False,
    }


def reading_of(raw: str, reading: Reading, unsure: Sequence[Act], turn: Turn) -> Reading:
    """The local reading with the unsure acts ranked anew; all else in it stays as it was.

    Whatever does not fit is left out. Raises ModelAnswerInvalid when nothing fits.
    """
    told = read_object(raw).get("clauses")
    meant: dict[int, Act] = {}
    for one in told if isinstance(told, list) else ():
        act = _act_of(one, unsure, turn)
        if act is not None:
            meant.setdefault(id(act[0]), act[1])
    if not meant:
        raise ModelAnswerInvalid('No object of "clauses" holds a clause, a kind and an intent.')
    return replace(reading, acts=tuple(meant.get(id(act), act) for act in reading.acts))


def _act_of(one: object, unsure: Sequence[Act], turn: Turn) -> tuple[Act, Act] | None:
    """An unsure act, and the same as the model reads it."""
    if not isinstance(one, dict):
        return None
    clauses = {f"c{at}": act for at, act in enumerate(unsure, start=1)}
    clause, kind, intent = (str(one.get(key)) for key in ("clause", "kind", "intent"))
    if clause not in clauses or kind not in KINDS or intent not in turn.pack.intents:
        return None
    asked = turn.dialogue.open
    if kind == "confirm" and asked is not None and asked.kind == "confirm":
        # Who agrees to what shall be done says so in words that code knows; nobody guesses it.
        return None
    act = clauses[clause]
    left = [(name, likely) for name, likely in act.ranked if name != intent]
    whole = sum(likely for _, likely in left) or 1.0
    rest = tuple((name, (1 - _MEANT) * likely / whole) for name, likely in left)
    outside = turn.pack.intents[intent].outside
    return act, replace(act, kind=kind, ranked=((intent, _MEANT), *rest), in_scope=not outside)


def _answers(act: Act, asked: OpenQuestion | None) -> bool:
    """Whether the act answers the open question as it stands."""
    if asked is None or asked.kind in ("confirm", "offer"):
        return False
    if asked.kind == "text":
        return True
    if any(mention.record.noun == asked.noun for mention in act.mentions):
        return True
    said = folded(act.text)
    chosen = any(said in (folded(one.label), folded(one.value)) for one in asked.choices)
    return chosen or bool(act.points & _POINTS)
