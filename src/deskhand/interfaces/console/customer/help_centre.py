"""The help centre: the tenant's documents for everybody, with search."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from itertools import groupby
from typing import Annotated, Final
from uuid import UUID

from fastapi import Query, Request
from fastapi.responses import Response
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge.documents import all_documents, get_document, passages_of
from deskhand.domain.knowledge.finding import find, reader_of
from deskhand.domain.knowledge.schemas import Hit
from deskhand.domain.tables import Document
from deskhand.interfaces.console.customer.access import AnyVisitor
from deskhand.interfaces.console.customer.frame import show, words_for
from deskhand.interfaces.console.customer.routing import HELP, customer_router
from deskhand.interfaces.web.deps import GroundDep

router = customer_router(HELP)

_MOST: Final = 300
_FOUND: Final = 8
_SEARCHES: Final = "60/minute"


@router.get("")
async def help_page(
    request: Request,
    ground: GroundDep,
    visitor: AnyVisitor,
    q: Annotated[str, Query(max_length=500)] = "",
) -> Response:
    """The documents by subject; with `q` the passages that answer best."""
    asked = q.replace("\x00", "").strip()
    database = ground.runtime.database
    async with database.transaction(visitor.tenant_id) as session:
        words = await words_for(request, ground, session)
        order = (Document.category, Document.title, Document.id)
        query = all_documents().where(Document.chunk_count > 0).order_by(*order).limit(_MOST)
        documents = (await session.scalars(query)).all()
    hits: list[Hit] = []
    if asked:
        place = request.client.host if request.client else "unknown"
        await ground.limits.check(_SEARCHES, "help", place)

        def tenant() -> AbstractAsyncContextManager[AsyncSession]:
            return database.transaction(visitor.tenant_id)

        # No transaction is open while a model reads the question.
        reader = await reader_of(tenant, ground.runtime.embedders, words.language)
        hits = await find(tenant, reader, asked, limit=_FOUND)
    groups = [(name, list(of)) for name, of in groupby(documents, lambda one: one.category)]
    async with database.transaction(visitor.tenant_id) as session:
        return await show(
            request, ground, visitor, session, "help.html", words=words, section="help",
            asked=asked, hits=hits, groups=groups,
        )  # fmt: skip


@router.get("/{document_id}")
async def document_page(
    request: Request, ground: GroundDep, visitor: AnyVisitor, document_id: UUID
) -> Response:
    """One document, passage by passage."""
    async with ground.runtime.database.transaction(visitor.tenant_id) as session:
        document = await get_document(session, document_id)
        passages = await passages_of(session, document_id)
        return await show(
            request, ground, visitor, session, "document.html", section="help",
            document=document, passages=passages,
        )  # fmt: skip
