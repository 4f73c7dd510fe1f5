"""Customers of the shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.commerce import customers
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import CustomerView
from deskhand.domain.tables import Customer
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import Paging, Reader, TenantSession

router = APIRouter(prefix="/api/v1/customers", tags=["customers"])


@router.get("", response_model=Page[CustomerView], summary="List customers")
async def list_customers(
    caller: Reader, session: TenantSession, page: Paging, email: str | None = None
) -> Page[Any]:
    """All for the team; a customer sees itself."""
    query = customers.visible_customers(caller.actor)
    if email is not None:
        query = query.where(Customer.email == email.strip().lower())
    return await paginate(session, query, Customer.id, page)


@router.get("/{customer_id}", response_model=CustomerView, summary="One customer")
async def get_customer(customer_id: UUID, caller: Reader, session: TenantSession) -> Customer:
    """A customer."""
    return await customers.get_customer(session, caller.actor, customer_id)


OwnRoutes(KINDS["customers"], CustomerView).serve(router)
