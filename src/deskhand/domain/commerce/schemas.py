"""Shapes of the shop's records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from deskhand.infra.shapes import Given

Tier = Literal["basic", "plus", "vip"]
Short = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^\x00]*$"),
]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Minor = Annotated[int, Field(ge=0, le=10**15, description="Minor units, as cents.")]


class CustomerView(BaseModel):
    """A customer."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: int
    email: str
    name: str
    phone: str | None
    tier: Tier
    locale: str
    created_at: datetime


class NewCustomer(Given):
    """A customer to add."""

    email: Annotated[str, StringConstraints(pattern=r"^[^@\s\x00]+@[^@\s\x00]+\.[^@\s\x00]+$")]
    name: Short
    phone: Short | None = None
    tier: Tier = "basic"
    locale: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")] = "en"


class OrderItem(BaseModel):
    """One line of an order."""

    sku: str
    name: str
    quantity: int
    unit_minor: int


class OrderView(BaseModel):
    """An order."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    customer_id: UUID
    status: str
    currency: str
    total_minor: int
    items: list[OrderItem]
    placed_on: date
    shipped_on: date | None
    delivery_date: date | None
    delivered_on: date | None
    carrier: str | None
    tracking_number: str | None
    refund_eligible: bool
    refund_reason: str | None


class SubscriptionView(BaseModel):
    """A subscription."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    customer_id: UUID
    plan: str
    status: str
    price_minor: int
    currency: str
    billing_interval: Literal["month", "year"]
    started_on: date
    renews_on: date | None
    ends_on: date | None


class NewSubscription(Given):
    """A subscription to record."""

    customer_id: UUID
    number: Short
    plan: Short
    status: Literal["active", "trialing", "past_due", "cancelled"] = "active"
    price_minor: Minor
    currency: Currency
    billing_interval: Literal["month", "year"] = "month"
    started_on: date
    renews_on: date | None = None
    ends_on: date | None = None


class PaymentView(BaseModel):
    """Money that came in for an invoice."""

    model_config = ConfigDict(from_attributes=True)

    reference: str
    amount_minor: int
    paid_on: date
    method: str


class InvoiceView(BaseModel):
    """An invoice and what was paid for it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    customer_id: UUID
    subscription_id: UUID | None
    subscription: str | None = None
    """The number of the subscription that it is for."""
    description: str
    amount_minor: int
    currency: str
    status: str
    issued_on: date
    due_on: date
    payments: list[PaymentView] = []

    @property
    def paid_minor(self) -> int:
        """All that came in, in minor units."""
        return sum(payment.amount_minor for payment in self.payments)

    @property
    def paid_twice(self) -> bool:
        """Whether two payments have the same amount and more came in than was due.

        Equal parts of one amount are no double payment.
        """
        amounts = [payment.amount_minor for payment in self.payments]
        return len(set(amounts)) < len(amounts) and self.paid_minor > self.amount_minor


class NewInvoice(Given):
    """An invoice to record."""

    customer_id: UUID
    subscription_id: UUID | None = None
    number: Short
    description: Short
    amount_minor: Minor
    currency: Currency
    status: Literal["paid", "open", "overdue", "void"] = "open"
    issued_on: date
    due_on: date


class RefundView(BaseModel):
    """Money that went back."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    order_id: UUID
    customer_id: UUID
    amount_minor: int
    currency: str
    status: Literal["pending", "done", "failed"]
    issued_at: datetime
