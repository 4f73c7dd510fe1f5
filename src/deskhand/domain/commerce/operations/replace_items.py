"""Send items of an order again."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation
from deskhand.domain.commerce.operations.requests import ask_for, check_items


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """The items are to be sent again; refused for what the order does not hold."""
    check_items(doing)
    return await ask_for(session, doing, "replace_items")


OPERATION = Operation("replace_items", run, by_hand=True)
