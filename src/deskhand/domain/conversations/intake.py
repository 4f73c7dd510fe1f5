"""Accepting a customer's message: stored with its turn, or not at all."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import (
    ConversationNotFound,
    ConversationOfAnotherCustomer,
)
from deskhand.domain.conversations.resolutions import note_reopened
from deskhand.domain.conversations.waiting import take_up
from deskhand.domain.tables import IdempotencyKey, Message
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import InvalidInput
from deskhand.infra.failpoints import reached
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

    `customer_id` is whom the message comes from, when the door knows it. `about` is the thing in
    hand, when the door knows one: `{"order_id": "ORD123"}`.
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
    about: dict[str, str] = field(default_factory=dict)


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


@dataclass(frozen=True, slots=True)
class _Place:
    """The conversation that a message goes to; `fresh` when it is still to be stored.

    `closed`: it was, and is open from now on. `reopened`: a person had it, and the assistant
    answers from now on.
    """

    id: UUID
    customer_id: UUID | None
    owner: str = "assistant"
    last_seq: int = 0
    fresh: bool = False
    closed: bool = False
    reopened: bool = False


async def accept(session: AsyncSession, incoming: Incoming, *, max_chars: int) -> Accepted:
    """Store message, turn, idempotency row and audit row; the caller commits, then answers 202.

    While the turn before it has not been answered, the message joins that turn. Where a person
    has the conversation, it waits for that person. Raises MessageTooLong, ConversationNotFound,
    ConversationOfAnotherCustomer, IdempotencyKeyReused, IdempotencyKeyInvalid.
    """
    if len(incoming.text) > max_chars:
        raise MessageTooLong(f"A message has at most {max_chars} characters.", max_chars=max_chars)
    digest = _body_digest(incoming)
    if incoming.idempotency_key is not None:
        earlier = await _accepted_before(session, incoming, digest)
        if earlier is not None:
            return earlier
    place = await _place(session, incoming)
    if place.closed:
        await note_reopened(session, place.id)
    if place.reopened:
        await take_up(session, place.id)
    joined = await _unanswered_turn(session, place, incoming.actor)
    silent = place.owner == "person"
    turn_id, message_id, seq, moment = joined or new_id(), new_id(), place.last_seq + 1, now()
    await session.execute(
        _writing(place.fresh, joined is None, incoming.idempotency_key is not None),
        {
            **audit.entry_values(
                session,
                incoming.actor,
                "message.accepted",
                f"turn:{turn_id}",
                channel=incoming.channel,
            ),
            "moment": moment,
            "conversation_id": place.id,
            "customer_id": place.customer_id,
            "channel": incoming.channel,
            "external_ref": incoming.external_ref,
            "turn_id": turn_id,
            "message_id": message_id,
            "seq": seq,
            "text": incoming.text,
            "actor": json.dumps(incoming.actor.to_json()),
            "correlation_id": incoming.correlation_id,
            "status": "silent" if silent else "queued",
            "finished_at": moment if silent else None,
            "silent": silent,
            "owner": place.owner,
            "about": json.dumps(incoming.about),
            "key_id": new_id(),
            "principal": _principal(incoming.actor),
            "route": incoming.route,
            "key": incoming.idempotency_key,
            "digest": digest,
        },
    )
    reached("intake.written")
    return Accepted(turn_id, message_id, place.id, seq, moment, due=not silent)


_NEW_CONVERSATION = """INSERT INTO conversations
    (tenant_id, id, created_at, updated_at, customer_id, channel, external_ref,
     status, owner, last_seq, summary, summary_seq)
    VALUES (:tenant_id, :conversation_id, :moment, :moment, :customer_id, :channel,
            CAST(:external_ref AS text), 'open', 'assistant', 1, '', 0)"""
_CONVERSATION = """UPDATE conversations
    SET last_seq = :seq, updated_at = :moment, status = 'open', closed_at = NULL,
        close_reason = NULL, snoozed_until = NULL, merged_into = NULL,
        assignee_id = CASE WHEN status = 'open' THEN assignee_id END,
        customer_id = :customer_id, owner = :owner,
        owner_user_id = CASE WHEN :owner = 'person' THEN owner_user_id END,
        waiting_since = CASE WHEN :silent THEN coalesce(waiting_since, :moment)
                             ELSE waiting_since END,
        waiting_reason = CASE WHEN :silent THEN coalesce(waiting_reason, 'unanswered')
                              ELSE waiting_reason END
    WHERE tenant_id = :tenant_id AND id = :conversation_id"""
_TURN = """INSERT INTO turns
    (tenant_id, id, created_at, conversation_id, first_seq, last_seq, about, actor,
     correlation_id, status, attempts, fence, run_after, finished_at)
    VALUES (:tenant_id, :turn_id, :moment, :conversation_id, :seq, :seq, CAST(:about AS jsonb),
            CAST(:actor AS jsonb), :correlation_id, :status, 0, 0, now(),
            CAST(:finished_at AS timestamptz))"""
# The row of the turn changes, so that whoever settles it meanwhile sees that it holds more.
_JOINED = """UPDATE turns SET last_seq = :seq, about = about || CAST(:about AS jsonb)
    WHERE tenant_id = :tenant_id AND id = :turn_id"""
_MESSAGE = """INSERT INTO messages
    (tenant_id, id, created_at, conversation_id, seq, role, text, turn_id)
    VALUES (:tenant_id, :message_id, :moment, :conversation_id, :seq, 'customer', :text,
            :turn_id)"""
_KEY = """INSERT INTO idempotency_keys
    (tenant_id, id, created_at, principal, route, key, body_digest, turn_id, message_id)
    VALUES (:tenant_id, :key_id, :moment, :principal, :route, :key, :digest, :turn_id,
            :message_id)"""


@cache
def _writing(fresh: bool, new_turn: bool, keyed: bool) -> TextClause:
    """All rows of an accepted message in one statement: one round trip to the database."""
    parts = {
        "conversation": _NEW_CONVERSATION if fresh else _CONVERSATION,
        "turn": _TURN if new_turn else _JOINED,
        "message": _MESSAGE,
        "key": _KEY if keyed else None,
    }
    named = [f"{name}_row AS ({sql})" for name, sql in parts.items() if sql is not None]
    return text(f"WITH {', '.join(named)} {audit.INSERT_ENTRY}")


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
            *(part for pair in sorted(incoming.about.items()) for part in pair),
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


async def _place(session: AsyncSession, incoming: Incoming) -> _Place:
    """The conversation, locked, so that its messages are numbered one after the other."""
    actor = incoming.actor
    customer_id = incoming.customer_id if actor.staff else actor.customer_id
    if incoming.conversation_id is None and incoming.external_ref is None:
        return _Place(new_id(), customer_id, fresh=True)
    found = (
        await session.execute(_LOCK, {"id": incoming.conversation_id})
        if incoming.conversation_id is not None
        else await session.execute(
            _OPEN,
            {
                "tenant_id": tenant_of(session),
                "id": new_id(),
                "moment": now(),
                "customer_id": customer_id,
                "channel": incoming.channel,
                "external_ref": incoming.external_ref,
            },
        )
    ).one_or_none()
    if found is None or (not actor.staff and found.customer_id != actor.customer_id):
        raise ConversationNotFound
    if actor.staff and customer_id is not None and found.customer_id not in (None, customer_id):
        raise ConversationOfAnotherCustomer
    closed = found.status == "closed"
    return _Place(
        found.id,
        found.customer_id or customer_id,
        "assistant" if closed else found.owner,
        found.last_seq,
        closed=closed,
        reopened=closed and found.owner == "person",
    )


# Not FOR UPDATE: a worker that opens a ticket while it holds the turn refers to this row.
_LOCK = text(
    "SELECT id, customer_id, status, owner, last_seq FROM conversations WHERE id = :id"
    " FOR NO KEY UPDATE"
)
_OPEN = text(
    "INSERT INTO conversations (tenant_id, id, created_at, updated_at, customer_id, channel,"
    " external_ref, status, owner, last_seq, summary, summary_seq)"
    " VALUES (:tenant_id, :id, :moment, :moment, :customer_id, :channel, :external_ref,"
    " 'open', 'assistant', 0, '', 0)"
    " ON CONFLICT (tenant_id, channel, external_ref) DO UPDATE SET updated_at = excluded.updated_at"
    " RETURNING id, customer_id, status, owner, last_seq"
)
_NEWEST = text(
    "SELECT id, actor FROM turns WHERE conversation_id = :id AND status IN ('queued', 'running')"
    " ORDER BY first_seq DESC LIMIT 1"
)


async def _unanswered_turn(session: AsyncSession, place: _Place, actor: Actor) -> UUID | None:
    """The turn before, when the same writer's: it takes the message in, also while it runs.

    The conversation is held, and no turn is answered without it: this one stays open until the
    message is in it.
    """
    if place.owner != "assistant" or place.last_seq == 0:
        return None
    newest: Any = (await session.execute(_NEWEST, {"id": place.id})).one_or_none()
    if newest is None or Actor.from_json(newest.actor) != actor:
        return None
    turn_id: UUID = newest.id
    return turn_id
