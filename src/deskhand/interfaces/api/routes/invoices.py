"""Invoices and what was paid for them."""

from __future__ import annotations

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce import invoices
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import InvoiceView
from deskhand.domain.tables import Invoice
from deskhand.infra.db.paging import Page, PageRequest, paginate
from deskhand.interfaces.api.own_records import OwnRoutes
from deskhand.interfaces.web.deps import Paging, Reader, TenantSession

router = APIRouter(prefix="/api/v1/invoices", tags=["invoices"])


async def page_of_invoices(
    session: AsyncSession, actor: Actor, request: PageRequest
) -> Page[InvoiceView]:
    """A page of the visible invoices with their payments."""
    page = await paginate(session, invoices.visible_invoices(actor), Invoice.id, request)
    items = await invoices.with_payments(session, page.items)
    return Page[InvoiceView](items=items, next_cursor=page.next_cursor)


@router.get("", summary="List invoices")
async def list_invoices(caller: Reader, session: TenantSession, page: Paging) -> Page[InvoiceView]:
    """All for the team; a customer sees its own."""
    return await page_of_invoices(session, caller.actor, page)


async def one_with_payments(session: AsyncSession, invoice: Invoice) -> InvoiceView:
    """The invoice with what was paid for it."""
    return (await invoices.with_payments(session, [invoice]))[0]


OwnRoutes(KINDS["invoices"], InvoiceView, one_with_payments).serve(router)
