"""Telling those who watch a conversation what happens in it."""

from __future__ import annotations

from uuid import UUID

from deskhand.assistant.workflow.context import Progress
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.turns import Claim
from deskhand.infra.clock import now
from deskhand.infra.wakeup.port import LiveEvents, tell
from deskhand.packs.wording import Wording


class LiveProgress(Progress):
    """Progress of one turn, as live events."""

    def __init__(self, events: LiveEvents, stream: str, turn_id: UUID) -> None:
        self._events = events
        self._stream = stream
        self._turn_id = str(turn_id)
        self._shown = False
        self.wording: Wording | None = None
        """Says in the customer's language what is being done; nothing is shown without it."""

    async def step(self, node: str) -> None:
        """Publish that a node begins, with a label for people."""
        if self.wording is not None and self.wording.has(f"step-{node}"):
            label = self.wording.say(f"step-{node}", {}, today=now().date()).text
            await self._publish("turn.step", step=node, label=label)

    async def text(self, piece: str) -> None:
        """Publish more of the reply."""
        self._shown = True
        await self._publish("reply.delta", text=piece)

    async def reset(self) -> None:
        """Publish that the text so far does not count, if any was shown."""
        if self._shown:
            self._shown = False
            await self._publish("reply.reset")

    async def _publish(self, type: str, **data: str) -> None:
        await self._events.publish(self._stream, type, {"turn_id": self._turn_id, **data})


async def deliver(events: LiveEvents, held: Claim, message: MessageView) -> None:
    """Publish the stored reply; whoever misses it reads it from the conversation."""
    data = {"turn_id": str(held.turn_id), "message": message.model_dump(mode="json")}
    await tell(events, held.tenant_id, held.conversation_id, "reply", data)


async def tell_waiting(events: LiveEvents, held: Claim) -> None:
    """Publish that a person is awaited; the assistant goes on until one comes."""
    data = {"owner": "assistant", "status": "open", "waiting": True}
    await tell(events, held.tenant_id, held.conversation_id, "conversation", data)
