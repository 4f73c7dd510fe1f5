"""Records of the nouns that a tenant's own pack speaks of."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.commerce.batches import take
from deskhand.domain.commerce.incoming import Batch, BatchResult, OwnRecord
from deskhand.domain.commerce.kinds import READ_FROM_RECORDS, Kind, KindUnknown, kind_of_noun
from deskhand.domain.commerce.planned import Mode
from deskhand.domain.commerce.records import visible_records
from deskhand.domain.commerce.schemas import RecordView
from deskhand.domain.commerce.writing import write_one
from deskhand.domain.tables import Record
from deskhand.infra.db.base import TenantRow
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.own_records import added, named, shown
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import (
    Ground,
    GroundDep,
    Paging,
    Reader,
    StaffWriter,
    TenantSession,
)

router = APIRouter(prefix="/api/v1/records/{noun}", tags=["records"])

NounName = Annotated[str, Path(max_length=60, description="A noun of the tenant's pack.")]


async def kind_of(ground: Ground, session: AsyncSession, noun: str) -> Kind:
    """The kind of the noun's records. Raises KindUnknown."""
    nouns = (await ground.packs.of_tenant(session)).pack.nouns
    shape = nouns.get(noun)
    if shape is None or shape.read != READ_FROM_RECORDS:
        raise KindUnknown
    return kind_of_noun(noun, shape)


@router.get("", response_model=Page[RecordView], summary="List records of a noun")
async def list_records(
    noun: NounName, caller: Reader, session: TenantSession, page: Paging, number: str | None = None
) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = visible_records(caller.actor, noun)
    if number is not None:
        query = query.where(Record.number == number)
    return await paginate(session, query, Record.id, page)


@router.post("", status_code=201, response_model=RecordView, summary="Add: a record of a noun")
async def add_record(
    noun: NounName, body: OwnRecord, caller: StaffWriter, session: TenantSession, ground: GroundDep
) -> TenantRow:
    """Add a record; 409 where there is one with this number."""
    kind = await kind_of(ground, session, noun)
    record: TenantRow = await added(session, caller.actor, kind, body)
    return record


@router.put(
    "/by-number/{own_id}", response_model=RecordView, summary="Add or change: a record of a noun"
)
async def put_record(
    noun: NounName,
    own_id: str,
    body: OwnRecord,
    caller: StaffWriter,
    session: TenantSession,
    ground: GroundDep,
    answer: Response,
) -> TenantRow:
    """What the body does not name stays as it is; a field that is null is emptied."""
    return await _write(ground, session, caller, noun, own_id, body, "upsert", answer)


@router.patch(
    "/by-number/{own_id}", response_model=RecordView, summary="Change: a record of a noun"
)
async def patch_record(
    noun: NounName,
    own_id: str,
    body: OwnRecord,
    caller: StaffWriter,
    session: TenantSession,
    ground: GroundDep,
    answer: Response,
) -> TenantRow:
    """What the body does not name stays as it is; a field that is null is emptied."""
    return await _write(ground, session, caller, noun, own_id, body, "change", answer)


@router.post("/batch", summary="Add or change many: records of a noun")
async def take_records(
    noun: NounName, body: Batch, caller: StaffWriter, session: TenantSession, ground: GroundDep
) -> BatchResult:
    """Up to 1,000 records; `rows` of the answer tells what became of each."""
    kind = await kind_of(ground, session, noun)
    return await take(
        session,
        caller.actor,
        kind,
        body.rows,
        all_or_nothing=body.all_or_nothing,
        dry_run=body.dry_run,
    )


async def _write(
    ground: Ground,
    session: AsyncSession,
    caller: Principal,
    noun: str,
    own_id: str,
    body: OwnRecord,
    mode: Mode,
    answer: Response,
) -> TenantRow:
    kind = await kind_of(ground, session, noun)
    planned = await write_one(session, caller.actor, kind, named(kind, own_id, body), mode)
    answer.status_code = 201 if planned.outcome == "created" else 200
    return await shown(session, kind, planned)
