"""Chat over a WebSocket: messages in, steps, text, replies and hand-overs out, with replay."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from time import monotonic
from typing import Annotated, Any, Literal
from uuid import UUID

import structlog
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from sqlalchemy.exc import SQLAlchemyError

from deskhand.domain.accounts.roles import Role, Scope
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import CustomerNotFound, find_customer
from deskhand.domain.conversations import history
from deskhand.domain.conversations.intake import Incoming
from deskhand.domain.conversations.replies import get_turn
from deskhand.domain.conversations.schemas import FeedbackIn, MessageText
from deskhand.domain.conversations.turns import TurnNotFound
from deskhand.domain.tables import Conversation
from deskhand.infra.db.admission import TooBusy, TooMuchAtOnce
from deskhand.infra.errors import BUSY, DeskhandError, InvalidInput, Unauthenticated
from deskhand.infra.ids import new_id
from deskhand.infra.wakeup.port import GAP, stream_of, tell
from deskhand.interfaces.channels.intake import take_in
from deskhand.interfaces.channels.pace import Pace
from deskhand.interfaces.channels.speaking import CHANNEL, session_of, speaker
from deskhand.interfaces.channels.team import take_feedback
from deskhand.interfaces.web.auth import CredentialNeeded, Principal, credential_of
from deskhand.interfaces.web.browsers import customer_at
from deskhand.interfaces.web.deps import Ground

log = structlog.get_logger(__name__)
router = APIRouter()

_SESSION = re.compile(r"[A-Za-z0-9_-]{8,64}")
_VISIBLE = r"^[\x21-\x7e]+$"
_AUTH_SECONDS = 15.0
_WATCH_SECONDS = 30.0
_MAX_FRAME = 65_536
_TYPING_SECONDS = 1.0
"""Typing is passed on this often at most, however often the browser tells it."""


class SessionIdInvalid(InvalidInput):
    """A session id has 8 to 64 letters, digits, `-` or `_`."""


class FrameInvalid(InvalidInput):
    """This is not a message that the chat knows."""


class MessageFrame(BaseModel):
    """The customer writes."""

    type: Literal["message"]
    text: MessageText
    client_id: str = Field(min_length=1, max_length=200, pattern=_VISIBLE)


class FeedbackFrame(BaseModel):
    """The customer rates an answer."""

    type: Literal["feedback"]
    turn_id: UUID
    rating: Literal["satisfied", "escalate"]


class QuietFrame(BaseModel):
    """The customer types, or the browser asks whether the line holds."""

    type: Literal["typing", "ping"]


class AuthFrame(BaseModel):
    """The credential, when the server wants one."""

    type: Literal["auth"]
    token: str = Field(max_length=4000, pattern=_VISIBLE)


FRAMES: TypeAdapter[MessageFrame | FeedbackFrame | QuietFrame | AuthFrame] = TypeAdapter(
    Annotated[MessageFrame | FeedbackFrame | QuietFrame | AuthFrame, Field(discriminator="type")]
)


@dataclass(frozen=True, slots=True)
class _Line:
    """An open chat: who writes, by which credential, in which conversation."""

    socket: WebSocket
    ground: Ground
    caller: Principal
    still_valid: Callable[[], Awaitable[object]]
    """Raises an Unauthenticated once what opened the line was revoked."""
    conversation_id: UUID
    speaker: Actor
    """As whom the visitor writes, never with the rights of the team."""


@router.websocket("/ws/{session_id}")
async def chat(
    socket: WebSocket,
    session_id: str,
    after: int = 0,
    customer: str | None = None,
    conversation: UUID | None = None,
) -> None:
    """Chat in the session's conversation; see `docs/api.md` for the messages.

    With `conversation` in that one, if the caller may see it.
    """
    ground: Ground = socket.app.state.ground
    await socket.accept()
    try:
        caller, still_valid = await _caller(socket, ground)
        caller.require(Role.CUSTOMER, Scope.CHAT)
        opened = await _conversation(ground, caller, session_id, customer, conversation)
        who = speaker(caller, opened.customer_id)
        line = _Line(socket, ground, caller, still_valid, opened.id, who)
        await _converse(line, after)
    except DeskhandError as error:
        with suppress(RuntimeError, WebSocketDisconnect):
            await _send_error(socket, error)
            await socket.close(_ending(error))
    except WebSocketDisconnect:
        pass
    except Exception:
        log.exception("the chat broke")
        with suppress(RuntimeError, WebSocketDisconnect):
            await socket.close(1011)


def _ending(error: DeskhandError) -> int:
    """The code a line is closed with: sign in again, come back later, or neither would help."""
    if error.status in BUSY:
        return 1013
    return 4401 if isinstance(error, Unauthenticated) else 4400


async def _caller(
    socket: WebSocket, ground: Ground
) -> tuple[Principal, Callable[[], Awaitable[object]]]:
    """Who chats, and what tells whether they still may.

    By header, else by the cookie of a customer's own pages, else as a local caller, else by an
    `auth` frame.
    """
    confirm = ground.authenticator.confirm
    credential = credential_of(socket.headers)
    if credential is not None:
        return await ground.authenticator.principal(credential), partial(confirm, credential)
    with suppress(Unauthenticated):
        person = await customer_at(socket, ground)
        return person.principal, partial(customer_at, socket, ground)
    if ground.authenticator.serves_strangers:
        with suppress(Unauthenticated):
            return ground.authenticator.local_principal(socket), partial(confirm, None)
    try:
        async with asyncio.timeout(_AUTH_SECONDS):
            frame = await _receive(socket)
    except TimeoutError as error:
        raise CredentialNeeded from error
    if not isinstance(frame, AuthFrame):
        raise CredentialNeeded
    return await ground.authenticator.principal(frame.token), partial(confirm, frame.token)


async def _receive(
    socket: WebSocket,
) -> MessageFrame | FeedbackFrame | QuietFrame | AuthFrame:
    message = await socket.receive()
    if message["type"] == "websocket.disconnect":
        raise WebSocketDisconnect(message.get("code", 1000))
    raw = message.get("text")
    if raw is None or len(raw) > _MAX_FRAME:
        raise FrameInvalid
    try:
        return FRAMES.validate_python(json.loads(raw))
    except ValidationError as error:
        first = error.errors()[0]
        client_id = _client_id(raw)
        extra = {"client_id": client_id} if client_id else {}
        raise FrameInvalid(
            f"{first['loc'][-1] if first['loc'] else 'frame'}: {first['msg']}.", **extra
        ) from error
    except (ValueError, RecursionError) as error:
        raise FrameInvalid("This is not JSON.") from error


def _client_id(raw: str) -> str | None:
    with suppress(ValueError):
        frame = json.loads(raw)
        if isinstance(frame, dict) and isinstance(frame.get("client_id"), str):
            return str(frame["client_id"])[:200].encode("ascii", "replace").decode()
    return None


def check_session_id(session_id: str) -> None:
    """Raise SessionIdInvalid unless it is one."""
    if not _SESSION.fullmatch(session_id):
        raise SessionIdInvalid


async def _conversation(
    ground: Ground,
    caller: Principal,
    session_id: str,
    customer: str | None,
    conversation_id: UUID | None,
) -> Conversation:
    """The session's conversation, opened at the first visit, or the one that is named.

    Staff may say for which customer they write; a customer writes for itself.
    """
    check_session_id(session_id)
    actor = caller.actor
    if actor.kind == "visitor":  # Knows one conversation, whatever is asked for.
        conversation_id = actor.id
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        if conversation_id is not None and not actor.staff:
            return await history.get_conversation(session, actor, conversation_id)
        customer_id = actor.customer_id
        if actor.staff and customer is not None:
            known = "\x00" not in customer  # PostgreSQL cannot even be asked for that.
            found = await find_customer(session, actor, email=customer) if known else None
            if found is None:
                raise CustomerNotFound
            customer_id = found.id
        return await session_of(session, caller, session_id, customer_id)


async def _converse(line: _Line, after: int) -> None:
    events = line.ground.runtime.events
    stream = stream_of(line.caller.tenant_id, line.conversation_id)
    # Read where the stream stands before the history: what comes between is sent twice at most.
    newest = await events.latest(stream)
    await _send_history(line)
    tasks = (
        asyncio.create_task(_listen(line)),
        asyncio.create_task(_watch(line)),
        asyncio.create_task(_forward(line, stream, after or newest)),
    )
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        ends = await asyncio.gather(*tasks, return_exceptions=True)
    # Several may end at once: that the browser hung up says more than that nothing can be sent.
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def _watch(line: _Line) -> None:
    """Ends the line, also one that only listens, when its credential was revoked."""
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        # A database that is away or busy revokes nothing.
        with suppress(SQLAlchemyError, TooBusy, TooMuchAtOnce):
            await line.still_valid()


async def _send_history(line: _Line) -> None:
    """What was said, who has the conversation now, and whether a person is awaited."""
    caller = line.caller
    async with line.ground.runtime.database.transaction(caller.tenant_id) as session:
        conversation = await history.get_conversation(session, caller.actor, line.conversation_id)
        messages = await history.newest_messages(session, line.conversation_id)
    await line.socket.send_json(
        {
            "type": "ready",
            "conversation_id": str(line.conversation_id),
            "owner": conversation.owner,
            "status": conversation.status,
            "waiting": conversation.waiting_since is not None,
            "messages": [message.model_dump(mode="json") for message in messages],
        }
    )


async def _forward(line: _Line, stream: str, after: int) -> None:
    """Live events to the browser, from the one after `after` on."""
    subscription = line.ground.runtime.events.subscribe(stream, after)
    try:
        async for event in subscription:
            if event.type == GAP:
                # Some events were lost; what they told stands in Postgres.
                await _send_history(line)
                continue
            if event.type == "typing":
                continue  # The worker listens for it; the browser knows.
            await line.socket.send_json({"type": event.type, "seq": event.seq, **event.data})
    finally:
        await subscription.aclose()


async def _listen(line: _Line) -> None:
    """Frames of the browser, until it goes away; a bad frame is answered and the line stays."""
    typed, pace = 0.0, Pace()
    while True:
        client_id: str | None = None
        await pace.kept()
        try:
            frame = await _receive(line.socket)
            if isinstance(frame, MessageFrame):
                client_id = frame.client_id
                await _write(line, frame)
            elif isinstance(frame, FeedbackFrame):
                await _rate(line, frame)
            elif isinstance(frame, QuietFrame) and frame.type == "ping":
                await line.socket.send_json({"type": "pong"})
            elif isinstance(frame, QuietFrame) and monotonic() - typed > _TYPING_SECONDS:
                typed = monotonic()
                events = line.ground.runtime.events
                await tell(events, line.caller.tenant_id, line.conversation_id, "typing", {})
        except Unauthenticated:
            raise
        except DeskhandError as error:
            await _send_error(line.socket, error, client_id)


async def _write(line: _Line, frame: MessageFrame) -> None:
    await line.still_valid()
    if line.caller.actor.staff:  # A customer's messages are counted wherever they come in.
        limit = line.ground.runtime.settings.turns.message_limit
        await line.ground.limits.check(
            limit, "chat", str(line.caller.tenant_id), str(line.conversation_id)
        )
    accepted = await take_in(
        line.ground,
        line.caller,
        Incoming(
            text=frame.text,
            actor=line.speaker,
            correlation_id=new_id().hex,
            channel=CHANNEL,
            conversation_id=line.conversation_id,
            route=f"/ws/{line.conversation_id}",
            idempotency_key=frame.client_id,
        ),
    )
    if accepted.repeated:
        await line.socket.send_json(
            {
                "type": "message.accepted",
                "client_id": frame.client_id,
                "turn_id": str(accepted.turn_id),
                "message": {
                    "id": str(accepted.message_id),
                    "seq": accepted.seq,
                    "role": "customer",
                    "text": frame.text,
                    "created_at": accepted.created_at.isoformat(),
                    "turn_id": str(accepted.turn_id),
                    "sources": [],
                },
            }
        )


async def _rate(line: _Line, frame: FeedbackFrame) -> None:
    async with line.ground.runtime.database.transaction(line.caller.tenant_id) as session:
        rated = await get_turn(session, line.caller.actor, frame.turn_id)
    if rated.conversation_id != line.conversation_id:
        raise TurnNotFound
    await take_feedback(line.ground, line.caller, frame.turn_id, FeedbackIn(rating=frame.rating))


async def _send_error(
    socket: WebSocket, error: DeskhandError, client_id: str | None = None
) -> None:
    detail = error.detail.encode("utf-8", "replace").decode()  # It may quote half a character.
    body: dict[str, Any] = {"type": "error", "code": error.code, "detail": detail}
    known = client_id or error.extra.get("client_id")
    if known is not None:
        body["client_id"] = known
    await socket.send_json(body)
