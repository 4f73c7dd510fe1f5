"""The built-in shop: customers and what they bought."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from deskhand.infra.db.base import TenantRow, belongs_to


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Customer(TenantRow):
    """A person who buys. `number` is the short id that people and older systems use.

    `reference` is the id in the tenant's own system; None for whoever did not come from there.
    """

    __tablename__ = "customers"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("tenant_id", "reference"),
        UniqueConstraint("tenant_id", "email"),
        _one_of("tier", ("basic", "plus", "vip")),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    number: Mapped[int]
    reference: Mapped[str | None]
    email: Mapped[str]
    name: Mapped[str]
    phone: Mapped[str | None]
    tier: Mapped[str] = mapped_column(default="basic")
    locale: Mapped[str] = mapped_column(default="en")


class Order(TenantRow):
    """A purchase. Amounts are minor units of `currency`; `items` lists what was bought.

    `status` is a state of the tenant's pack, or a word of the tenant's own system. Carrier and
    days of delivery are those of the newest shipment.
    """

    __tablename__ = "orders"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        Index("ix_orders_customer", "tenant_id", "customer_id"),
    )

    number: Mapped[str]
    customer_id: Mapped[UUID]
    status: Mapped[str]
    currency: Mapped[str]
    total_minor: Mapped[int] = mapped_column(BigInteger)
    items: Mapped[list[Any]]
    placed_on: Mapped[date]
    shipped_on: Mapped[date | None]
    delivery_date: Mapped[date | None]
    delivered_on: Mapped[date | None]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    refund_eligible: Mapped[bool]
    refund_reason: Mapped[str | None]
    city: Mapped[str | None]
    address: Mapped[str | None]


class Subscription(TenantRow):
    """A plan that renews."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        _one_of("billing_interval", ("month", "year")),
        Index("ix_subscriptions_customer", "tenant_id", "customer_id"),
    )

    number: Mapped[str]
    customer_id: Mapped[UUID]
    plan: Mapped[str]
    status: Mapped[str]
    price_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    billing_interval: Mapped[str]
    started_on: Mapped[date]
    renews_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    paused_until: Mapped[date | None]


class Invoice(TenantRow):
    """An amount due; what came in for it are payments."""

    __tablename__ = "invoices"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        belongs_to("subscription_id", "subscriptions", ondelete="NO ACTION"),
        Index("ix_invoices_customer", "tenant_id", "customer_id"),
        Index("ix_invoices_subscription", "tenant_id", "subscription_id"),
    )

    number: Mapped[str]
    customer_id: Mapped[UUID]
    subscription_id: Mapped[UUID | None]
    description: Mapped[str]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str]
    issued_on: Mapped[date]
    due_on: Mapped[date]


class Shipment(TenantRow):
    """A parcel of an order. `number` is the shop's own id of it, or what the carrier calls it."""

    __tablename__ = "shipments"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("order_id", "orders", ondelete="CASCADE"),
        Index("ix_shipments_order", "tenant_id", "order_id"),
    )

    number: Mapped[str]
    order_id: Mapped[UUID]
    status: Mapped[str | None]
    carrier: Mapped[str | None]
    tracking_number: Mapped[str | None]
    shipped_on: Mapped[date | None]
    delivery_date: Mapped[date | None]
    delivered_on: Mapped[date | None]


class Payment(TenantRow):
    """Money that came in, for an invoice or for an order."""

    __tablename__ = "payments"
    __table_args__ = (
        UniqueConstraint("tenant_id", "reference"),
        belongs_to("invoice_id", "invoices", ondelete="CASCADE"),
        belongs_to("order_id", "orders", ondelete="CASCADE"),
        CheckConstraint("num_nonnulls(invoice_id, order_id) = 1", name="for_one_thing"),
        Index("ix_payments_invoice", "tenant_id", "invoice_id"),
        Index("ix_payments_order", "tenant_id", "order_id"),
    )

    invoice_id: Mapped[UUID | None]
    order_id: Mapped[UUID | None]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    paid_on: Mapped[date]
    method: Mapped[str]
    reference: Mapped[str]


class Refund(TenantRow):
    """Money that went back for an order; `ledger_id` is the action that did it, if one did.

    `number` is the id in the tenant's own system, for one that came from there.
    """

    __tablename__ = "refunds"
    __table_args__ = (
        UniqueConstraint("tenant_id", "number"),
        belongs_to("order_id", "orders", ondelete="CASCADE"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        _one_of("status", ("pending", "done", "failed")),
        Index("ix_refunds_customer", "tenant_id", "customer_id"),
        Index("ix_refunds_order", "tenant_id", "order_id", "issued_at"),
    )

    number: Mapped[str | None]
    order_id: Mapped[UUID]
    customer_id: Mapped[UUID]
    amount_minor: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str]
    status: Mapped[str]
    issued_at: Mapped[datetime]
    ledger_id: Mapped[UUID | None]


class Request(TenantRow):
    """Something that the business was asked to carry out, such as sending an item again.

    `kind` is the operation, `noun` and `number` are the record that it is about.
    """

    __tablename__ = "requests"
    __table_args__ = (
        UniqueConstraint("tenant_id", "ledger_id"),
        belongs_to("customer_id", "customers", ondelete="CASCADE"),
        _one_of("status", ("open", "done", "void")),
        Index("ix_requests_customer", "tenant_id", "customer_id"),
        Index("ix_requests_record", "tenant_id", "noun", "number"),
    )

    kind: Mapped[str]
    noun: Mapped[str]
    number: Mapped[str]
    customer_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]
    status: Mapped[str] = mapped_column(default="open")
    ledger_id: Mapped[UUID]
