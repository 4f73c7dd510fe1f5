"""Intents that the tenant teaches by examples: taught, trained, tried, switched, rolled back."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, File, Form, Path, Query, UploadFile
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.intents import examples, intents, trying, versions
from deskhand.domain.intents.schemas import (
    ExampleChange,
    ExampleView,
    InService,
    IntentChange,
    IntentView,
    NewExamples,
    NewIntent,
    NewTraining,
    Taken,
    Trial,
    Tried,
    VersionView,
)
from deskhand.domain.tables import IntentExample, IntentVersion
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import (
    AdminCaller,
    Ground,
    GroundDep,
    Paging,
    StaffReader,
    TenantSession,
)
from deskhand.packs.loader import Pack

router = APIRouter(prefix="/api/v1/intents", tags=["intents"])

Name = Annotated[str, Path(max_length=80, description="The intent's name.")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The version's number.")]


async def _pack(ground: Ground, session: AsyncSession) -> Pack:
    return (await ground.packs.of_tenant(session)).pack


@router.get("", summary="List intents")
async def list_intents(
    caller: StaffReader, session: TenantSession, ground: GroundDep
) -> list[IntentView]:
    """The pack's and the tenant's own, by name, with how many examples teach each."""
    return await intents.intents_of(session, await _pack(ground, session))


@router.post("", status_code=201, summary="Add an intent")
async def add_intent(
    body: NewIntent, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> IntentView:
    """One that the pack does not have, perhaps with its first examples."""
    pack = await _pack(ground, session)
    change = IntentChange.model_validate(body.model_dump(include=set(IntentChange.model_fields)))
    await intents.add_intent(session, caller.actor, pack, body.name, change)
    if body.examples:
        await examples.give(session, caller.actor, pack, body.name, body.examples, body.language)
    return await intents.intent_named(session, pack, body.name)


@router.get("/examples", response_model=Page[ExampleView], summary="List examples")
async def list_examples(
    caller: StaffReader,
    session: TenantSession,
    page: Paging,
    intent: Annotated[str | None, Query(max_length=80, description="Of this intent only.")] = None,
) -> Page[Any]:
    """What the tenant gave, the newest first; the pack's own examples stand in the pack."""
    return await paginate(session, examples.examples_of(intent), IntentExample.id, page)


@router.patch("/examples/{example_id}", response_model=ExampleView, summary="Change an example")
async def change_example(
    example_id: UUID,
    body: ExampleChange,
    caller: AdminCaller,
    session: TenantSession,
    ground: GroundDep,
) -> IntentExample:
    """Another text, or another intent."""
    pack = await _pack(ground, session)
    return await examples.change_example(session, caller.actor, pack, example_id, body)


@router.delete("/examples/{example_id}", status_code=204, summary="Remove an example")
async def remove_example(example_id: UUID, caller: AdminCaller, session: TenantSession) -> None:
    """It is unlearned with the next training."""
    await examples.remove_example(session, caller.actor, example_id)


@router.post("/import", summary="Import examples")
async def import_examples(
    caller: AdminCaller,
    session: TenantSession,
    ground: GroundDep,
    file: Annotated[UploadFile, File(description="JSON lines, CSV or XLSX: `text`, `intent`.")],
    language: Annotated[
        str | None, Form(pattern="^[a-z]{2}$", description="Where no column says it.")
    ] = None,
    outside: Annotated[
        str | None, Form(max_length=80, description="The label of what belongs to nothing.")
    ] = None,
) -> Taken:
    """Examples with their intents; intents that are new are added, and lead to the documents."""
    return await examples.import_examples(
        session,
        caller.actor,
        await _pack(ground, session),
        await file.read(),
        file.filename or "",
        language=language,
        outside=outside,
    )


@router.post("/train", status_code=202, response_model=VersionView, summary="Train")
async def train(
    caller: AdminCaller, ground: GroundDep, body: NewTraining | None = None
) -> IntentVersion:
    """Learn all that is taught, in the background; `versions/{number}` tells how far it is."""
    runtime = ground.runtime
    async with runtime.database.transaction(caller.tenant_id) as session:
        pack = await _pack(ground, session)
        version = await versions.queue_training(
            session, caller.actor, pack, runtime.embedder.name, body or NewTraining()
        )
    await runtime.wakeup.ring("training", version.id)
    return version


@router.post("/try", summary="Try a text")
async def try_text(body: Trial, caller: StaffReader, ground: GroundDep) -> Tried:
    """What the version in service, or another, takes a customer's words for."""
    return await tried(ground, caller, body)


async def tried(ground: Ground, caller: Principal, body: Trial) -> Tried:
    """The scores of a text; no transaction is open while the model reads."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        number, language, classifier = await trying.classifier_of(
            session, ground.taught, await _pack(ground, session), body.number, body.language
        )
    vector = await ground.runtime.embedder.embed_query(body.text)
    return trying.told(number, language, classifier.predict(body.text, vector))


@router.get("/versions", response_model=Page[VersionView], summary="List trainings")
async def list_versions(caller: StaffReader, session: TenantSession, page: Paging) -> Page[Any]:
    """The newest first, with how well each does on examples that were held out."""
    return await paginate(session, versions.versions(), IntentVersion.id, page)


@router.get("/versions/{number}", response_model=VersionView, summary="One training")
async def get_version(number: Number, caller: StaffReader, session: TenantSession) -> IntentVersion:
    """How far it is, or how well it does."""
    return await versions.get_version(session, number)


@router.post("/versions/{number}/switch", response_model=VersionView, summary="Switch to a version")
async def switch(number: Number, caller: AdminCaller, session: TenantSession) -> IntentVersion:
    """Let it read customers' messages from the next one on."""
    return await versions.switch(session, caller.actor, number)


@router.post("/rollback", summary="Roll back what was taught")
async def roll_back(caller: AdminCaller, session: TenantSession) -> InService:
    """Withdraw the version in service; the one before reads again, or the pack's examples alone."""
    before = await versions.roll_back(session, caller.actor)
    return InService(version=VersionView.model_validate(before) if before is not None else None)


@router.get("/{name}", summary="One intent")
async def get_intent(
    name: Name, caller: StaffReader, session: TenantSession, ground: GroundDep
) -> IntentView:
    """Where it leads, and how many examples teach it."""
    return await intents.intent_named(session, await _pack(ground, session), name)


@router.put("/{name}", summary="Change an intent")
async def change_intent(
    name: Name, body: IntentChange, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> IntentView:
    """Where an own intent leads, from its next training on."""
    pack = await _pack(ground, session)
    await intents.change_intent(session, caller.actor, pack, name, body)
    return await intents.intent_named(session, pack, name)


@router.delete("/{name}", status_code=204, summary="Remove an intent")
async def remove_intent(
    name: Name, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> None:
    """An own one, with its examples; it is unlearned with the next training."""
    await intents.remove_intent(session, caller.actor, await _pack(ground, session), name)


@router.post("/{name}/examples", summary="Give examples")
async def give_examples(
    name: Name, body: NewExamples, caller: AdminCaller, session: TenantSession, ground: GroundDep
) -> Taken:
    """What customers may write for it; also for an intent of the pack, beside the pack's own."""
    pack = await _pack(ground, session)
    return await examples.give(session, caller.actor, pack, name, body.texts, body.language)
