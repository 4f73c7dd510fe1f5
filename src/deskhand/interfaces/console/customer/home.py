"""The overview of a customer: what is under way, at a glance."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response

from deskhand.domain.commerce.things.own import own_things, shown_nouns
from deskhand.infra.db.paging import PageRequest
from deskhand.interfaces.console.customer.access import CustomerHere, CustomerSession
from deskhand.interfaces.console.customer.frame import show, words_for
from deskhand.interfaces.console.customer.routing import customer_router
from deskhand.interfaces.web.deps import GroundDep

router = customer_router()

_GLANCE = PageRequest(limit=3)


@router.get("")
async def home_page(
    request: Request, ground: GroundDep, visitor: CustomerHere, session: CustomerSession
) -> Response:
    """The newest records of each kind."""
    words = await words_for(request, ground, session)
    nouns = words.sayer.pack.nouns
    found = {
        noun: await own_things(session, nouns, noun, visitor.customer_id, _GLANCE)
        for noun in shown_nouns(nouns)
    }
    return await show(
        request, ground, visitor, session, "home.html", words=words, section="home", found=found
    )
