"""Each step is held against this turn's evidence as it is worded; what rests on nothing goes."""

from __future__ import annotations

from deskhand.assistant.plan.rendering import PlanUnsound, Rendered, Renderer
from deskhand.assistant.plan.steps import Ask, Plan, Say
from deskhand.assistant.procedures.runner import OFFER_PERSON
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import Refused, TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.assistant.workflow.wording import renderer_of
from deskhand.assistant.workflow.written import behind_the_lock
from deskhand.infra.observability.metrics import guardrail_findings_total

_LAST_WORD = Plan((Ask("not-known-here", OFFER_PERSON),))


async def audit(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The reply in words: the engine's plan, else the plain one, else an honest word.

    What a model wrote itself passes the second lock first, sentence by sentence.
    """
    renderer = renderer_of(state)
    refused: list[Refused] = []
    rendered: Rendered | None = None
    plain = Plan(state["answered"].steps)
    drafted, found = await behind_the_lock(state, context.desk.customer_id)
    refused += found
    for plan in (drafted, plain, _LAST_WORD):
        rendered = _sound(plan, renderer, refused) if plan is not None else None
        if rendered is not None:
            break
    if rendered is None:
        raise PlanUnsound("Not even the last word could be said.")
    for one in refused:
        guardrail_findings_total.labels(rule=one.step).inc()
    for sentence in rendered.sentences:
        await context.progress.text(f"{sentence.text}\n")
    decision = "; ".join(one.reason for one in refused) or "every step is proven"
    checked = sum(sentence.kind == "checked" for sentence in rendered.sentences)
    decision += f"; {checked} of a model's own sentences checked" if checked else ""
    return {"rendered": rendered, "refused": refused}, decision


def _sound(plan: Plan, renderer: Renderer, refused: list[Refused]) -> Rendered | None:
    """The plan without its unsound steps; None when nothing of substance is left."""
    kept = []
    for step in plan.steps:
        try:
            renderer.render(Plan((step,)))
        except PlanUnsound as error:
            refused.append(Refused(type(step).__name__.lower(), error.detail))
        else:
            kept.append(step)
    courtesy = all(isinstance(step, Say) and step.kind == "courtesy" for step in kept)
    if not kept or (courtesy and len(kept) < len(plan.steps)):
        return None
    return renderer.render(Plan(tuple(kept)))
