"""Set fields of a record of any noun, as the pack's action says."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.operations.port import Doing, Operation
from deskhand.domain.tables import Record


async def run(session: AsyncSession, doing: Doing) -> dict[str, Any]:
    """The record has the fields that the action sets; the others stay."""
    record: Record = doing.thing.row
    before = {name: record.fields.get(name) for name in doing.sets}
    record.fields = {**record.fields, **doing.sets}
    record.updated_at = doing.moment
    await session.flush()
    return {"set": dict(doing.sets), "before": before}


OPERATION = Operation("change_record", run)
