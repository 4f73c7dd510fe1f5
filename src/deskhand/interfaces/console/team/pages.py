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
    inbox,
    knowledge,
    live,
    orders,
    settings,
    sign_in,
    tickets,
)

PAGES: tuple[ModuleType, ...] = (
    sign_in,
    inbox,
    answering,
    answers,
    acting,
    approvals,
    tickets,
    customers,
    orders,
    knowledge,
    settings,
    live,
)

router = APIRouter()
for _page in PAGES:
    router.include_router(_page.router)
