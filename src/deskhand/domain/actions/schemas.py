"""Shapes of actions as they are shown."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class ActionView(BaseModel):
    """An entry of the ledger: what was to be done, for whom, and how it ended."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    created_at: datetime
    updated_at: datetime
    turn_id: UUID | None
    conversation_id: UUID | None
    actor: dict[str, Any]
    tool: str
    target: str
    arguments: dict[str, Any]
    state: Literal["intent", "sent", "done", "refused", "unknown"]
    result: dict[str, Any]
