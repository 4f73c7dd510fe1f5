"""Every page of customers beside the chat; a new one is a file beside this one and a line here."""

from __future__ import annotations

from types import ModuleType

from fastapi import APIRouter

from deskhand.interfaces.console.customer import (
    account,
    acts,
    help_centre,
    home,
    records,
    sign_in,
    talks,
)

PAGES: tuple[ModuleType, ...] = (sign_in, home, account, records, acts, talks, help_centre)

router = APIRouter()
for _page in PAGES:
    router.include_router(_page.router)
