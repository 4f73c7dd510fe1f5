"""Macros: texts with variables and what is done with them."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.conversations import macros
from deskhand.domain.conversations.macros import MacroIn, MacroPreview, MacroRun, MacroView
from deskhand.domain.conversations.work_schemas import StaffConversation
from deskhand.domain.tables import Conversation
from deskhand.interfaces.channels import desk
from deskhand.interfaces.web.deps import GroundDep, StaffReader, StaffWriter, TenantSession

router = APIRouter(tags=["macros"])
_RUN = "/api/v1/conversations/{conversation_id}/macros/{macro_id}"


@router.get("/api/v1/macros", summary="List macros")
async def list_macros(caller: StaffReader, session: TenantSession) -> list[MacroView]:
    """The team's and the caller's own, by name."""
    return await macros.macros_of(session, caller.actor)


@router.post("/api/v1/macros", status_code=201, summary="Store a macro")
async def add_macro(body: MacroIn, caller: StaffWriter, session: TenantSession) -> MacroView:
    """The caller's own, or with `shared` the team's, which is for administrators."""
    return await macros.store_macro(session, caller.actor, body)


@router.put("/api/v1/macros/{macro_id}", summary="Change a macro")
async def change_macro(
    macro_id: UUID, body: MacroIn, caller: StaffWriter, session: TenantSession
) -> MacroView:
    """Another name, text and actions."""
    return await macros.store_macro(session, caller.actor, body, macro_id)


@router.delete("/api/v1/macros/{macro_id}", status_code=204, summary="Remove a macro")
async def remove_macro(macro_id: UUID, caller: StaffWriter, session: TenantSession) -> None:
    """One's own; administrators the team's as well."""
    await macros.remove_macro(session, caller.actor, macro_id)


@router.get(_RUN, summary="Preview a macro")
async def preview_macro(
    conversation_id: UUID, macro_id: UUID, caller: StaffReader, session: TenantSession
) -> MacroPreview:
    """The text as this customer would get it; nothing is done."""
    return await macros.preview(session, caller.actor, conversation_id, macro_id)


@router.post(_RUN, response_model=StaffConversation, summary="Run a macro")
async def run_macro(
    conversation_id: UUID,
    macro_id: UUID,
    caller: StaffWriter,
    ground: GroundDep,
    body: MacroRun | None = None,
) -> Conversation:
    """Send its text, or the one that was made of it, and do what it says, all or nothing."""
    return await desk.run_macro(ground, caller, conversation_id, macro_id, body or MacroRun())
