"""Documents that answers may cite."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.knowledge import documents
from deskhand.domain.knowledge.finding import find, reader_of
from deskhand.domain.knowledge.schemas import (
    DocumentDetail,
    DocumentView,
    HitView,
    Ingesting,
    JobView,
    SearchRequest,
)
from deskhand.domain.tables import Document
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.channels.uploads import REQUEST_BODY, take_document
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import (
    Ground,
    GroundDep,
    Paging,
    StaffReader,
    StaffWriter,
    TenantSession,
)

router = APIRouter(prefix="/api/v1/documents", tags=["documents"])


async def find_passages(ground: Ground, caller: Principal, asked: SearchRequest) -> Page[HitView]:
    """The best passages; no transaction is open while a model works."""
    runtime = ground.runtime

    def open_session() -> AbstractAsyncContextManager[AsyncSession]:
        return runtime.database.transaction(caller.tenant_id)

    embedder = await reader_of(open_session, runtime.embedders, asked.language)
    hits = await find(open_session, embedder, asked.query, limit=asked.limit)
    items = [HitView.model_validate(hit) for hit in hits]
    return Page[HitView](items=items, next_cursor=None)


@router.post("/ingest", status_code=202, summary="Ingest a document", openapi_extra=REQUEST_BODY)
async def ingest(request: Request, caller: StaffWriter, ground: GroundDep) -> Ingesting:
    """Text as JSON, or a file in a form; read in the background.

    Markdown, HTML, plain text, PDF, DOCX, and CSV, XLSX or JSON of questions with their answers.
    """
    return await take_document(ground, caller, request)


@router.get("", response_model=Page[DocumentView], summary="List documents")
async def list_documents(
    caller: StaffReader,
    session: TenantSession,
    page: Paging,
    status: Literal["pending", "ready", "failed"] | None = None,
) -> Page[Any]:
    """The tenant's documents, the newest first."""
    query = documents.all_documents()
    if status is not None:
        query = query.where(Document.status == status)
    return await paginate(session, query, Document.id, page)


@router.post("/search", summary="Search passages")
async def search_documents(
    body: SearchRequest, caller: StaffReader, ground: GroundDep
) -> Page[HitView]:
    """The passages that most likely answer, best first; `score` is that likelihood."""
    return await find_passages(ground, caller, body)


@router.get("/{document_id}", summary="One document")
async def get_document(
    document_id: UUID, caller: StaffReader, session: TenantSession
) -> DocumentDetail:
    """The document with its newest ingest job."""
    # The job first: whoever sees it completed must see the document that it completed.
    job = await documents.newest_job(session, document_id)
    document = await documents.get_document(session, document_id)
    return DocumentDetail(
        **DocumentView.model_validate(document).model_dump(),
        job=JobView.model_validate(job) if job is not None else None,
    )


@router.delete("/{document_id}", status_code=204, summary="Delete a document")
async def delete_document(document_id: UUID, caller: StaffWriter, session: TenantSession) -> None:
    """Delete it with its passages; from this moment nothing cites it."""
    await documents.delete_document(session, caller.actor, document_id)
