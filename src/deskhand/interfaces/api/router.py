"""Every resource of the API; a new one is a file in `routes/` and a line here."""

from __future__ import annotations

from types import ModuleType

from fastapi import APIRouter

from deskhand.interfaces.api.routes import (
    actions,
    api_keys,
    approvals,
    attachments,
    audit,
    auth,
    conversations,
    customers,
    desk,
    documents,
    gateways,
    imports,
    inbox,
    insights,
    intents,
    invoices,
    macros,
    mails,
    orders,
    packs,
    payments,
    records,
    refunds,
    shipments,
    subscriptions,
    team,
    tenants,
    tickets,
    turns,
    users,
    webhooks,
    widget,
)

RESOURCES: tuple[ModuleType, ...] = (
    auth,
    tenants,
    users,
    api_keys,
    conversations,
    attachments,
    inbox,
    desk,
    macros,
    team,
    insights,
    turns,
    documents,
    customers,
    orders,
    subscriptions,
    invoices,
    payments,
    shipments,
    refunds,
    records,
    imports,
    tickets,
    actions,
    approvals,
    packs,
    gateways,
    intents,
    audit,
    webhooks,
    mails,
    widget,
)

router = APIRouter()
for _resource in RESOURCES:
    router.include_router(_resource.router)
