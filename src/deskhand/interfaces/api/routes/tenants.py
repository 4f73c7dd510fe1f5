"""The caller's own tenant."""

from __future__ import annotations

from fastapi import APIRouter

from deskhand.domain.accounts.schemas import TenantView
from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.tables import Tenant
from deskhand.interfaces.web.deps import Reader, TenantSession

router = APIRouter(prefix="/api/v1/tenant", tags=["tenant"])


@router.get("", response_model=TenantView, summary="My tenant")
async def get_tenant(caller: Reader, session: TenantSession) -> Tenant:
    """The tenant that the credential belongs to."""
    return await own_tenant(session)
