"""The kinds of record that a tenant brings in, and how each becomes a row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from deskhand.domain.commerce.customers import CustomerExists, CustomerNotFound
from deskhand.domain.commerce.incoming import (
    OwnCustomer,
    OwnInvoice,
    OwnOrder,
    OwnPayment,
    OwnRecord,
    OwnRefund,
    OwnRow,
    OwnShipment,
    OwnSubscription,
)
from deskhand.domain.commerce.invoices import InvoiceExists
from deskhand.domain.commerce.orders import OrderNotFound
from deskhand.domain.commerce.subscriptions import SubscriptionExists
from deskhand.domain.tables import (
    Customer,
    Invoice,
    Order,
    Payment,
    Record,
    Refund,
    Shipment,
    Subscription,
)
from deskhand.infra.db.base import TenantRow
from deskhand.infra.errors import Conflict, NotFound
from deskhand.packs.schema import Noun


class RecordNotFound(NotFound):
    """No record with this number exists here."""


class RecordExists(Conflict):
    """A record with this number exists here already."""


class KindUnknown(NotFound):
    """There are no such records here."""


@dataclass(frozen=True, slots=True)
class Link:
    """A field that names another record: of which kind, and the column that holds its id."""

    kind: str
    column: str


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record: its shape, its table, and what a new one needs.

    `key` is the field with the own id. `needed` are fields that a new record cannot do without;
    `defaults` are values of those that it can. `links` name other records, of which a new one
    needs one. `parts` are kinds that may stand within it. `read` is the look-up of a pack's nouns
    that finds these records.
    """

    name: str
    table: type[TenantRow]
    shape: type[OwnRow]
    key: str = "number"
    needed: tuple[str, ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    of_customer: bool = False
    links: Mapping[str, Link] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    read: str | None = None
    noun: Noun | None = None
    missing: type[NotFound] = RecordNotFound
    exists: type[Conflict] = RecordExists

    @property
    def singular(self) -> str:
        """One of the kind, as `order`; a noun's name is one already."""
        return self.name if self.noun is not None else self.name.removesuffix("s")

    def number(self, row: OwnRow) -> str | None:
        """The own id that a row names, spelled as it is stored."""
        given = getattr(row, self.key)
        return None if given is None else self.spelled(given)

    def spelled(self, number: str) -> str:
        """An own id as it is stored: numbers that customers write are found in any letter case."""
        if self.table in (Customer, Record):
            return number.strip()
        return number.strip().lstrip("#").upper()


_KINDS: Final = (
    Kind(
        "customers",
        Customer,
        OwnCustomer,
        key="reference",
        needed=("email", "name"),
        defaults={"tier": "basic", "locale": "en"},
        read="get_customer_info",
        missing=CustomerNotFound,
        exists=CustomerExists,
    ),
    Kind(
        "orders",
        Order,
        OwnOrder,
        needed=("status", "currency", "total_minor", "placed_on"),
        # Where the shop does not forbid it, the rules of the pack alone decide.
        defaults={"items": [], "refund_eligible": True},
        of_customer=True,
        parts={"payments": "payments", "shipments": "shipments"},
        read="find_orders",
        missing=OrderNotFound,
    ),
    Kind(
        "subscriptions",
        Subscription,
        OwnSubscription,
        needed=("plan", "price_minor", "currency", "started_on"),
        defaults={"status": "active", "billing_interval": "month"},
        of_customer=True,
        read="get_subscription_details",
        exists=SubscriptionExists,
    ),
    Kind(
        "invoices",
        Invoice,
        OwnInvoice,
        needed=("description", "amount_minor", "currency", "issued_on", "due_on"),
        defaults={"status": "open"},
        of_customer=True,
        links={"subscription": Link("subscriptions", "subscription_id")},
        parts={"payments": "payments"},
        read="get_invoices",
        exists=InvoiceExists,
    ),
    Kind("shipments", Shipment, OwnShipment, links={"order": Link("orders", "order_id")}),
    Kind(
        "payments",
        Payment,
        OwnPayment,
        key="reference",
        needed=("amount_minor", "paid_on", "method"),
        links={"order": Link("orders", "order_id"), "invoice": Link("invoices", "invoice_id")},
    ),
    Kind(
        "refunds",
        Refund,
        OwnRefund,
        needed=("amount_minor", "currency", "issued_at"),
        defaults={"status": "done"},
        links={"order": Link("orders", "order_id")},
    ),
)
KINDS: Final[Mapping[str, Kind]] = {kind.name: kind for kind in _KINDS}
"""Every kind of Deskhand's own tables, by its name, which is also its path in the API."""

READ_FROM_RECORDS: Final = "find_records"
"""The look-up of nouns whose records stand in the table `records`."""


def kind_of_noun(name: str, noun: Noun) -> Kind:
    """The kind of the records of a pack's own noun."""
    return Kind(
        name, Record, OwnRecord, fixed={"noun": name}, of_customer=True, read=noun.read, noun=noun
    )


def noun_of(kind: Kind, nouns: Mapping[str, Noun]) -> Noun | None:
    """The pack's noun whose records are of this kind: it knows their states."""
    if kind.noun is not None or kind.read is None:
        return kind.noun
    return next((noun for noun in nouns.values() if noun.read == kind.read), None)


def kind_named(name: str, nouns: Mapping[str, Noun]) -> Kind:
    """The kind called so: `orders`, or a noun of the pack, whichever table it is read from.

    Raises KindUnknown, which lists what there is.
    """
    if name in KINDS:
        return KINDS[name]
    noun = nouns.get(name) or nouns.get(name.removesuffix("s"))
    if noun is not None and noun.read == READ_FROM_RECORDS:
        return kind_of_noun(name if name in nouns else name.removesuffix("s"), noun)
    found = next((kind for kind in _KINDS if noun is not None and kind.read == noun.read), None)
    if found is None:
        own = [other for other, shape in nouns.items() if shape.read == READ_FROM_RECORDS]
        raise KindUnknown(f"There are no {name}: there are {', '.join([*KINDS, *own])}.")
    return found
