"""Who is asking, as the tenant knows them, and what may be looked up for them."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.procedures.world import World
from deskhand.assistant.tools.records import customer_evidence
from deskhand.assistant.turn import CustomerFacts
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.domain.commerce.customers import CustomerNotFound, get_customer


async def identify(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The customer of the conversation: from the credential, never from what a text says."""
    desk, turn = context.desk, state["turn"]
    language = turn.dialogue.language or turn.pack.about.languages[0]
    world = World(desk, turn.pack, language, turn.now)
    if desk.customer_id is None:
        return {"customer": None, "world": world}, "not identified"
    async with desk.session() as session:
        try:
            customer = await get_customer(session, desk.reader, desk.customer_id)
        except CustomerNotFound:
            return {"customer": None, "world": world}, "not identified"
    language = turn.dialogue.language or customer.locale
    if turn.dialogue.language is None and turn.pack.speaks(language):
        turn = replace(turn, dialogue=turn.dialogue.model_copy(update={"language": language}))
    facts = CustomerFacts(customer.id, customer.name, customer.tier, customer.locale)
    world.evidence = EvidenceSet((customer_evidence(customer),))
    return {
        "turn": turn,
        "customer": facts,
        "world": world,
    }, f"customer {customer.number}, {customer.tier}"
