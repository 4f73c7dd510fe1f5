"""The rows of a sample shop, as they stand in the tables on a given day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from deskhand.domain.tables import (
    Customer,
    Invoice,
    Order,
    Payment,
    Record,
    Refund,
    Subscription,
    Ticket,
)
from deskhand.infra.db.base import TenantRow
from deskhand.samples.schemas import DayData, FieldData, MoneyData, ShopData

_NAMESPACE = UUID("6f2f5f0e-1b8e-5c3a-9a53-0d6b1c9a7e11")

DATE_COLUMNS: Mapping[type[TenantRow], tuple[str, ...]] = {
    Order: ("created_at", "placed_on", "shipped_on", "delivery_date", "delivered_on"),
    Subscription: ("created_at", "started_on", "renews_on", "ends_on"),
    Invoice: ("created_at", "issued_on", "due_on"),
    Payment: ("created_at", "paid_on"),
    Refund: ("created_at", "issued_at"),
    Ticket: ("created_at", "updated_at", "solved_at"),
    Record: ("created_at", "updated_at"),
}
"""The columns that move when a shop that was loaded on an earlier day is opened again."""


def tenant_id_of(slug: str) -> UUID:
    """The id that a sample tenant gets when it is made; the same on every machine."""
    return uuid5(_NAMESPACE, f"tenant:{slug}")


@dataclass(frozen=True, slots=True)
class ShopRows:
    """Makes the rows of one shop for one tenant; ids follow from the tenant and the number."""

    shop: ShopData
    tenant_id: UUID
    moment: datetime
    _shared: dict[str, Any] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        shared = {"tenant_id": self.tenant_id, "created_at": self.moment}
        object.__setattr__(self, "_shared", shared)

    def id_of(self, kind: str, number: object) -> UUID:
        """The id of a row, such as `("order", "ORD123")`."""
        return uuid5(self.tenant_id, f"{kind}:{number}")

    def tables(self) -> Iterator[tuple[type[TenantRow], list[dict[str, Any]]]]:
        """Tables with their rows, each after those that it refers to; users are not among them."""
        yield Customer, self._customers()
        yield Order, self._orders()
        yield Subscription, self._subscriptions()
        yield Invoice, self._invoices()
        yield Payment, self._payments()
        yield Refund, self._refunds()
        yield Ticket, self._tickets()
        yield Record, self._records()

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.moment.date() + timedelta(days=days)

    def _at(self, days: int) -> datetime:
        return self.moment + timedelta(days=days)

    def _row(self, kind: str, key: object, /, **values: Any) -> dict[str, Any]:
        return {**self._shared, "id": self.id_of(kind, key), **values}

    def _customers(self) -> list[dict[str, Any]]:
        return [
            self._row("customer", row.number, **row.model_dump()) for row in self.shop.customers
        ]

    def _orders(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "order",
                row.number,
                created_at=self._at(row.placed),
                number=row.number,
                customer_id=self.id_of("customer", row.customer),
                status=row.status,
                currency=row.currency,
                total_minor=row.total_minor,
                items=[item.model_dump() for item in row.items],
                placed_on=self._day(row.placed),
                shipped_on=self._day(row.shipped),
                delivery_date=self._day(row.delivery),
                delivered_on=self._day(row.delivered),
                carrier=row.carrier,
                tracking_number=row.tracking,
                refund_eligible=row.refund_eligible,
                refund_reason=row.refund_reason,
                city=row.address_city,
            )
            for row in self.shop.orders
        ]

    def _subscriptions(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "subscription",
                row.number,
                created_at=self._at(row.started),
                number=row.number,
                customer_id=self.id_of("customer", row.customer),
                plan=row.plan,
                status=row.status,
                price_minor=row.price_minor,
                currency=row.currency,
                billing_interval=row.interval,
                started_on=self._day(row.started),
                renews_on=self._day(row.renews),
                ends_on=self._day(row.ends),
            )
            for row in self.shop.subscriptions
        ]

    def _invoices(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "invoice",
                row.number,
                created_at=self._at(row.issued),
                number=row.number,
                customer_id=self.id_of("customer", row.customer),
                subscription_id=(
                    self.id_of("subscription", row.subscription) if row.subscription else None
                ),
                description=row.description,
                amount_minor=row.amount_minor,
                currency=row.currency,
                status=row.status,
                issued_on=self._day(row.issued),
                due_on=self._day(row.due),
            )
            for row in self.shop.invoices
        ]

    def _payments(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "payment",
                payment.reference,
                created_at=self._at(payment.paid),
                invoice_id=self.id_of("invoice", row.number),
                amount_minor=payment.amount_minor,
                paid_on=self._day(payment.paid),
                method=payment.method,
                reference=payment.reference,
            )
            for row in self.shop.invoices
            for payment in row.payments
        ]

    def _refunds(self) -> list[dict[str, Any]]:
        orders = {row.number: row for row in self.shop.orders}
        return [
            self._row(
                "refund",
                row.order,
                created_at=self._at(row.created),
                order_id=self.id_of("order", row.order),
                customer_id=self.id_of("customer", orders[row.order].customer),
                amount_minor=row.amount_minor,
                currency=orders[row.order].currency,
                status=row.status,
                issued_at=self._at(row.created),
            )
            for row in self.shop.refunds
        ]

    def _tickets(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "ticket",
                row.number,
                created_at=self._at(row.created),
                number=row.number,
                customer_id=self.id_of("customer", row.customer),
                subject=row.subject,
                description=row.description,
                category=row.category,
                priority=row.priority,
                status=row.status,
                origin="sample",
                updated_at=self._at(row.created),
                solved_at=self._at(row.created) if row.status in ("solved", "closed") else None,
            )
            for row in self.shop.tickets
        ]

    def _records(self) -> list[dict[str, Any]]:
        return [
            self._row(
                "record",
                f"{row.noun}:{row.number}",
                created_at=self._at(row.created),
                updated_at=self._at(row.created),
                noun=row.noun,
                number=row.number,
                customer_id=(
                    self.id_of("customer", row.customer) if row.customer is not None else None
                ),
                fields={name: self._value(value) for name, value in row.fields.items()},
            )
            for row in self.shop.records
        ]

    def _value(self, value: FieldData) -> Any:
        if isinstance(value, DayData):
            return (self.moment.date() + timedelta(days=value.days)).isoformat()
        return value.model_dump() if isinstance(value, MoneyData) else value
