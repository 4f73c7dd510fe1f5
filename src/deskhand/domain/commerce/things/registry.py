"""How the records of a noun are read for rules, by the name that the noun's `read` gives."""

from __future__ import annotations

from deskhand.domain.commerce.things import invoices, orders, records, subscriptions
from deskhand.domain.commerce.things.port import ThingReader

THINGS: dict[str, ThingReader] = {
    "find_orders": orders.read,
    "find_records": records.read,
    "get_invoices": invoices.read,
    "get_subscription_details": subscriptions.read,
}
