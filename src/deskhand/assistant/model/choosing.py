"""A model's choice among the steps of a menu: the schema it is held to, and the plan it makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from deskhand.assistant.model.answer import read_object, without_controls
from deskhand.assistant.model.menu import Menu
from deskhand.assistant.plan.steps import Ask, Plan, Quote, Say, Step, Write, rests_on
from deskhand.assistant.procedures.runner import OFFER_PERSON
from deskhand.infra.models.failures import ModelAnswerInvalid

_MOST_STEPS = 12
_LONGEST_TOLD = 60
"""Characters of a wrong id that the model is shown again."""

_LONGEST_WRITTEN = 800
"""Characters that a model may write at once: a reply in a chat is no letter."""

_OFFER = Ask("offer-person", OFFER_PERSON)


def choice_schema(menu: Menu) -> dict[str, Any]:
    """The JSON schema of a choice: every value is an id of the menu.

    Free text is one more kind, only where the menu says that it may be written.

    Each kind of step has a key of its own, since strict modes take no two objects of `anyOf`
    that begin alike.
    """
    kinds = []
    if menu.sayings:
        kinds.append(_object(say=_one_of([one.id for one in menu.sayings])))
    if menu.passages:
        kinds.append(_object(quote={"type": "array", "items": _one_of(menu.sentence_ids)}))
    if menu.courtesies:
        kinds.append(_object(courtesy=_one_of([one.id for one in menu.courtesies])))
    if menu.may_write:
        kinds.append(_object(write={"type": "string"}))
    if menu.may_offer:
        kinds.append(_object(offer_person={"type": "boolean"}))
    return {"title": "plan", **_object(steps={"type": "array", "items": {"anyOf": kinds}})}


def plan_of(raw: str, menu: Menu) -> Plan | None:
    """The plan that a model's answer stands for; None when it leaves out what was asked.

    What the plain reply decided, did or asks stands at its end, whatever was chosen. Raises
    ModelAnswerInvalid for anything that is not on the menu.
    """
    value = read_object(raw)
    steps = value.get("steps")
    if set(value) != {"steps"} or not isinstance(steps, list):
        raise ModelAnswerInvalid('The object must hold "steps", an array, and nothing else.')
    if len(steps) > _MOST_STEPS:
        raise ModelAnswerInvalid(f"At most {_MOST_STEPS} steps.")
    chosen = [step for one in steps for step in _steps_of(one, menu)]
    if not _answers(chosen, menu):
        return None
    offered = [step for step in chosen if isinstance(step, Ask)][:1]
    said = [step for step in chosen if not isinstance(step, Ask)]
    return Plan((*menu.before, *_once(said), *menu.closing, *offered))


def _steps_of(one: object, menu: Menu) -> tuple[Step, ...]:
    """The steps that one object of the answer stands for."""
    if not isinstance(one, dict) or len(one) != 1:
        raise ModelAnswerInvalid("Each step must be an object with one key.")
    ((kind, value),) = one.items()
    if kind == "say":
        return next((said.steps for said in menu.sayings if said.id == value), None) or _unknown(
            value, [said.id for said in menu.sayings]
        )
    if kind == "quote":
        return _quotes(value, menu)
    if kind == "courtesy":
        known = [courtesy.id for courtesy in menu.courtesies]
        return (Say(value, kind="courtesy"),) if value in known else _unknown(value, known)
    if kind == "write" and menu.may_write:
        return _written(value)
    if kind == "offer_person" and menu.may_offer:
        return (_OFFER,) if value is True else ()
    return _unknown(kind, _kinds(menu))


def _kinds(menu: Menu) -> Sequence[str]:
    """What the menu offers, as keys of steps."""
    kinds = (
        ("say", menu.sayings),
        ("quote", menu.passages),
        ("courtesy", menu.courtesies),
        ("write", menu.may_write),
        ("offer_person", menu.may_offer),
    )
    return [kind for kind, offered in kinds if offered]


def _written(value: object) -> tuple[Step, ...]:
    """Sentences of the model's own, which the audit reads before anybody else does."""
    if not isinstance(value, str) or len(value) > _LONGEST_WRITTEN:
        raise ModelAnswerInvalid(f'"write" must be at most {_LONGEST_WRITTEN} characters.')
    text = " ".join(without_controls(value).split())
    return (Write(text),) if text else ()


def _quotes(value: object, menu: Menu) -> tuple[Step, ...]:
    """The sentences, in their document's order; a passage is as sure as the plain reply was."""
    if not isinstance(value, list) or not value:
        raise ModelAnswerInvalid('"quote" must be an array of sentence ids.')
    for name in value:
        if name not in menu.sentence_ids:
            return _unknown(name, menu.sentence_ids)
    sure = {quote.passage for quote in menu.quoted if quote.sure}
    return tuple(
        Quote(passage.passage, numbers, sure=passage.passage in sure)
        for passage in menu.passages
        if (numbers := tuple(one.number for one in passage.sentences if one.id in value))
    )


def _unknown(given: object, known: Sequence[str]) -> tuple[Step, ...]:
    told = str(given)[:_LONGEST_TOLD]
    raise ModelAnswerInvalid(f"There is no {told!r} here; there is: {', '.join(known) or 'none'}.")


def _answers(chosen: Sequence[Step], menu: Menu) -> bool:
    """Whether it says what is needed: the plain reply's own, or what rests on the same.

    What own words rest on is known when the audit has read them, which asks the same again.
    """
    if any(isinstance(step, Write) for step in chosen):
        return True
    plain = [step for said in menu.sayings if said.plain for step in said.steps]
    rests = {one for step in chosen for one in rests_on(step)}
    answers = bool(rests & menu.proof) or any(step in plain for step in chosen)
    return answers and menu.needed <= rests


def _once(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Each step once, quotes of one passage as one, and one courtesy at the most."""
    kept: list[Step] = []
    for step in steps:
        if isinstance(step, Quote):
            before = next(
                (at for at, one in enumerate(kept) if _same_passage(one, step)),
                None,
            )
            if before is not None:
                kept[before] = _joined(kept[before], step)
                continue
        courtesy = isinstance(step, Say) and step.kind == "courtesy"
        if courtesy and any(isinstance(one, Say) and one.kind == "courtesy" for one in kept):
            continue
        if step not in kept:
            kept.append(step)
    return tuple(kept)


def _same_passage(one: Step, quote: Quote) -> bool:
    return isinstance(one, Quote) and one.passage == quote.passage


def _joined(one: Step, other: Quote) -> Step:
    numbers = {*other.sentences, *(one.sentences if isinstance(one, Quote) else ())}
    return Quote(other.passage, tuple(sorted(numbers)), sure=other.sure)


def _object(**properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _one_of(names: Sequence[str]) -> Mapping[str, Any]:
    return {"type": "string", "enum": list(names)}
