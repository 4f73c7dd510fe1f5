"""Every page of the console; a new one is a file beside this one and a line here."""

from __future__ import annotations

from types import ModuleType

from fastapi import APIRouter

from deskhand.interfaces.console.team import (
    acting,
    answering,
    answers,
    approvals,
    customers,
    design,
    first_day,
    forgotten,
    hooks,
    inbox,
    insights,
    knowledge,
    live,
    macros,
    orders,
    outbox,
    service,
    settings,
    sign_in,
    teach,
    tickets,
    writing,
)

PAGES: tuple[ModuleType, ...] = (
    sign_in,
    forgotten,
    inbox,
    answering,
    answers,
    acting,
    approvals,
    tickets,
    customers,
    orders,
    writing,
    knowledge,
    teach,
    insights,
    macros,
    service,
    hooks,
    outbox,
    settings,
    first_day,
    design,
    live,
)

router = APIRouter()
for _page in PAGES:
    router.include_router(_page.router)
