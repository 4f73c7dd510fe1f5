"""The shape of a sample shop's files, and reading them from inside the package."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from deskhand.infra.errors import NotFound

SHOPS: tuple[str, ...] = ("fernway", "harbour", "marram")
"""The sample tenants; each is a folder of `data/`. The first one is shown to visitors."""

CATEGORY_BY_FILE: Mapping[str, str] = MappingProxyType(
    {
        "contact-and-hours.txt": "contact",
        "error-codes.html": "technical support",
        "privacy-and-data.html": "security",
    }
)
"""The category of documents whose format has no place for one; Markdown has front matter."""

Days = Annotated[int, Field(ge=-1000, le=1000)]
"""A date as days from the day of loading; negative is the past."""

Currency = Literal["USD", "EUR", "GBP"]
Amount = Annotated[int, Field(gt=0)]
"""Minor units, such as cents."""

OrderStatus = Literal[
    "pending",
    "processing",
    "shipped",
    "in_transit",
    "out_for_delivery",
    "delivered",
    "delayed",
    "cancelled",
    "returned",
    "refunded",
    "lost",
]


class SampleShopUnknown(NotFound):
    """There is no sample shop of this name."""


class _Row(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class TenantData(_Row):
    """The shop itself."""

    slug: str
    name: str
    pack: str | None = None
    """The built-in pack that it stands on; left out, the usual one."""


class UserData(_Row):
    """Someone who can sign in; `customer` is the customer number of the role customer."""

    email: str
    name: str
    role: Literal["owner", "admin", "agent", "customer"]
    password: str
    customer: int | None = None

    @model_validator(mode="after")
    def _customer_belongs_to_the_role(self) -> UserData:
        if (self.role == "customer") != (self.customer is not None):
            raise ValueError(f"{self.email}: exactly the role customer names a customer")
        return self


class CustomerData(_Row):
    """A person who buys."""

    number: Annotated[int, Field(gt=0)]
    email: str
    name: str
    phone: str | None
    tier: Literal["basic", "plus", "vip"]
    locale: str


class ItemData(_Row):
    """One line of an order."""

    sku: str
    name: str
    quantity: Annotated[int, Field(gt=0)]
    unit_minor: Amount


class OrderData(_Row):
    """A purchase; `delivery` is the expected day, `delivered` the real one."""

    number: str
    customer: int
    status: OrderStatus
    currency: Currency
    items: Annotated[list[ItemData], Field(min_length=1)]
    placed: Days
    shipped: Days | None
    delivery: Days | None
    delivered: Days | None
    carrier: str | None
    tracking: str | None
    refund_eligible: bool
    refund_reason: str | None
    address_city: str

    @property
    def total_minor(self) -> int:
        """The sum of all lines in minor units."""
        return sum(item.quantity * item.unit_minor for item in self.items)

    @model_validator(mode="after")
    def _tells_one_story(self) -> OrderData:
        if self.refund_eligible == (self.refund_reason is not None):
            raise ValueError(f"{self.number}: a reason is given exactly when no refund is possible")
        if self.status == "delivered" and self.delivered is None:
            raise ValueError(f"{self.number}: a delivered order has a day of delivery")
        if (self.shipped is None) != (self.tracking is None):
            raise ValueError(f"{self.number}: a tracking number comes with the dispatch")
        days = [day for day in (self.placed, self.shipped, self.delivered) if day is not None]
        if days != sorted(days) or days[-1] > 0:
            raise ValueError(f"{self.number}: placed, shipped and delivered are in order and past")
        return self


class SubscriptionData(_Row):
    """A plan that renews."""

    number: str
    customer: int
    plan: str
    status: Literal["active", "trialing", "past_due", "cancelled"]
    price_minor: Amount
    currency: Currency
    interval: Literal["month", "year"]
    started: Days
    renews: Days | None
    ends: Days | None


class PaymentData(_Row):
    """Money that came in for an invoice."""

    amount_minor: Amount
    paid: Days
    reference: str
    method: str


class InvoiceData(_Row):
    """An amount due and what was paid for it."""

    number: str
    customer: int
    subscription: str | None
    description: str
    amount_minor: Amount
    currency: Currency
    status: Literal["paid", "open", "overdue", "void"]
    issued: Days
    due: Days
    payments: list[PaymentData]


class RefundData(_Row):
    """Money that went back for an order."""

    order: str
    amount_minor: Amount
    status: Literal["pending", "done", "failed"]
    created: Days


class TicketData(_Row):
    """A matter for a person; `category` is one of those that the pack's intents have."""

    number: int
    customer: int
    subject: str
    description: str
    category: Annotated[str, Field(pattern=r"^[A-Z]+$")]
    priority: Literal["low", "normal", "high", "urgent"]
    status: Literal["open", "pending", "solved", "closed"]
    created: Days


