"""Shapes of the shop's records."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

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
    reference: str | None
    email: str
    name: str
    phone: str | None
    tier: Tier
    locale: str
    created_at: datetime


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


class ShipmentView(BaseModel):
    """A parcel of an order."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    status: str | None
    carrier: str | None
    tracking_number: str | None
    shipped_on: date | None
    delivery_date: date | None
    delivered_on: date | None


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


class PaymentView(BaseModel):
    """Money that came in."""

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


class RefundView(BaseModel):
    """Money that went back."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str | None
    order_id: UUID
    customer_id: UUID
    amount_minor: int
    currency: str
    status: Literal["pending", "done", "failed"]
    issued_at: datetime


class OrderDetail(OrderView):
    """An order with what was paid for it and what was sent."""

    payments: list[PaymentView] = []
    shipments: list[ShipmentView] = []


class RecordView(BaseModel):
    """A record of a noun of the tenant's pack."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    noun: str
    number: str
    customer_id: UUID | None
    fields: dict[str, Any]
    created_at: datetime
    updated_at: datetime
