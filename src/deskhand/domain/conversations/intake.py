"""Accepting a customer's message: stored with its turn, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import (
    ConversationNotFound,
    ConversationOfAnotherCustomer,
)
from deskhand.domain.tables import Conversation, IdempotencyKey, Message, Turn
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput
from deskhand.infra.ids import new_id


class MessageTooLong(InvalidInput):
    """The message is too long."""


class IdempotencyKeyReused(InvalidInput):
    """This Idempotency-Key came before with another body."""


class IdempotencyKeyInvalid(InvalidInput):
    """An Idempotency-Key has 1 to 200 visible ASCII characters."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message at the door. Without a conversation, `channel` and `external_ref` name one.

    `customer_id` is whom the message comes from, when the door knows it.
    """

    text: str
    actor: Actor
    correlation_id: str
    channel: str = "api"
    conversation_id: UUID | None = None
    external_ref: str | None = None
    customer_id: UUID | None = None
    route: str = ""
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What was stored. `repeated`: the same request came before, and nothing new was stored.

    `due` tells whether a worker should be woken.
    """

    turn_id: UUID
    message_id: UUID
    conversation_id: UUID
    seq: int
    created_at: datetime
    due: bool = True
    repeated: bool = False


async def accept(session: AsyncSession, incoming: Incoming, *, max_chars: int) -> Accepted:
    """Store message, turn, idempotency row and audit row; the caller commits, then answers 202.

    Raises MessageTooLong, ConversationNotFound, ConversationOfAnotherCustomer,
    IdempotencyKeyReused, IdempotencyKeyInvalid.
    """
    if len(incoming.text) > max_chars:
        raise MessageTooLong(f"A message has at most {max_chars} characters.", max_chars=max_chars)
    digest = _body_digest(incoming)
    if incoming.idempotency_key is not None:
        earlier = await _accepted_before(session, incoming, digest)
        if earlier is not None:
            return earlier
    conversation = await _conversation(session, incoming)
    seq = conversation.last_seq + 1
    turn_id, silent = await _turn(session, conversation, incoming, seq)
    message_id, moment = new_id(), now()
    await session.execute(
        insert(Message).values(
            tenant_id=conversation.tenant_id,
            id=message_id,
            created_at=moment,
            conversation_id=conversation.id,
            seq=seq,
            role="customer",
            text=incoming.text,
            turn_id=turn_id,
        )
    )
    await session.execute(
        update(Conversation)
        .where(Conversation.id == conversation.id)
        .values(last_seq=seq, updated_at=moment, status="open", closed_at=None)
        .execution_options(synchronize_session=False)
    )
    if incoming.idempotency_key is not None:
        await session.execute(
            insert(IdempotencyKey).values(
                tenant_id=conversation.tenant_id,
                id=new_id(),
                created_at=moment,
                principal=_principal(incoming.actor),
                route=incoming.route,
                key=incoming.idempotency_key,
                body_digest=digest,
                turn_id=turn_id,
                message_id=message_id,
            )
        )
    await audit.append(
        session, incoming.actor, "message.accepted", f"turn:{turn_id}", channel=incoming.channel
    )
    return Accepted(turn_id, message_id, conversation.id, seq, moment, due=not silent)


def _principal(actor: Actor) -> str:
    return f"{actor.kind}:{actor.id}"


def _body_digest(incoming: Incoming) -> str:
    content = "\x1f".join(
        str(part)
        for part in (
            incoming.text,
            incoming.conversation_id,
            incoming.external_ref,
            incoming.customer_id,
        )
    )
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


