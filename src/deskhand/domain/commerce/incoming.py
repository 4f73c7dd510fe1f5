"""Shapes of a tenant's own records as they come in: by the API, by a file, one or a thousand.

Every field but the own id may be left out: what a row does not name stays as it is. What a new
record cannot do without is said in `kinds.py`.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic import StringConstraints as Text

from deskhand.domain.commerce.schemas import Currency, Minor, Short, Tier
from deskhand.infra.shapes import Given

_CLEAN = r"^[^\x00-\x1f\x7f]*$"


def _as_text(value: object) -> object:
    """An id that is sent as a number is the same id."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


OwnId = Annotated[
    str,
    BeforeValidator(_as_text),
    Text(strip_whitespace=True, min_length=1, max_length=100, pattern=_CLEAN),
    Field(description="The id in your own system."),
]
Status = Annotated[str, Text(strip_whitespace=True, min_length=1, max_length=60, pattern=_CLEAN)]
Email = Annotated[
    str,
    Text(
        strip_whitespace=True,
        max_length=254,
        pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f]+$",
    ),
]
Locale = Annotated[str, Text(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]
Quantity = Annotated[int, Field(ge=1, le=10**6)]


class OwnRow(Given):
    """A record as the tenant's own system has it."""

    model_config = ConfigDict(frozen=True)


class OfCustomer(OwnRow):
    """A record that belongs to a customer, named in one of three ways.

    One that is only known by its address is added, with `customer_name`.
    """

    customer: OwnId | None = Field(None, description="The customer's id in your own system.")
    customer_email: Email | None = None
    customer_name: Short | None = None
    customer_id: UUID | None = None


class OwnCustomer(OwnRow):
    """A customer. Found by `reference`, or by `email` where it has none yet."""

    reference: OwnId | None = None
    email: Email | None = None
    name: Short | None = None
    phone: Short | None = None
    tier: Tier | None = None
    locale: Locale | None = None


class OwnItem(OwnRow):
    """One line of an order."""

    sku: Annotated[str, Text(strip_whitespace=True, max_length=100, pattern=_CLEAN)] = ""
    name: Short
    quantity: Quantity = 1
    unit_minor: Minor = 0


class PaymentPart(OwnRow):
    """Money that came in for the record that it stands in."""

    reference: OwnId | None = None
    amount_minor: Minor | None = None
    paid_on: date | None = None
    method: Short | None = None


class ShipmentPart(OwnRow):
    """A parcel of the order that it stands in."""

    number: OwnId | None = None
    status: Status | None = None
    carrier: Short | None = None
    tracking_number: Short | None = None
    shipped_on: date | None = None
    delivery_date: date | None = None
    delivered_on: date | None = None


class OwnShipment(ShipmentPart):
    """A parcel of an order."""

    order: OwnId | None = Field(None, description="The order's number.")


class OwnPayment(PaymentPart):
    """Money that came in for an order or an invoice."""

    order: OwnId | None = Field(None, description="The order's number.")
    invoice: OwnId | None = Field(None, description="The invoice's number.")


class OwnOrder(OfCustomer):
    """An order with what was bought, what was paid and what was sent."""

    number: OwnId | None = None
    status: Status | None = None
    currency: Currency | None = None
    total_minor: Minor | None = Field(None, description="Left out: the sum of the items.")
    items: Annotated[list[OwnItem], Field(max_length=500)] | None = None
    placed_on: date | None = None
    shipped_on: date | None = None
    delivery_date: date | None = None
    delivered_on: date | None = None
    carrier: Short | None = None
    tracking_number: Short | None = None
    city: Short | None = None
    address: Short | None = None
    refund_eligible: bool | None = None
    refund_reason: Short | None = None
    payments: Annotated[list[PaymentPart], Field(max_length=100)] = Field(default_factory=list)
    shipments: Annotated[list[ShipmentPart], Field(max_length=100)] = Field(default_factory=list)


class OwnSubscription(OfCustomer):
    """A plan that renews."""

    number: OwnId | None = None
    plan: Short | None = None
    status: Status | None = None
    price_minor: Minor | None = None
    currency: Currency | None = None
    billing_interval: Literal["month", "year"] | None = None
    started_on: date | None = None
    renews_on: date | None = None
    ends_on: date | None = None


class OwnInvoice(OfCustomer):
    """An amount due, and what was paid for it."""

    number: OwnId | None = None
    subscription: OwnId | None = Field(None, description="The subscription's number.")
    subscription_id: UUID | None = None
    description: Short | None = None
    amount_minor: Minor | None = None
    currency: Currency | None = None
    status: Status | None = None
    issued_on: date | None = None
    due_on: date | None = None
    payments: Annotated[list[PaymentPart], Field(max_length=100)] = Field(default_factory=list)


class OwnRefund(OwnRow):
    """Money that went back for an order."""

    number: OwnId | None = None
    order: OwnId | None = Field(None, description="The order's number.")
    amount_minor: Minor | None = None
    currency: Currency | None = None
    status: Literal["pending", "done", "failed"] | None = None
    issued_at: AwareDatetime | None = None


class OwnRecord(OfCustomer):
    """A record of a noun of the tenant's pack; `fields` are those that the noun has.

    A date is ISO text, money `{"minor": 4900, "currency": "EUR"}`, several texts a list.
    """

    number: OwnId | None = None
    fields: dict[str, Any] = Field(default_factory=dict)


Change = dict[str, tuple[Any, Any]]
"""What changes in a record: by its field, the value before and after."""


class RowResult(BaseModel):
    """What became of one row of a batch."""

    row: int = Field(description="Its place in the batch, from 0.")
    number: str | None = Field(None, description="The own id that it named.")
    outcome: Literal["created", "changed", "unchanged", "refused", "left_out"] = Field(
        description="`left_out`: in order, but not taken since another row was refused."
    )
    id: UUID | None = None
    code: str | None = Field(None, description="Of a refused row: why, as a stable name.")
    detail: str | None = Field(None, description="Of a refused row: why, as a sentence.")
    new_customer: bool = Field(False, description="Its customer is added with it.")
    changes: dict[str, tuple[Any, Any]] = Field(
        default_factory=dict, description="By field: the value before and after."
    )


class BatchResult(BaseModel):
    """What became of a batch; every row stands in `rows`, in the order that it came."""

    created: int
    changed: int
    unchanged: int
    refused: int
    left_out: int
    dry_run: bool
    rows: list[RowResult]


class Batch(Given):
    """Up to 1,000 records; each is checked by itself."""

    rows: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=1000)]
    all_or_nothing: bool = Field(False, description="Take no row unless every row can be taken.")
    dry_run: bool = Field(False, description="Only say what would be done.")
