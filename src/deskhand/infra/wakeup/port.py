"""The ports of the door-bell: wake-ups for work that is due, live events for those who watch."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol
from uuid import UUID

Task = Literal["turn", "ingest", "training"]

GAP: Final = "gap"
"""Type of an event that says: some before it may be lost, read the truth from the database."""


class Wakeup(Protocol):
    """Rings for a row that is due. Best effort: the sweep finds what was not heard."""

    async def ring(self, task: Task, row_id: UUID) -> None:
        """Ask a worker to look at the row. Never raises; returns within 200 ms."""
        ...

    async def workers(self) -> int:
        """How many workers hear the bell now, at least; 0 when none does. Takes up to 1 s."""
        ...


@dataclass(frozen=True, slots=True)
class LiveEvent:
    """Something that happened in a conversation.

    `seq` grows within a stream, across restarts too: it is derived from the time in
    microseconds, and fits a JavaScript number.
    """

    seq: int
    type: str
    data: dict[str, Any]


class LiveEvents(Protocol):
    """A bounded, replayable stream of events per conversation."""

    async def publish(self, stream: str, type: str, data: dict[str, Any]) -> int:
        """Append an event, whose `data` JSON can hold, and return its `seq`; 0 when it was lost.

        Never raises and returns within 200 ms: live events may be lost.
        """
        ...

    def subscribe(self, stream: str, after: int = 0) -> AsyncGenerator[LiveEvent, None]:
        """Kept events with `seq` > `after`, then new ones as they come, until closed.

        An event of type `GAP` (its `data` empty, its `seq` that of the event before) stands
        where some may be missing: a slow reader, a trimmed or lost stream, a server that
        went away. Close it with `aclose`, or by cancelling the task that reads it.
        """
        ...

    async def kept(self, stream: str, after: int) -> list[LiveEvent]:
        """The kept events with `seq` > `after`, oldest first; none when nobody answers."""
        ...

    async def latest(self, stream: str) -> int:
        """The newest `seq` of the stream, 0 when it has none.

        Ask before reading history and subscribe `after` it: then nothing is missed between.
        """
        ...

    async def drop(self, stream: str) -> None:
        """Forget the kept events; those who watch go on and see what comes later."""
        ...

    async def close(self) -> None:
        """End every subscription and close the connections."""
        ...


def stream_of(tenant_id: UUID, conversation_id: UUID) -> str:
    """The name of a conversation's stream; the tenant is part of it."""
    return f"{tenant_id}/{conversation_id}"


def desk_of(tenant_id: UUID) -> str:
    """The name of the stream that tells a tenant's team in which conversations something happens.

    Its events have the conversation's own types, and `conversation_id` alone as their data.
    """
    return f"{tenant_id}/desk"


async def tell(
    events: LiveEvents, tenant_id: UUID, conversation_id: UUID, type: str, data: dict[str, Any]
) -> None:
    """Publish to those who watch the conversation, and tell the team that it did."""
    await events.publish(stream_of(tenant_id, conversation_id), type, data)
    await events.publish(desk_of(tenant_id), type, {"conversation_id": str(conversation_id)})
