"""What the message names or may describe, looked up before anything is decided."""

from __future__ import annotations

from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update

_NO_LOOK_UP = frozenset({"thank", "greet", "goodbye", "hello_again", "bot", "capability", "vague"})


async def retrieve(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The customer's records of the nouns that the message is about; none for small talk.

    Documents are searched only where no record answers: by whoever needs them.
    """
    world, reading, pack = state["world"], state["reading"], state["turn"].pack
    acts = [act for act in reading.acts if act.kind not in _NO_LOOK_UP]
    nouns = {mention.record.noun for act in acts for mention in act.mentions}
    for act in acts:
        intent = pack.intents.get(act.intent or "")
        if intent is not None and intent.about is not None:
            nouns.add(intent.about)
    for noun in sorted(nouns):
        await world.records(noun)
    return {}, f"{', '.join(sorted(nouns)) or 'nothing'} looked up"
