"""Runs the workflow for one turn and returns its outcome; evaluation and tests use it as well."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.assistant.agents.registry import agent_for
from deskhand.assistant.engine import Engine
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.plan.rendering import Rendered
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.turn import Turn, Usage
from deskhand.assistant.workflow.assembly import reply_workflow
from deskhand.assistant.workflow.context import Progress, RunContext
from deskhand.assistant.workflow.nodes.insight import insight
from deskhand.assistant.workflow.nodes.learn import learn
from deskhand.assistant.workflow.outcome import Aftermath, Called, Checked, Outcome
from deskhand.assistant.workflow.shown_actions import shown_actions
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.wording import renderer_of
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion

_LONGEST_REMEMBERED = 500


class Assistant:
    """The compiled workflow with an engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reply = reply_workflow()

    async def answer(self, turn: Turn, desk: Desk, progress: Progress) -> Outcome:
        """The outcome of one turn. Raises only for faults of the ground: database, a bug."""
        ahead = asyncio.create_task(self.engine.expect(turn.message))
        try:
            state: dict[str, Any] = await self._reply.ainvoke(
                {"turn": turn, "usage": Usage(), "trace": [], "refused": []},
                context=RunContext(self.engine, desk, progress),
            )
        finally:
            ahead.cancel()
        return _outcome(state, desk)  # type: ignore[arg-type]  # LangGraph returns a plain dict

    async def afterwards(self, delivered: Sequence[Aftermath], session: AsyncSession) -> None:
        """Insight and learning from replies that were delivered, all of one tenant."""
        await insight(delivered, session)
        await learn(delivered, session)


def _outcome(state: TurnState, desk: Desk) -> Outcome:
    answered, planned, rendered = state["answered"], state["planned"], state["rendered"]
    turn, reading, evidence = state["turn"], state["reading"], state["world"].evidence
    intent = turn.pack.intents[answered.intent]
    ticket = state["ticket"]
    wanted = answered.hand_over
    called = Called(wanted.reason, ticket[0], UUID(ticket[1])) if wanted and ticket else None
    return Outcome(
        rendered=rendered,
        dialogue=_remembered(state),
        category=intent.category,
        intent=answered.intent,
        agent=agent_for(turn.pack, answered.intent).name,
        confidence=round(min(answered.sure, 1.0), 3),
        checked=_checked(rendered),
        called=called,
        engine=planned.engine,
        fallback=planned.fallback or state["fallback"],
        choice=state["choice"],
        evidence=evidence,
        refused=tuple(state["refused"]),
        trace=tuple(state["trace"]),
        usage=state["usage"],
        reading=reading,
        customer=state["customer"],
        customer_id=desk.customer_id or _owner(evidence),
        small_talk=answered.small,
        actions=shown_actions(renderer_of(state), state["world"].acted, rendered),
    )


def _checked(rendered: Rendered) -> Checked:
    """Built from facts alone, or with words of a model that the second lock passed."""
    own = any(sentence.kind == "checked" for sentence in rendered.sentences)
    return "checked" if own else "rendered"


def _remembered(state: TurnState) -> Dialogue:
    """The dialogue after the turn, with what was said and how."""
    turn, reading = state["turn"], state["reading"]
    rendered = state["rendered"]
    dialogue = state["answered"].dialogue.having_said(*rendered.wordings)
    return dialogue.model_copy(
        update={
            "open": _open_now(dialogue.open, rendered.asked),
            "pack": turn.pack.digest,
            "language": reading.language,
            "last_message": turn.message[:_LONGEST_REMEMBERED],
        }
    )


def _open_now(wanted: OpenQuestion | None, asked: OpenQuestion | None) -> OpenQuestion | None:
    """What the next message may answer; only a proposal that was really shown can be agreed to.

    An engine, or the last word of the audit, may have asked where the procedure did not.
    """
    if wanted is not None and wanted.kind == "confirm" and wanted != asked:
        return asked
    return wanted or asked


def _owner(evidence: EvidenceSet) -> UUID | None:
    """The one customer whose records were looked up; None when there are several."""
    owners = {item.owner for item in evidence.records() if item.owner is not None}
    return next(iter(owners)) if len(owners) == 1 else None
