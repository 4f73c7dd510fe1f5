"""The team's inbox: conversations by view, filters and search."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from deskhand.domain.conversations import inbox
from deskhand.domain.conversations.inbox_schemas import (
    InboxFilter,
    InboxRow,
    Searched,
    Tag,
    ViewCount,
    ViewName,
)
from deskhand.domain.conversations.schemas import Priority
from deskhand.infra.db.paging import Page
from deskhand.interfaces.web.deps import Paging, StaffReader, TenantSession

router = APIRouter(prefix="/api/v1/inbox", tags=["inbox"])


async def filters_of(
    q: Searched | None = None,
    tag: Tag | None = None,
    priority: Priority | None = None,
    assignee_id: UUID | None = None,
    customer_id: UUID | None = None,
    channel: Searched | None = None,
) -> InboxFilter:
    """What the query narrows the view by."""
    return InboxFilter(
        q=q,
        tag=tag,
        priority=priority,
        assignee_id=assignee_id,
        customer_id=customer_id,
        channel=channel,
    )


Filters = Annotated[InboxFilter, Depends(filters_of)]
View = Annotated[ViewName, Query(description="`mine`: those that the caller shall see to.")]


@router.get("", summary="The team's inbox")
async def list_inbox(
    caller: StaffReader,
    session: TenantSession,
    page: Paging,
    filters: Filters,
    view: View = "all",
) -> Page[InboxRow]:
    """Conversations of a view with customer, last message, tags and what is unread.

    `unassigned` and `waiting` show who waits longest first, `snoozed` what wakes first, the others
    the newest first. `q` finds words by their beginnings in messages, subjects, customers' names
    and addresses, among the newest thousand matches.
    """
    return await inbox.page_of_inbox(session, caller.actor, view, filters, page)


@router.get("/counts", summary="How much each view holds")
async def count_inbox(caller: StaffReader, session: TenantSession) -> list[ViewCount]:
    """Counted up to a thousand; `more` says that there may be more."""
    return await inbox.counts(session, caller.actor)
