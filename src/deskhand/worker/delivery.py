"""Telling those who watch a conversation what happens in it."""

from __future__ import annotations

from uuid import UUID

from deskhand.assistant.workflow.context import STEP_LABELS, Progress
from deskhand.domain.conversations.schemas import MessageView
from deskhand.infra.wakeup.port import LiveEvents


class LiveProgress(Progress):
    """Progress of one turn, as live events."""

    def __init__(self, events: LiveEvents, stream: str, turn_id: UUID) -> None:
        self._events = events
        self._stream = stream
        self._turn_id = str(turn_id)
        self._shown = False

    async def step(self, node: str) -> None:
        """Publish that a node begins, with a label for people."""
        label = STEP_LABELS.get(node)
        if label is not None:
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


async def deliver(events: LiveEvents, stream: str, turn_id: UUID, message: MessageView) -> None:
    """Publish the stored reply; whoever misses it reads it from the conversation."""
    await events.publish(
        stream, "reply", {"turn_id": str(turn_id), "message": message.model_dump(mode="json")}
    )


async def tell_handed_over(events: LiveEvents, stream: str) -> None:
    """Publish that a person has the conversation from now on."""
    await events.publish(stream, "conversation", {"owner": "person", "status": "open"})
