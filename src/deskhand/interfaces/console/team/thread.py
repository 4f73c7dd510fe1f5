"""An open conversation: what was said and done in it, by whom, and whom it is with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import true
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.users import names_of
from deskhand.domain.actions.proposals import settled_in
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import get_customer
from deskhand.domain.commerce.invoices import invoices_of
from deskhand.domain.commerce.orders import orders_of
from deskhand.domain.commerce.records import records_of
from deskhand.domain.commerce.subscriptions import subscriptions_of
from deskhand.domain.conversations import attachments, history, notes, tags
from deskhand.domain.conversations.attachments import AttachmentView
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.work_schemas import NoteView
from deskhand.domain.tables import AuditEntry, Conversation, Customer, Proposal, Record, Ticket
from deskhand.domain.tickets.tickets import visible_tickets
from deskhand.packs.loader import Pack

_SHOWN = 200
"""Messages of a thread that are shown at once; the conversation's export holds all."""
_EARLIER = 20
_ANY_NOUN = "find_records"
"""The tool by which a pack reads nouns that have no table of their own."""
_SHOWN_OTHERWISE = frozenset({"note.added", "conversation.opened", "conversation.attached"})


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened between two messages."""

    id: UUID
    created_at: datetime
    action: str
    who: str | None
    """The name of the person who did it; None for the assistant and the customer."""
    whom: str | None
    """The name of the person who got the conversation."""
    detail: dict[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """The customer of a conversation with everything that is known of them."""

    customer: Customer
    orders: Sequence[Any]
    subscriptions: Sequence[Any]
    invoices: Sequence[Any]
    records: Mapping[str, Sequence[Record]]
    """Those of the nouns that have no table of their own, by noun."""
    acts: Mapping[str, str]
    """Nouns with actions, by the tool that reads them."""
    earlier: Sequence[Conversation]


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation as the console shows it."""

    conversation: Conversation
    items: Sequence[MessageView | NoteView | AttachmentView | Event]
    owner_name: str | None
    tags: Sequence[str]
    tickets: Sequence[Ticket]
    about: About | None


async def thread_of(
    session: AsyncSession, actor: Actor, pack: Pack, conversation_id: UUID
) -> Thread:
    """The conversation and all around it; raises ConversationNotFound."""
    conversation = await history.get_conversation(session, actor, conversation_id)
    messages = await history.newest_messages(session, conversation_id, _SHOWN)
    entries = await audit.entries_of(session, f"conversation:{conversation_id}")
    acted = await settled_in(session, conversation_id)
    answerers = {UUID(by["id"]) for one in acted if (by := one.answered_by) and by.get("id")}
    names = await names_of(session, _people(entries, conversation) | answerers)
    tickets = await session.scalars(
        visible_tickets(actor)
        .where(Ticket.conversation_id == conversation_id)
        .order_by(Ticket.number.desc())
        .limit(20)
    )
    events = [_event(entry, names) for entry in entries if entry.action not in _SHOWN_OTHERWISE]
    events += [_acted(one, names) for one in acted]
    if messages:
        # Of a long conversation the newest part is shown, and what happened in that part.
        events = [event for event in events if event.created_at >= messages[0].created_at]
    told = await notes.notes_of(session, actor, conversation_id)
    files = await attachments.attachments_of(session, actor, conversation_id)
    items: list[MessageView | NoteView | AttachmentView | Event] = [*messages, *told, *events]
    items += [AttachmentView.model_validate(one) for one in files]
    return Thread(
        conversation=conversation,
        items=sorted(items, key=lambda item: item.created_at),
        owner_name=names.get(conversation.owner_user_id) if conversation.owner_user_id else None,
        tags=await tags.tags_of(session, conversation_id),
        tickets=tickets.all(),
        about=(
            await about(session, actor, pack, conversation.customer_id, but=conversation.id)
            if conversation.customer_id is not None
            else None
        ),
    )


def _people(entries: Sequence[AuditEntry], conversation: Conversation) -> set[UUID]:
    found = {UUID(entry.actor["id"]) for entry in entries if entry.actor.get("id")}
    found |= {UUID(entry.detail["user_id"]) for entry in entries if entry.detail.get("user_id")}
    return found | ({conversation.owner_user_id} if conversation.owner_user_id else set())


def _event(entry: AuditEntry, names: dict[UUID, str]) -> Event:
    by, to = entry.actor.get("id"), entry.detail.get("user_id")
    return Event(
        id=entry.id,
        created_at=entry.created_at,
        action=entry.action,
        who=names.get(UUID(by)) if by else None,
        whom=names.get(UUID(to)) if to else None,
        detail=entry.detail,
    )


def _acted(proposal: Proposal, names: dict[UUID, str]) -> Event:
    by = (proposal.answered_by or {}).get("id")
    return Event(
        id=proposal.id,
        created_at=proposal.answered_at or proposal.created_at,
        action=f"action.{proposal.state}",
        who=names.get(UUID(by)) if by else None,
        whom=None,
        detail={"action": proposal.action, "number": proposal.number},
    )


def acts_of(pack: Pack) -> dict[str, str]:
    """The nouns with actions, by the tool that reads their records."""
    return {pack.nouns[one.noun].read: one.noun for one in pack.actions.values()}


async def about(
    session: AsyncSession,
    actor: Actor,
    pack: Pack,
    customer_id: UUID,
    *,
    but: UUID | None = None,
) -> About:
    """The customer with records and conversations, `but` one; raises CustomerNotFound."""
    earlier = await session.scalars(
        history.visible_conversations(actor)
        .where(Conversation.customer_id == customer_id, Conversation.last_seq > 0)
        .where(Conversation.id != but if but is not None else true())
        .order_by(Conversation.updated_at.desc())
        .limit(_EARLIER)
    )
    others = [name for name, noun in pack.nouns.items() if noun.read == _ANY_NOUN]
    return About(
        customer=await get_customer(session, actor, customer_id),
        orders=await orders_of(session, actor, customer_id),
        subscriptions=await subscriptions_of(session, actor, customer_id),
        invoices=await invoices_of(session, actor, customer_id),
        records={
            name: found
            for name in others
            if (found := await records_of(session, actor, name, customer_id, _EARLIER))
        },
        acts=acts_of(pack),
        earlier=earlier.all(),
    )
