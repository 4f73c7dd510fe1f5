"""Files of a tenant's own records: what they would change, and taking them."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from pydantic import TypeAdapter, ValidationError

from deskhand.domain.commerce.importing.running import ImportReport, Options, prepared, run
from deskhand.domain.commerce.kinds import kind_named, noun_of
from deskhand.infra.errors import InvalidInput
from deskhand.interfaces.web.deps import GroundDep, StaffWriter

router = APIRouter(prefix="/api/v1/imports", tags=["imports"])

_PAIRS = TypeAdapter(dict[str, str])


class ImportOptionsInvalid(InvalidInput):
    """`columns` and `constants` are JSON objects of texts."""


def _pairs(text: str) -> dict[str, str]:
    try:
        return _PAIRS.validate_json(text)
    except ValidationError as error:
        raise ImportOptionsInvalid from error


@router.post("/{kind}", summary="Import a file")
async def import_file(
    kind: str,
    caller: StaffWriter,
    ground: GroundDep,
    file: Annotated[UploadFile, File(description="CSV, XLSX or JSON lines.")],
    dry_run: Annotated[bool, Form(description="Only say what would change.")] = True,
    columns: Annotated[str, Form(description="JSON: field by column; `-` leaves it out.")] = "{}",
    constants: Annotated[str, Form(description="JSON: value by field, for all rows.")] = "{}",
    locale: Annotated[str | None, Form(description="How amounts and days are written.")] = None,
    encoding: Annotated[str | None, Form()] = None,
    delimiter: Annotated[str | None, Form()] = None,
) -> ImportReport:
    """Records of `kind`, which may be a noun of the pack. Without `dry_run=false` nothing stays."""
    options = Options(
        columns=_pairs(columns),
        constants=_pairs(constants),
        locale=locale,
        encoding=encoding,
        delimiter=delimiter,
    )
    inside = partial(ground.runtime.database.transaction, caller.tenant_id)
    async with inside() as session:
        nouns = (await ground.packs.of_tenant(session)).pack.nouns
    wanted = kind_named(kind, nouns)
    content = await file.read()
    most = ground.runtime.settings.imports.max_bytes
    # Reading a large file takes seconds, in which others want answers.
    found = await asyncio.to_thread(
        prepared, wanted, noun_of(wanted, nouns), content, file.filename or "", options, most
    )
    return await run(inside, caller.actor, found, dry_run=dry_run)
