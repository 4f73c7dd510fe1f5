"""What holds of one tenant's rows after every fault, each as a query for what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlalchemy import text

from deskhand.domain import trail
from deskhand.infra.db.session import Database

ENDED: Final = "SELECT count(*) FROM turns WHERE status IN ('queued', 'running')"

INVARIANTS: Final[Mapping[str, str]] = {
    "each turn that ended has one answer": """
        SELECT turns.id FROM turns
        LEFT JOIN messages ON messages.turn_id = turns.id AND messages.role = 'assistant'
        WHERE turns.status IN ('completed', 'failed')
        GROUP BY turns.id HAVING count(messages.id) <> 1""",
    "a turn that has not ended has no answer": """
        SELECT turns.id FROM turns JOIN messages ON messages.turn_id = turns.id
        WHERE turns.status IN ('queued', 'running', 'silent') AND messages.role = 'assistant'""",
    "each answer is the message of one reply": """
        SELECT messages.id FROM messages LEFT JOIN replies ON replies.message_id = messages.id
        WHERE messages.role = 'assistant' AND messages.turn_id IS NOT NULL
        GROUP BY messages.id HAVING count(replies.id) <> 1""",
    "accepting and answering are audited once": """
        SELECT turns.id FROM turns LEFT JOIN audit_entries
            ON audit_entries.target = 'turn:' || turns.id AND action = 'turn.answered'
        GROUP BY turns.id, turns.status
        HAVING count(audit_entries.id) <> CAST(turns.status IN ('completed', 'failed') AS int)""",
    "each effect is in the ledger, as it was confirmed": """
        SELECT refunds.id FROM refunds JOIN ledger ON ledger.id = refunds.ledger_id
        WHERE ledger.state <> 'done' OR ledger.customer_id IS DISTINCT FROM refunds.customer_id
           OR CAST(ledger.arguments -> 'amount' ->> 'minor' AS bigint) <> refunds.amount_minor
        UNION ALL
        SELECT requests.id FROM requests JOIN ledger ON ledger.id = requests.ledger_id
        WHERE ledger.state <> 'done'
        UNION ALL
        SELECT proposals.id FROM proposals JOIN ledger ON ledger.proposal_id = proposals.id
        WHERE ledger.arguments <> proposals.arguments""",
    "each effect happened once": """
        SELECT ledger.id FROM ledger
        LEFT JOIN refunds ON refunds.ledger_id = ledger.id
        GROUP BY ledger.id, ledger.result
        HAVING count(refunds.id) <> CAST(ledger.result ->> 'refund_id' IS NOT NULL AS int)
        UNION ALL
        SELECT proposal_id FROM ledger WHERE proposal_id IS NOT NULL
        GROUP BY proposal_id HAVING count(*) > 1""",
    "nobody is refunded more than was paid": """
        SELECT orders.id FROM orders JOIN refunds ON refunds.order_id = orders.id
        WHERE refunds.status <> 'failed'
        GROUP BY orders.id, orders.total_minor HAVING sum(amount_minor) > orders.total_minor""",
    "nobody is refunded more than twice a month": """
        SELECT customer_id FROM refunds WHERE ledger_id IS NOT NULL
        GROUP BY customer_id, date_trunc('month', issued_at) HAVING count(*) > 2""",
    "ledger and audit agree": """
        SELECT ledger.id FROM ledger LEFT JOIN audit_entries
            ON audit_entries.target = 'ledger:' || ledger.id AND action LIKE 'action.%'
        GROUP BY ledger.id, ledger.state
        HAVING count(*) FILTER (WHERE action = 'action.' || ledger.state) <> 1
            OR count(audit_entries.id) <> 1""",
    "ledger and proposals agree": """
        SELECT ledger.id FROM ledger JOIN proposals ON proposals.id = ledger.proposal_id
        WHERE ledger.state <> proposals.state""",
    "what a reply tells as done is done": """
        SELECT replies.id FROM replies, jsonb_array_elements(replies.actions) AS told
        LEFT JOIN proposals ON CAST(proposals.id AS text) = told ->> 'proposal'
        WHERE told ->> 'state' = 'done' AND proposals.state IS DISTINCT FROM 'done'""",
    "each ticket of a turn is opened once and in the ledger": """
        SELECT tickets.id FROM tickets
        LEFT JOIN ledger ON ledger.result ->> 'ticket_id' = CAST(tickets.id AS text)
        WHERE tickets.origin IN ('assistant', 'firewall') AND tickets.turn_id IS NOT NULL
        GROUP BY tickets.id HAVING count(*) FILTER (WHERE ledger.state = 'done') <> 1
        UNION ALL
        SELECT turn_id FROM tickets WHERE turn_id IS NOT NULL AND origin = 'assistant'
        GROUP BY turn_id HAVING count(*) > 1
        UNION ALL
        SELECT replies.id FROM replies LEFT JOIN tickets ON tickets.id = replies.ticket_id
        WHERE replies.ticket_id IS NOT NULL AND tickets.id IS NULL""",
    "a place of a limit is taken by what is done or may have been": """
        SELECT action_slots.id FROM action_slots
        LEFT JOIN proposals ON proposals.id = action_slots.proposal_id
        WHERE proposals.state IS NULL OR proposals.state NOT IN ('done', 'sent', 'unknown')""",
}
"""Of a desk at rest: no turn waits, and no call is on its way."""


async def broken(database: Database, tenant_id: UUID) -> dict[str, list[str]]:
    """The invariants that do not hold, each with the rows that break it; empty when all do."""
    found: dict[str, list[str]] = {}
    async with database.transaction(tenant_id) as session:
        for name, query in INVARIANTS.items():
            if rows := [str(row[0]) for row in await session.execute(text(query))]:
                found[name] = rows
    state = await trail.verify_in_steps(database, tenant_id)
    if not state.intact:
        found["the audit trail is whole"] = [str(state.what)]
    return found
