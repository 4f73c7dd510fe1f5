"""The ledger of actions, and its export."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from deskhand.domain.actions.ledger import all_actions
from deskhand.domain.actions.schemas import ActionView
from deskhand.domain.tables import LedgerEntry
from deskhand.infra.db.paging import Page, PageRequest, paginate
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import (
    AdminCaller,
    Ground,
    GroundDep,
    Paging,
    StaffReader,
    TenantSession,
)

router = APIRouter(prefix="/api/v1/actions", tags=["actions"])


@router.get("", response_model=Page[ActionView], summary="List actions")
async def list_actions(caller: StaffReader, session: TenantSession, page: Paging) -> Page[Any]:
    """What was done to the business, by whomever, the newest first."""
    return await paginate(session, all_actions(), LedgerEntry.id, page)


@router.get("/action_log.jsonl", response_class=StreamingResponse, summary="Export all actions")
async def export_actions(caller: AdminCaller, ground: GroundDep) -> StreamingResponse:
    """The whole ledger, one JSON object on each line, the newest first."""
    return StreamingResponse(
        _lines(ground, caller),
        media_type="application/jsonl",
        headers={"Content-Disposition": 'attachment; filename="action_log.jsonl"'},
    )


async def _lines(ground: Ground, caller: Principal) -> AsyncIterator[str]:
    """Pages of 200, each read in a transaction of its own, so that none waits for the reader."""
    cursor: str | None = None
    while True:
        async with ground.runtime.database.transaction(caller.tenant_id) as session:
            request = PageRequest(limit=200, cursor=cursor)
            page = await paginate(session, all_actions(), LedgerEntry.id, request)
            lines = [ActionView.model_validate(entry).model_dump_json() for entry in page.items]
        yield "".join(f"{line}\n" for line in lines)
        cursor = page.next_cursor
        if cursor is None:
            return
