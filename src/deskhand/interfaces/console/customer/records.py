"""A customer's records of any noun of the pack: lists of cards, and one page for each."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import Response

from deskhand.domain.commerce.kinds import RecordNotFound
from deskhand.domain.commerce.things.own import own_thing, own_things, shown_nouns
from deskhand.infra.db.paging import PageRequest
from deskhand.interfaces.console.customer.access import CustomerHere, CustomerSession
from deskhand.interfaces.console.customer.deeds import deeds_of
from deskhand.interfaces.console.customer.frame import show, words_for
from deskhand.interfaces.console.customer.routing import customer_router
from deskhand.interfaces.web.deps import GroundDep

router = customer_router()

_PAGE = 20


@router.get("/list/{noun}")
async def list_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    noun: str,
    cursor: Annotated[str | None, Query(max_length=400)] = None,
) -> Response:
    """The customer's records of the noun, as cards."""
    words = await words_for(request, ground, session)
    wanted = PageRequest(limit=_PAGE, cursor=cursor)
    nouns = words.sayer.pack.nouns
    if noun not in shown_nouns(nouns):
        raise RecordNotFound
    page = await own_things(session, nouns, noun, visitor.customer_id, wanted)
    return await show(
        request, ground, visitor, session, "list.html",
        words=words, section=noun, noun=noun, page=page,
    )  # fmt: skip


@router.get("/item/{noun}/{number:path}")
async def item_page(
    request: Request,
    ground: GroundDep,
    visitor: CustomerHere,
    session: CustomerSession,
    noun: str,
    number: str,
) -> Response:
    """All of one record, and what can be done about it."""
    words = await words_for(request, ground, session)
    thing = await own_thing(session, words.sayer.pack.nouns, noun, number, visitor.customer_id)
    deeds = await deeds_of(ground.firewall, session, visitor, words, thing)
    return await show(
        request, ground, visitor, session, "item.html",
        words=words, section=noun, thing=thing, deeds=deeds,
    )  # fmt: skip