class DayData(_Row):
    """A date in a record."""

    days: Days


class MoneyData(_Row):
    """An amount in a record."""

    minor: Amount
    currency: Currency


FieldData = DayData | MoneyData | bool | int | str | list[str] | None


class RecordData(_Row):
    """A record of one of the pack's own nouns; without a customer it belongs to nobody."""

    noun: str
    number: str
    customer: int | None
    created: Days
    fields: dict[str, FieldData]

    @property
    def dates(self) -> tuple[str, ...]:
        """The names of the fields that hold a date."""
        return tuple(name for name, value in self.fields.items() if isinstance(value, DayData))


class ShopData(_Row):
    """A whole sample shop; every reference leads to a row of the same shop."""

    tenant: TenantData
    users: list[UserData]
    customers: list[CustomerData]
    orders: list[OrderData]
    subscriptions: list[SubscriptionData]
    invoices: list[InvoiceData]
    refunds: list[RefundData]
    tickets: list[TicketData]
    records: list[RecordData] = []

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> ShopData:
        customers = {row.number for row in self.customers}
        orders = {row.number for row in self.orders}
        subscriptions = {row.number for row in self.subscriptions}
        _all_in("customer", (row.customer for row in self.orders), customers)
        _all_in("customer", (row.customer for row in self.subscriptions), customers)
        _all_in("customer", (row.customer for row in self.invoices), customers)
        _all_in("customer", (row.customer for row in self.tickets), customers)
        known = (row.customer for row in self.records if row.customer is not None)
        _all_in("customer", known, customers)
        users = (row.customer for row in self.users if row.customer is not None)
        _all_in("customer", users, customers)
        _all_in("order", (row.order for row in self.refunds), orders)
        paid_for = (row.subscription for row in self.invoices if row.subscription is not None)
        _all_in("subscription", paid_for, subscriptions)
        return self


def _all_in(noun: str, references: Iterable[object], known: Iterable[object]) -> None:
    missing = sorted({str(reference) for reference in references} - {str(row) for row in known})
    if missing:
        raise ValueError(f"unknown {noun}: {', '.join(missing)}")


def _folder(name: str) -> Traversable:
    if name not in SHOPS:
        raise SampleShopUnknown(f"There is no sample shop {name!r}; there are {', '.join(SHOPS)}.")
    return files("deskhand.samples").joinpath("data", name)


def load_shop(name: str) -> ShopData:
    """The rows of the sample shop `name`, one of `SHOPS`. Raises `SampleShopUnknown`."""
    text = _folder(name).joinpath("shop.yaml").read_text(encoding="utf-8")
    return ShopData.model_validate(yaml.safe_load(text))


def document_files(name: str) -> tuple[Traversable, ...]:
    """The document files of the shop `name`, by file name. Raises `SampleShopUnknown`."""
    documents = _folder(name).joinpath("documents")
    return tuple(sorted(documents.iterdir(), key=lambda file: file.name))
