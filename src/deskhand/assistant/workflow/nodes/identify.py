"""Who is asking, as the shop knows them."""

from __future__ import annotations

from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.records import customer_evidence
from deskhand.assistant.workflow.context import RunContext
from deskhand.assistant.workflow.state import CustomerFacts, TurnState
from deskhand.assistant.workflow.step import Update
from deskhand.domain.commerce.customers import CustomerNotFound, get_customer


async def identify(state: TurnState, context: RunContext) -> tuple[Update, str]:
    """The customer of the conversation: from the credential, never from what a text says."""
    desk = context.desk
    if desk.customer_id is None:
        return {"customer": None, "evidence": EvidenceSet()}, "not identified"
    async with desk.session() as session:
        try:
            customer = await get_customer(session, desk.reader, desk.customer_id)
        except CustomerNotFound:
            return {"customer": None, "evidence": EvidenceSet()}, "not identified"
    facts = CustomerFacts(customer.id, customer.name, customer.tier, customer.locale)
    return (
        {"customer": facts, "evidence": EvidenceSet((customer_evidence(customer),))},
        f"customer {customer.number}, {customer.tier}",
    )
