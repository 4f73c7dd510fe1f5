"""Keys for programs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from deskhand.domain.accounts import api_keys
from deskhand.domain.accounts.schemas import ApiKeyCreated, ApiKeyView, NewApiKey
from deskhand.domain.tables import ApiKey
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.web.deps import AdminCaller, Paging, TenantSession

router = APIRouter(prefix="/api/v1/api-keys", tags=["api keys"])


@router.get("", response_model=Page[ApiKeyView], summary="List API keys")
async def list_api_keys(caller: AdminCaller, session: TenantSession, page: Paging) -> Page[Any]:
    """The tenant's keys, the newest first, the revoked ones too."""
    return await paginate(session, api_keys.all_api_keys(), ApiKey.id, page)


@router.post("", status_code=201, summary="Make an API key")
async def create_api_key(
    body: NewApiKey, caller: AdminCaller, session: TenantSession
) -> ApiKeyCreated:
    """A new key; its secret is shown this once and not kept."""
    key, secret = await api_keys.create_api_key(session, caller.actor, body)
    return ApiKeyCreated(**ApiKeyView.model_validate(key).model_dump(), key=secret)


@router.delete("/{key_id}", status_code=204, summary="Revoke an API key")
async def revoke_api_key(key_id: UUID, caller: AdminCaller, session: TenantSession) -> None:
    """End the key at once."""
    await api_keys.revoke_api_key(session, caller.actor, key_id)
