"""Refunds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.orders import visible_refunds
from deskhand.domain.commerce.schemas import RefundView
from deskhand.domain.tables import Refund
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import Paging, Reader, TenantSession

router = APIRouter(prefix="/api/v1/refunds", tags=["refunds"])


@router.get("", response_model=Page[RefundView], summary="List refunds")
async def list_refunds(caller: Reader, session: TenantSession, page: Paging) -> Page[Any]:
    """All for the team; a customer sees its own."""
    return await paginate(session, visible_refunds(caller.actor), Refund.id, page)


OwnRoutes(KINDS["refunds"], RefundView).serve(router)
