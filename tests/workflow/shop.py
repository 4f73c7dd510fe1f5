"""A small shop of its own for each test: two customers, a few orders, invoices and help pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.audit import SYSTEM, Actor
from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.tables import Customer, Invoice, Order, Payment
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from deskhand.worker.ingest import IngestRunner

RETURNS = """# Returns

## How long you have
You can return any unused item within 30 days of delivery. Keep the original packaging.

## How to send an item back
Open your orders, choose the item and print the return label. The label is free of charge.
"""
ACCOUNT = """# Your account

## Resetting your password
To reset your password, open the sign-in page and choose "Forgot password". We send a link to
your e-mail address. The link works for 60 minutes.

## Two-step sign-in
Turn on two-step sign-in under Settings, then Security.
"""
SHIPPING = """# Shipping

## What shipping costs
Standard shipping costs $4.90. Orders of $50.00 or more ship free of charge.

## Where we ship
We ship to every country of the European Union and to the United States.
"""
DOCUMENTS = {"returns.md": RETURNS, "account.md": ACCOUNT, "shipping.md": SHIPPING}


@dataclass(frozen=True, slots=True)
class Shop:
    """The ids of a shop. `maya` and `jonas` are customers, `documents` are by file name."""

    tenant_id: UUID
    maya: UUID
    jonas: UUID
    documents: dict[str, UUID]
    arrival: date
    """When Maya's order ORD123 is expected."""

    @property
    def owner(self) -> Actor:
        """The shop's owner, who may see everything."""
        return Actor(kind="user", id=new_id(), role="owner")

    def customer(self, customer_id: UUID | None = None) -> Actor:
        """A signed-in customer, Maya unless another is given."""
        return Actor(kind="user", role="customer", customer_id=customer_id or self.maya)


async def open_shop(runtime: Runtime, *, documents: bool = True) -> Shop:
    """A new tenant with everything in it, its help pages ready to be found."""
    today = now().date()
    async with runtime.database.transaction(None) as session:
        tenant = await create_tenant(session, "Sample Shop")
        shop = Shop(tenant.tenant_id, new_id(), new_id(), {}, today + timedelta(days=2))
        for number, customer_id, name in ((1, shop.maya, "Maya"), (2, shop.jonas, "Jonas")):
            session.add(
                Customer(
                    tenant_id=shop.tenant_id,
                    id=customer_id,
                    number=number,
                    email=f"{name.lower()}@example.com",
                    name=f"{name} Sample",
                    phone=None,
                    tier="plus",
                    locale="en",
                )
            )
        await session.flush()
        session.add_all(_orders(shop, today))
        invoices = _invoices(shop, today)
        session.add_all(invoices)
        await session.flush()
        session.add_all(_payments(shop, invoices, today))
    if documents:
        await _publish(runtime, shop)
    return shop


async def _publish(runtime: Runtime, shop: Shop) -> None:
    runner = IngestRunner(runtime)
    for name, text in DOCUMENTS.items():
        async with runtime.database.transaction(shop.tenant_id) as session:
            submission = Submission(name, None, None, "text/markdown", text.encode())
            document, job = await submit(session, SYSTEM, submission, max_bytes=100_000)
        assert job is not None
        shop.documents[name] = document.id
        await runner.run(job.id)


def _order(shop: Shop, number: str, status: str, today: date, **more: object) -> Order:
    values: dict[str, object] = {
        "tenant_id": shop.tenant_id,
        "number": number,
        "customer_id": shop.maya,
        "status": status,
        "currency": "USD",
        "total_minor": 4900,
        "items": [{"sku": "S-1", "name": "Smart Plug", "quantity": 1, "unit_minor": 4900}],
        "placed_on": today - timedelta(days=9),
        "refund_eligible": True,
    }
    return Order(**(values | more))


def _orders(shop: Shop, today: date) -> list[Order]:
    return [
        _order(
            shop,
            "ORD123",
            "in_transit",
            today,
            shipped_on=today - timedelta(days=3),
            delivery_date=shop.arrival,
            carrier="Sample Parcel",
            tracking_number="SP100000123",
            refund_eligible=False,
            refund_reason="The order is still on its way.",
        ),
        _order(shop, "ORD124", "delayed", today),
        _order(
            shop,
            "ORD125",
            "delivered",
            today,
            delivered_on=today - timedelta(days=70),
            refund_eligible=False,
            refund_reason="The return window of 30 days after delivery has passed.",
        ),
        _order(
            shop,
            "ORD201",
            "out_for_delivery",
            today,
            customer_id=shop.jonas,
            delivery_date=today,
            carrier="Sample Express",
            tracking_number="SE200000201",
        ),
    ]


def _invoices(shop: Shop, today: date) -> list[Invoice]:
    return [
        Invoice(
            tenant_id=shop.tenant_id,
            id=new_id(),
            number=number,
            customer_id=shop.maya,
            description="Home Plus, one month",
            amount_minor=999,
            currency="USD",
            status="paid",
            issued_on=today - timedelta(days=6),
            due_on=today - timedelta(days=6),
        )
        for number in ("INV-2001", "INV-2002")
    ]


def _payments(shop: Shop, invoices: list[Invoice], today: date) -> list[Payment]:
    references = (
        (invoices[0], "PAY-2001-A"),
        (invoices[0], "PAY-2001-B"),
        (invoices[1], "PAY-2002"),
    )
    return [
        Payment(
            tenant_id=shop.tenant_id,
            invoice_id=invoice.id,
            amount_minor=999,
            paid_on=today - timedelta(days=6),
            method="Visa ending 4242",
            reference=reference,
        )
        for invoice, reference in references
    ]
