"""Customers of the shop."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.accounts.roles import Role, Scope
from deskhand.domain.commerce import customers
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import CustomerView
from deskhand.domain.privacy.erasing import (
    Erasure,
    ErasureRequest,
    erase_customer,
    plan_erasure,
)
from deskhand.domain.privacy.telling import CustomerExport, export_customer
from deskhand.domain.tables import Customer
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import AdminCaller, GroundDep, Paging, Reader, TenantSession

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


@router.get("/{customer_id}/export", summary="All that is held of a customer")
async def export(customer_id: UUID, caller: Reader, session: TenantSession) -> CustomerExport:
    """For administrators, and for the customer: the rows of every table that tell of them."""
    if caller.actor.staff:
        caller.require(Role.ADMIN, Scope.ADMIN)
    return await export_customer(session, caller.actor, customer_id)


@router.get("/{customer_id}/erasure", summary="What erasing a customer would do")
async def preview_erasure(
    customer_id: UUID, caller: AdminCaller, session: TenantSession
) -> Erasure:
    """Counts of what would go and of what would stay without words and names."""
    return await plan_erasure(session, caller.actor, customer_id)


@router.post("/{customer_id}/erasure", summary="Erase a customer")
async def erase(
    customer_id: UUID, body: ErasureRequest, caller: AdminCaller, ground: GroundDep
) -> Erasure:
    """Once and for good: `email` repeats the customer's address, so that nobody errs.

    409 while something that the customer asked for is being done or waits for a colleague.
    """
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        erased = await erase_customer(session, caller.actor, customer_id, email=body.email)
    ground.authenticator.forget_everyone()
    return erased


OwnRoutes(KINDS["customers"], CustomerView).serve(router)
