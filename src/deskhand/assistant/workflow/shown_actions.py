"""The actions of a turn as a page can draw them: only those that the reply really shows."""

from __future__ import annotations

from collections.abc import Sequence

from deskhand.assistant.evidence import Fact
from deskhand.assistant.plan.rendering import Rendered, Renderer
from deskhand.assistant.procedures.world import Acted
from deskhand.assistant.workflow.outcome import ShownAction


def shown_actions(
    renderer: Renderer, acted: Sequence[Acted], rendered: Rendered
) -> tuple[ShownAction, ...]:
    """The actions that a sentence of the reply rests on, the newest of each evidence."""
    said = {proof for sentence in rendered.sentences for proof in sentence.evidence}
    newest = {one.evidence: one for one in acted if one.evidence in said}
    return tuple(_shown(renderer, one) for one in newest.values())


def _shown(renderer: Renderer, acted: Acted) -> ShownAction:
    facts = tuple(
        (fact.name, _label(renderer, fact.name), _value(renderer, fact))
        for fact in acted.facts
        if fact.value is not None
    )
    return ShownAction(acted, _target(renderer, acted), facts)


def _target(renderer: Renderer, acted: Acted) -> str:
    """The record as it is offered among choices, or its number."""
    wording = f"{acted.noun}-choice"
    record = next((one for one in renderer.evidence.items if one.id == acted.evidence), None)
    if record is None or record.kind == "rule" or not renderer.wording.has(wording):
        return acted.number
    return renderer.wording.say(wording, renderer.values_of(record), today=renderer.today).text


def _label(renderer: Renderer, name: str) -> str:
    wording = f"argument-{name}"
    if not renderer.wording.has(wording):
        return name
    return renderer.wording.say(wording, {}, today=renderer.today).text


def _value(renderer: Renderer, fact: Fact) -> str:
    choice = f"choice-{fact.value}"
    if isinstance(fact.value, str) and renderer.wording.has(choice):
        return renderer.wording.say(choice, {}, today=renderer.today).text
    return renderer.wording.spell(fact.value, today=renderer.today)
