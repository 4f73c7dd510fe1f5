"""Knowledge: the documents that answers may cite, with their state; upload and delete."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy import Select, or_

from deskhand.domain.conversations.gaps import citations_of
from deskhand.domain.knowledge import documents
from deskhand.domain.knowledge.schemas import Ingesting
from deskhand.domain.tables import Document
from deskhand.infra.clock import now
from deskhand.infra.db.ordering import Order
from deskhand.interfaces.channels.uploads import take_document
from deskhand.interfaces.console.team import listing
from deskhand.interfaces.console.team.access import DeskSession, Person
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.listing import Choice, Column, Listing
from deskhand.interfaces.console.team.routing import page_router
from deskhand.interfaces.console.team.writing import LOOKED_BACK
from deskhand.interfaces.web.deps import GroundDep

router = page_router("/knowledge")


def _found(query: Select[tuple[Any]], written: str) -> Select[tuple[Any]]:
    named = (Document.title, Document.uri, Document.category)
    return query.where(or_(*(column.icontains(written, autoescape=True) for column in named)))


DOCUMENTS = Listing(
    section="knowledge",
    title="Knowledge",
    rows=lambda actor: documents.all_documents(),
    found=_found,
    hint="Title, address or category",
    columns=(
        Column("Title", lambda document: document.title, "link"),
        Column("Category", lambda document: document.category),
        Column("State", lambda document: document.status, "state"),
        Column("Passages", lambda document: document.chunk_count),
        Column("Changed", lambda document: document.updated_at, "moment"),
    ),
    orders={
        "changed": ("Last changed first", Order(Document.updated_at, Document.id)),
        "title": ("By title", Order(Document.title, Document.id, descending=False)),
    },
    choices=(
        Choice(
            "status",
            "State",
            ("pending", "ready", "failed"),
            lambda query, one: query.where(Document.status == one),
        ),
    ),
)


@router.get("", response_class=HTMLResponse)
async def documents_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession
) -> HTMLResponse:
    """The documents, and where new ones are dropped."""
    return await listing.page(
        request, ground, person, session, DOCUMENTS, template="team/knowledge/list.html"
    )


@router.get("/export.csv")
async def documents_csv(request: Request, ground: GroundDep, person: Person) -> Response:
    """The same list as CSV."""
    return listing.export(request, ground, person, DOCUMENTS)


@router.post("", status_code=202)
async def upload(request: Request, ground: GroundDep, person: Person) -> Ingesting:
    """A file; it is read in the background."""
    return await take_document(ground, person.principal, request)


@router.get("/{document_id}", response_class=HTMLResponse)
async def document_page(
    request: Request, ground: GroundDep, person: Person, session: DeskSession, document_id: UUID
) -> HTMLResponse:
    """One document: how far its reading is, and its passages."""
    job = await documents.newest_job(session, document_id)
    document = await documents.get_document(session, document_id)
    passages = await documents.passages_of(session, document_id)
    return await show(
        request, ground, person, session, "team/knowledge/document.html",
        section="knowledge", document=document, job=job, passages=passages,
        cited=await citations_of(session, document_id, now() - LOOKED_BACK), days=LOOKED_BACK.days,
    )  # fmt: skip


@router.post("/{document_id}/delete", status_code=204)
async def delete(document_id: UUID, person: Person, session: DeskSession) -> None:
    """Delete it with its passages; from this moment nothing cites it."""
    await documents.delete_document(session, person.principal.actor, document_id)
