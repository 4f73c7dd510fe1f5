"""The tenant's pack, version by version."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.packs import versions
from deskhand.domain.packs.comparing import diff
from deskhand.domain.packs.schemas import (
    NewPack,
    PackDiff,
    PackInService,
    PackVersionDetail,
    PackVersionView,
)
from deskhand.domain.tables import PackVersion
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import AdminCaller, Paging, TenantSession
from deskhand.packs.loader import built_in_files

router = APIRouter(prefix="/api/v1/packs", tags=["packs"])

_LARGEST = 2**31 - 1
Number = Annotated[int, Path(ge=1, le=_LARGEST, description="The version's number.")]


@router.get("", response_model=Page[PackVersionView], summary="List versions of the pack")
async def list_packs(caller: AdminCaller, session: TenantSession, page: Paging) -> Page[Any]:
    """The versions of the tenant's own pack, the newest first, without their files."""
    return await paginate(session, versions.versions(), PackVersion.id, page)


@router.post("", status_code=201, response_model=PackVersionView, summary="Draft a version")
async def draft_pack(body: NewPack, caller: AdminCaller, session: TenantSession) -> PackVersion:
    """Keep these files as a new version. Nothing answers with it before it is published."""
    return await versions.draft(session, caller.actor, body.files, body.note)


@router.post("/rollback", summary="Roll the pack back")
async def roll_back_pack(caller: AdminCaller, session: TenantSession) -> PackInService:
    """Withdraw what is published; what answered before it does so again."""
    before = await versions.roll_back(session, caller.actor)
    return PackInService(
        published=PackVersionView.model_validate(before) if before is not None else None,
        built_in=(await own_tenant(session)).pack,
    )


@router.get("/{number}", summary="One version with its files")
async def get_pack(
    number: Number, caller: AdminCaller, session: TenantSession
) -> PackVersionDetail:
    """The version and all its files."""
    files = await versions.files_of(session, number)
    version = await versions.get_version(session, number)
    view = PackVersionView.model_validate(version)
    return PackVersionDetail(**view.model_dump(), files=files)


@router.post("/{number}/check", response_model=PackVersionView, summary="Check a version")
async def check_pack(number: Number, caller: AdminCaller, session: TenantSession) -> PackVersion:
    """Find every fault. A version without one counts as checked; `faults` names them all."""
    return await versions.check(session, caller.actor, number)


@router.post("/{number}/publish", response_model=PackVersionView, summary="Publish a version")
async def publish_pack(number: Number, caller: AdminCaller, session: TenantSession) -> PackVersion:
    """Let it answer customers from their next message on. One with faults is not published."""
    return await versions.publish(session, caller.actor, number)


@router.get("/{number}/diff", summary="Compare a version")
async def compare_pack(
    number: Number,
    caller: AdminCaller,
    session: TenantSession,
    other: Annotated[
        int | None,
        Query(alias="with", ge=1, le=_LARGEST, description="Default: what answers now."),
    ] = None,
) -> PackDiff:
    """How it differs, file by file, from another version, or from what answers now."""
    after = await versions.files_of(session, number)
    name, before = await _compared_with(session, other)
    changes = await asyncio.to_thread(diff, before, after)
    return PackDiff(before=name, after=str(number), files=changes)


async def _compared_with(session: AsyncSession, number: int | None) -> tuple[str, dict[str, str]]:
    if number is None:
        published = await versions.published_version(session)
        number = published.number if published is not None else None
    if number is not None:
        return str(number), await versions.files_of(session, number)
    name = (await own_tenant(session)).pack
    return name, await asyncio.to_thread(built_in_files, name)
