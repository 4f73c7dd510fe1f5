"""Teach: what the pack in force says, its procedures as pictures, and drafts of other words."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Form, Path, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.accounts.tenants import own_tenant
from deskhand.domain.packs import versions
from deskhand.domain.packs.comparing import diff
from deskhand.domain.packs.versions import PackVersionNotFound
from deskhand.domain.tables import PackVersion
from deskhand.infra.db.paging import PageRequest, paginate
from deskhand.infra.errors import NotFound
from deskhand.infra.shapes import Given
from deskhand.interfaces.console.flow import picture_of
from deskhand.interfaces.console.team.access import Administrator, DeskSession
from deskhand.interfaces.console.team.frame import show
from deskhand.interfaces.console.team.routing import CONSOLE, page_router
from deskhand.interfaces.web.deps import GroundDep
from deskhand.packs.loader import PackInvalid, built_in_files

router = page_router("/teach")

_SHOWN = PageRequest(limit=50)
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]


class ProcedureNotFound(NotFound):
    """The pack has no procedure of this name."""


class FileWritten(Given):
    """One file of the pack with other words, on the ground of a version or of what answers now."""

    path: Annotated[str, Field(min_length=1, max_length=200)]
    text: Annotated[str, Field(max_length=2_000_000)]
    note: Annotated[str, Field(max_length=200)] = ""
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class Next(BaseModel):
    """Where the page goes on."""

    next: str


@router.get("", response_class=HTMLResponse)
async def teach_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """The pack in force, its parts, and its versions."""
    used = await ground.packs.of_tenant(session)
    found = await paginate(session, versions.versions(), PackVersion.id, _SHOWN)
    return await show(
        request, ground, person, session, "team/teach/overview.html",
        section="teach", pack=used.pack, version=used.version, versions=found.items,
        built_in=(await own_tenant(session)).pack,
    )  # fmt: skip


@router.get("/intents", response_class=HTMLResponse)
async def intents_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """What customers may want, where it leads, and how they say it in each language."""
    pack = (await ground.packs.of_tenant(session)).pack
    return await show(
        request, ground, person, session, "team/teach/intents.html", section="teach", pack=pack
    )


@router.get("/policies", response_class=HTMLResponse)
async def policies_page(
    request: Request, ground: GroundDep, person: Administrator, session: DeskSession
) -> HTMLResponse:
    """Actions, the rules that they pass, and the thresholds."""
    pack = (await ground.packs.of_tenant(session)).pack
    return await show(
        request, ground, person, session, "team/teach/policies.html", section="teach", pack=pack
    )


@router.get("/procedures/{name}", response_class=HTMLResponse)
async def procedure_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    name: str,
) -> HTMLResponse:
    """One procedure as a picture, and as its file."""
    pack = (await ground.packs.of_tenant(session)).pack
    procedure = pack.procedures.get(name)
    if procedure is None:
        raise ProcedureNotFound
    path = f"procedures/{name}.yaml"
    return await show(
        request, ground, person, session, "team/teach/procedure.html",
        section="teach", name=name, picture=picture_of(procedure), path=path,
        text=pack.files.get(path, ""), known=path in pack.files,
        leads=[one for one, intent in pack.intents.items() if intent.procedure == name],
    )  # fmt: skip


@router.get("/files", response_class=HTMLResponse)
async def files_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    path: Annotated[str, Query(max_length=200)] = "pack.yaml",
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
) -> HTMLResponse:
    """A file of the pack to be written anew; what is saved is a draft."""
    files = await _files(session, version)
    return await show(
        request, ground, person, session, "team/teach/files.html",
        section="teach", paths=sorted(files), path=path, text=files.get(path, ""), version=version,
    )  # fmt: skip


@router.post("/files")
async def save_file(
    given: Annotated[FileWritten, Form()], person: Administrator, session: DeskSession
) -> Next:
    """A draft with this file in place of the one before, checked at once."""
    files = await _files(session, given.version)
    files[given.path] = given.text.replace("\r\n", "\n")
    note = given.note or given.path
    made = await versions.draft(session, person.principal.actor, files, note)
    return Next(next=f"{CONSOLE}/teach/versions/{made.number}")


@router.get("/versions/{number}", response_class=HTMLResponse)
async def version_page(
    request: Request,
    ground: GroundDep,
    person: Administrator,
    session: DeskSession,
    number: Number,
) -> HTMLResponse:
    """One version: its faults, and how it differs from what answers customers now."""
    version = await versions.get_version(session, number)
    before = await _files(session, None)
    changes = await asyncio.to_thread(diff, before, await versions.files_of(session, number))
    return await show(
        request, ground, person, session, "team/teach/version.html",
        section="teach", version=version, changes=changes,
        faults=await _faults(ground, session, number),
    )  # fmt: skip


@router.post("/versions/{number}/check", status_code=204)
async def check_version(number: Number, person: Administrator, session: DeskSession) -> None:
    """Find it good; one with faults is refused with all of them."""
    await versions.check(session, person.principal.actor, number)


@router.post("/versions/{number}/publish", status_code=204)
async def publish_version(number: Number, person: Administrator, session: DeskSession) -> None:
    """Let it answer customers from their next message on."""
    await versions.publish(session, person.principal.actor, number)


@router.post("/rollback", status_code=204)
async def roll_back(person: Administrator, session: DeskSession) -> None:
    """Withdraw what is published; what answered before it does so again."""
    await versions.roll_back(session, person.principal.actor)


async def _faults(ground: Any, session: AsyncSession, number: int) -> tuple[str, ...]:
    try:
        await ground.packs.version(session, number)
    except PackInvalid as invalid:
        return invalid.faults
    return ()


async def _files(session: AsyncSession, number: int | None) -> dict[str, str]:
    """The files of a version, or of what answers now; raises PackVersionNotFound."""
    if number is None:
        published = await versions.published_version(session)
        number = published.number if published is not None else None
    if number is not None:
        return await versions.files_of(session, number)
    name = (await own_tenant(session)).pack
    if name is None:
        raise PackVersionNotFound
    return await asyncio.to_thread(built_in_files, name)
