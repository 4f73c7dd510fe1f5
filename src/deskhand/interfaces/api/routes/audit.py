"""The audit trail."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from deskhand.domain import audit
from deskhand.domain.audit import AuditView
from deskhand.domain.tables import AuditEntry
from deskhand.domain.trail import ChainState, verify_in_steps
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import AdminCaller, GroundDep, Paging, TenantSession

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])


@router.get("", response_model=Page[AuditView], summary="List audit entries")
async def list_entries(caller: AdminCaller, session: TenantSession, page: Paging) -> Page[Any]:
    """Who did what, the newest first."""
    return await paginate(session, audit.all_entries(), AuditEntry.id, page)


@router.get("/verify", summary="Verify the chain")
async def verify(caller: AdminCaller, ground: GroundDep) -> ChainState:
    """Check every entry, the chain and its head; `broken_at` and `what` tell where it breaks."""
    return await verify_in_steps(ground.runtime.database, caller.tenant_id)
