"""The engine chooses and orders the steps: offline the plain plan as it stands."""

from __future__ import annotations

from deskhand.assistant.agents.registry import agent_for
from deskhand.assistant.engine import Brief
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.plan.steps import Ask, Plan, Quote, Say
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.packs.loader import Pack


async def phrase(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The plan of the reply."""
    answered, turn = state["answered"], state["turn"]
    plain = Plan(answered.steps)
    evidence = state["world"].evidence
    brief = Brief(
        turn=turn,
        reading=state["reading"],
        evidence=evidence,
        plain=plain,
        sayable=_sayable(turn.pack, evidence.records()),
        agent=agent_for(turn.pack, answered.intent),
        strategy=state["choice"].strategy.value,
        sure=answered.small
        or answered.hand_over is not None
        or not any(isinstance(step, Quote | Say) for step in plain.steps)
        or any(isinstance(step, Ask) and step.kind == "confirm" for step in plain.steps),
    )
    planned = await context.engine.plan(brief, state["usage"])
    return (
        {"planned": planned, "usage": state["usage"] + planned.usage},
        f"{planned.engine}, {len(planned.plan.steps)} steps"
        + (f" ({planned.fallback})" if planned.fallback else ""),
    )


def _sayable(pack: Pack, records: tuple[Evidence, ...]) -> tuple[Say, ...]:
    """Every sentence of the pack that a record of this turn proves."""
    said = []
    for record in records:
        noun = pack.nouns.get(record.subject)
        if noun is not None:
            said += [
                Say(wording, record.id)
                for wording in dict.fromkeys((noun.told, *noun.answers.values()))
            ]
    return tuple(said)
