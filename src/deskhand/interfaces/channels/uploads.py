"""Documents as they are uploaded: a JSON body, or a file in a form."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from deskhand.domain.knowledge.documents import Submission, submit
from deskhand.domain.knowledge.readers.registry import check_readable
from deskhand.domain.knowledge.schemas import DocumentView, Ingesting, JobView, NewDocument
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

REQUEST_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": "#/components/schemas/NewDocument"},
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "title": {"type": "string", "maxLength": 300},
                        "category": {"type": "string", "maxLength": 300},
                        "uri": {"type": "string", "maxLength": 300},
                    },
                },
            },
        },
    }
}
"""What the OpenAPI document says of the body, which FastAPI does not parse itself."""


_LABELS = ("title", "category", "uri")


async def submission_of(request: Request) -> Submission:
    """The document in the request's body.

    Raises RequestValidationError, DocumentTypeUnknown, DocumentUnreadable; the format and the
    encoding are checked here, before anything is stored.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        new, content, media_type = await _from_form(request)
    else:
        new, media_type = _validated(await request.body()), None
        content = new.content.encode("utf-8", "replace")
    reader = check_readable(content, new.filename, media_type)
    return Submission(
        uri=new.uri or new.filename,
        title=new.title,
        category=new.category,
        media_type=reader.media_types[0],
        content=content,
    )


def _validated(body: bytes) -> NewDocument:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400) from error
    try:
        return NewDocument.model_validate_json(body)
    except ValidationError as error:
        raise _refusal(error) from error


async def _from_form(request: Request) -> tuple[NewDocument, bytes, str | None]:
    async with request.form(max_files=1, max_fields=10) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            missing = {"type": "missing", "loc": ("body", "file"), "msg": "Field required"}
            raise RequestValidationError([missing])
        content = await file.read()
        labels = {name: form.get(name) or None for name in _LABELS}
        unknown = sorted(set(form) - {"file", *_LABELS})
        if unknown:
            raise RequestValidationError(
                [
                    {"type": "extra_forbidden", "loc": ("body", name), "msg": "No such field"}
                    for name in unknown
                ]
            )
        try:
            # The content of a file is bytes: it is checked by its reader, not by the schema.
            new = NewDocument.model_validate(
                {**labels, "filename": file.filename or "document.md", "content": "file"}
            )
        except ValidationError as error:
            raise _refusal(error) from error
        return new, content, file.content_type


def _refusal(error: ValidationError) -> RequestValidationError:
    found = error.errors(include_url=False)
    if any(item["type"] == "json_invalid" for item in found):
        return RequestValidationError([{**item, "loc": ("body",)} for item in found])
    return RequestValidationError([{**item, "loc": ("body", *item["loc"])} for item in found])


async def take_document(ground: Ground, caller: Principal, request: Request) -> Ingesting:
    """Store the document and its job in one transaction, then wake a worker."""
    return await store_document(ground, caller, await submission_of(request))


async def store_document(ground: Ground, caller: Principal, submission: Submission) -> Ingesting:
    """The same for a document that was read already; raises DocumentTooLarge."""
    runtime = ground.runtime
    async with runtime.database.transaction(caller.tenant_id) as session:
        document, job = await submit(
            session,
            caller.actor,
            submission,
            max_bytes=runtime.settings.knowledge.max_document_bytes,
        )
        if job is not None:
            await session.refresh(job)
    if job is not None:
        await runtime.wakeup.ring("ingest", job.id)
    return Ingesting(
        document=DocumentView.model_validate(document),
        job=JobView.model_validate(job) if job is not None else None,
        unchanged=job is None,
    )