async def _accepted_before(
    session: AsyncSession, incoming: Incoming, digest: str
) -> Accepted | None:
    key = incoming.idempotency_key or ""
    if not (1 <= len(key) <= 200 and all("!" <= char <= "~" for char in key)):
        raise IdempotencyKeyInvalid
    principal = _principal(incoming.actor)
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
        {"key": f"idempotency-{tenant_of(session)}-{principal}-{incoming.route}-{key}"},
    )
    row = (
        await session.execute(
            select(IdempotencyKey, Message)
            .join(
                Message,
                (Message.tenant_id == IdempotencyKey.tenant_id)
                & (Message.id == IdempotencyKey.message_id),
            )
            .where(
                IdempotencyKey.principal == principal,
                IdempotencyKey.route == incoming.route,
                IdempotencyKey.key == key,
            )
        )
    ).one_or_none()
    if row is None:
        return None
    before, message = row
    if before.body_digest != digest:
        raise IdempotencyKeyReused
    return Accepted(
        before.turn_id,
        message.id,
        message.conversation_id,
        message.seq,
        message.created_at,
        repeated=True,
    )


async def _conversation(session: AsyncSession, incoming: Incoming) -> Conversation:
    """The conversation, locked, so that its messages are numbered one after the other."""
    customer_id = incoming.customer_id if incoming.actor.staff else incoming.actor.customer_id
    query = select(Conversation).with_for_update()
    if incoming.conversation_id is not None:
        query = query.where(Conversation.id == incoming.conversation_id)
    elif incoming.external_ref is not None:
        await session.execute(
            pg_insert(Conversation)
            .values(**_new_conversation(session, incoming, customer_id))
            .on_conflict_do_nothing(
                index_elements=["tenant_id", "channel", "external_ref"],
            )
        )
        query = query.where(
            Conversation.channel == incoming.channel,
            Conversation.external_ref == incoming.external_ref,
        )
    else:
        fresh = Conversation(**_new_conversation(session, incoming, customer_id))
        session.add(fresh)
        await session.flush()
        return fresh
    conversation = await session.scalar(query)
    if conversation is None or (
        not incoming.actor.staff and conversation.customer_id != incoming.actor.customer_id
    ):
        raise ConversationNotFound
    if incoming.actor.staff and customer_id is not None:
        if conversation.customer_id not in (None, customer_id):
            raise ConversationOfAnotherCustomer
        conversation.customer_id = customer_id
    return conversation


def _new_conversation(
    session: AsyncSession, incoming: Incoming, customer_id: UUID | None
) -> dict[str, object]:
    moment = now()
    return {
        "tenant_id": tenant_of(session),
        "id": new_id(),
        "created_at": moment,
        "customer_id": customer_id,
        "channel": incoming.channel,
        "external_ref": incoming.external_ref,
        "status": "open",
        "owner": "assistant",
        "last_seq": 0,
        "summary": "",
        "summary_seq": 0,
        "updated_at": moment,
    }


async def _turn(
    session: AsyncSession, conversation: Conversation, incoming: Incoming, seq: int
) -> tuple[UUID, bool]:
    """The turn that will answer, and whether it is silent.

    A turn that waits and was never claimed takes the message in, so a burst is answered once.
    The row lock lets a claim that comes at the same moment see the message, or none of it.
    """
    actor = incoming.actor.to_json()
    if conversation.owner == "assistant" and conversation.last_seq > 0:
        waiting = await session.scalar(
            select(Turn.id)
            .where(
                Turn.conversation_id == conversation.id,
                Turn.status == "queued",
                Turn.attempts == 0,
                Turn.actor == actor,
            )
            .order_by(Turn.first_seq.desc())
            .limit(1)
            .with_for_update()
        )
        if waiting is not None:
            return waiting, False
    silent = conversation.owner == "person"
    turn_id, moment = new_id(), now()
    await session.execute(
        insert(Turn).values(
            tenant_id=conversation.tenant_id,
            id=turn_id,
            created_at=moment,
            conversation_id=conversation.id,
            first_seq=seq,
            actor=actor,
            correlation_id=incoming.correlation_id,
            status="silent" if silent else "queued",
            attempts=0,
            fence=0,
            run_after=func.now(),
            finished_at=moment if silent else None,
        )
    )
    return turn_id, silent
