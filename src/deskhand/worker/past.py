"""Stored messages as the assistant remembers them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, cast

from deskhand.assistant.turn import PastMessage
from deskhand.domain.tables import Message


def past_messages(messages: Iterable[Message]) -> tuple[PastMessage, ...]:
    """What people and the assistant said; notes of the system are nobody's words."""
    return tuple(
        # The table allows these three roles besides `system`.
        PastMessage(cast(Literal["customer", "assistant", "agent"], message.role), message.text)
        for message in messages
        if message.role != "system"
    )
