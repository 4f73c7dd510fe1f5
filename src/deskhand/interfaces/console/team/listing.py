"""Lists of records: columns, filters, orders, pages by cursor, and the same as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from fastapi import Request
from fastapi.responses import HTMLResponse, StreamingResponse
from sqlalchemy import Select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.infra.db.ordering import Order
from deskhand.infra.db.paging import PageRequest
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.web.browsers import SignedIn
from deskhand.interfaces.web.deps import Ground

_ROWS = 50
_EXPORTED_AT_ONCE = 200
_LONGEST = 200
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes a cell for a formula by (OWASP, CSV injection)."""

Kind = Literal["text", "link", "state", "moment", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its label, the value of a row, and how it is shown."""

    label: str
    value: Callable[[Any], Any]
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with a fixed set of values."""

    name: str
    label: str
    values: Sequence[str]
    narrow: Callable[[Select[tuple[Any]], str], Select[tuple[Any]]]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of records of one kind.

    `rows` are those that the actor may see, `found` those of them that a search finds; `orders`
    are named in the address, the first is the default. The
    page of a row is below the list's, by its id.
    """

    section: str
    title: str
    rows: Callable[[Actor], Select[tuple[Any]]]
    found: Callable[[Select[tuple[Any]], str], Select[tuple[Any]]]
    hint: str
    columns: Sequence[Column]
    orders: Mapping[str, tuple[str, Order]]
    choices: Sequence[Choice] = ()

    def asked(self, request: Request) -> Asked:
        """What the address asks for; what it does not know is left out."""
        given = {
            name: value.replace("\x00", "").strip()[:_LONGEST]
            for name, value in request.query_params.items()
        }
        order = given.get("sort", "")
        chosen = {
            choice.name: given[choice.name]
            for choice in self.choices
            if given.get(choice.name) in choice.values
        }
        return Asked(
            q=given.get("q", ""),
            order=order if order in self.orders else next(iter(self.orders)),
            chosen=chosen,
            cursor=request.query_params.get("cursor") or None,
        )

    def query(self, actor: Actor, asked: Asked) -> Select[tuple[Any]]:
        """The rows that are asked for, in no order."""
        query = self.rows(actor)
        if asked.q:
            query = self.found(query, asked.q)
        for choice in self.choices:
            if choice.name in asked.chosen:
                query = choice.narrow(query, asked.chosen[choice.name])
        return query


@dataclass(frozen=True, slots=True)
class Asked:
    """What a list's address asks for."""

    q: str
    order: str
    chosen: Mapping[str, str]
    cursor: str | None

    @property
    def address(self) -> dict[str, str]:
        """The same as parameters, without the cursor."""
        named = {"q": self.q, "sort": self.order, **self.chosen}
        return {name: value for name, value in named.items() if value}


async def page(
    request: Request,
    ground: Ground,
    person: SignedIn,
    session: AsyncSession,
    listing: Listing,
    *,
    template: str = "team/list.html",
) -> HTMLResponse:
    """One page of the list."""
    asked = listing.asked(request)
    order = listing.orders[asked.order][1]
    found = await order.page(
        session,
        listing.query(person.principal.actor, asked),
        PageRequest(limit=_ROWS, cursor=asked.cursor),
    )
    return await show(
        request, ground, person, session, template,
        section=listing.section, listing=listing, asked=asked, found=found,
    )  # fmt: skip


def export(
    request: Request, ground: Ground, person: SignedIn, listing: Listing
) -> StreamingResponse:
    """All rows that are asked for, as CSV with a line of labels."""
    return StreamingResponse(
        _lines(ground, person, listing, listing.asked(request)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{listing.section}.csv"',
            "Cache-Control": "no-store",
        },
    )


async def _lines(
    ground: Ground, person: SignedIn, listing: Listing, asked: Asked
) -> AsyncIterator[bytes]:
    """Each page is read in a transaction of its own, so that none waits for the reader."""
    order, cursor = listing.orders[asked.order][1], None
    yield _csv([[column.label for column in listing.columns]])
    while True:
        async with ground.runtime.database.transaction(person.principal.tenant_id) as session:
            query = listing.query(person.principal.actor, asked)
            wanted = PageRequest(limit=_EXPORTED_AT_ONCE, cursor=cursor)
            found = await order.page(session, query, wanted)
        yield _csv([[column.value(row) for column in listing.columns] for row in found.items])
        cursor = found.next_cursor
        if cursor is None:
            return


def _csv(rows: Sequence[Sequence[Any]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text
