"""The way in, the same for every channel: store, commit, then wake a worker."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations.intake import Accepted, Incoming, accept
from deskhand.domain.conversations.schemas import MessageView
from deskhand.infra.failpoints import reached
from deskhand.infra.wakeup.port import tell
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

Read = Callable[[AsyncSession], Awaitable[Incoming]]


async def take_in(ground: Ground, caller: Principal, read: Incoming | Read) -> Accepted:
    """Store the message in one transaction; after its commit ring the bell, best effort.

    A door that has to look something up to know the message gives a function, which is called in
    that transaction. Raises TooManyRequests, what the function raises and what `accept` raises;
    then nothing is stored.
    """
    runtime, actor = ground.runtime, caller.actor
    if not actor.staff:  # The team and its programs write for many.
        who = str(actor.customer_id or actor.id)
        limit = runtime.settings.turns.message_limit
        await ground.limits.check(limit, "chat", str(caller.tenant_id), who)
    async with runtime.database.transaction(caller.tenant_id) as session:
        incoming = read if isinstance(read, Incoming) else await read(session)
        accepted = await accept(
            session, incoming, max_chars=runtime.settings.turns.max_message_chars
        )
    reached("intake.committed")
    if not accepted.repeated:
        message = MessageView(
            id=accepted.message_id,
            seq=accepted.seq,
            role="customer",
            text=incoming.text,
            created_at=accepted.created_at,
            turn_id=accepted.turn_id,
        )
        await tell(
            runtime.events,
            caller.tenant_id,
            accepted.conversation_id,
            "message.accepted",
            {
                "client_id": incoming.idempotency_key,
                "turn_id": str(accepted.turn_id),
                "message": message.model_dump(mode="json"),
            },
        )
    if accepted.due:
        await runtime.wakeup.ring("turn", accepted.turn_id)
        reached("intake.rung")
    return accepted
