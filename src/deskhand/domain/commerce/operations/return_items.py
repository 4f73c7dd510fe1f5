"""Take items of an order back."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation
from deskhand.domain.commerce.operations.requests import ask_for, check_items


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """A return of the items is open; refused for what the order does not hold."""
    check_items(doing)
    return await ask_for(session, doing, "return_items")


OPERATION = Operation("return_items", run, by_hand=True)
