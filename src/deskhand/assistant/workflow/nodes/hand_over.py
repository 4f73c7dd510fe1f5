"""Bringing the matter to a person: one ticket, when somebody will be there, what is passed on."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents.conversing import Answered
from deskhand.assistant.agents.hours import presence_values, still_waiting
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.procedures.walk import HandOver
from deskhand.assistant.tools.create_support_ticket import TicketRequest
from deskhand.assistant.tools.create_support_ticket import run as create_ticket
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.assistant.workflow.wording import renderer_of
from deskhand.packs.wording import Value

_MOST_DESCRIBED = 20_000
_LONGEST_SUBJECT = 120


async def hand_over(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """Nothing when no person is needed. Else the ticket, and what is said of it."""
    answered = state["answered"]
    wanted = answered.hand_over
    if wanted is None:
        return {"ticket": None}, "no person is needed"
    wording = renderer_of(state).wording
    when = presence_values(state["turn"].pack.about.hours, state["turn"].now, wording)
    known = answered.dialogue.ticket
    if known is not None and wanted.action is None:
        told = _with(answered, still_waiting(known, when))
        return {"ticket": None, "answered": told}, f"{known} waits already"
    if context.desk.held is None:
        return {"ticket": None}, "nothing may be written here"
    (evidence,) = await create_ticket(context.desk, _request(state, wanted))
    state["world"].evidence = state["world"].evidence.with_items(evidence)
    reference, ticket_id = str(evidence.fact("number")), str(evidence.fact("ticket_id"))
    values: tuple[tuple[str, Value], ...] = (("ticket", reference), *when)
    proof = (evidence.id,)
    if wanted.action is not None:  # What the team is asked to do was said with the wish.
        told = _with(
            answered, Say("handed-over.again", values=values, kind="waiting", evidence=proof)
        )
    else:
        said = Say("handed-over", values=values, kind="waiting", evidence=proof)
        told = _with(answered, said, Say("handed-over-ask", kind="courtesy"))
    dialogue = told.dialogue.model_copy(update={"ticket": reference})
    return (
        {"ticket": (reference, ticket_id), "answered": replace(told, dialogue=dialogue)},
        f"{reference}: {wanted.reason}",
    )


def _with(answered: Answered, *said: Say) -> Answered:
    return replace(answered, steps=(*answered.steps, *said))


def _request(state: TurnState, wanted: HandOver) -> TicketRequest:
    """What the person needs to know: what is agreed, which records, what was written."""
    turn, reading = state["turn"], state["reading"]
    about = ", ".join(f"{ref.noun} {ref.number}" for ref in wanted.about)
    said = [f"{one.role}: {one.text}" for one in turn.past.messages[-6:]]
    lines = [wanted.reason, about, "", *said, f"customer: {turn.message}"]
    intent = turn.pack.intents.get(state["answered"].intent)
    return TicketRequest(
        subject=_subject(state, wanted)[:_LONGEST_SUBJECT],
        description="\n".join(lines)[:_MOST_DESCRIBED],
        category=intent.category if intent else "GENERAL",
        priority="high" if reading.urgency == "high" or reading.frustrated else "normal",
    )


def _subject(state: TurnState, wanted: HandOver) -> str:
    """What it is about, in words that the customer may read as well."""
    wording = renderer_of(state).wording
    topic = f"topic-{state['answered'].intent}"
    numbers = ", ".join(ref.number for ref in wanted.about)
    if not wording.has(topic):
        return numbers or state["turn"].message
    name = wording.say(topic, {}, today=state["turn"].today).text
    return f"{name}: {numbers}" if numbers else name
