"""From the older systems' requests to a turn, and from a turn to their answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.customers import CustomerNotFound, find_customer, get_customer
from deskhand.domain.conversations.history import get_conversation
from deskhand.domain.conversations.intake import Accepted, Incoming
from deskhand.domain.conversations.replies import get_turn
from deskhand.domain.conversations.schemas import TurnView
from deskhand.domain.conversations.turns import TurnNotFound
from deskhand.domain.tables import Customer
from deskhand.infra.errors import Forbidden, NotFound
from deskhand.infra.ids import new_id
from deskhand.infra.observability.logging import correlation_id
from deskhand.interfaces.api.compat.schemas import Asking, ChatTask, Result
from deskhand.interfaces.channels.answer import wait_for_answer
from deskhand.interfaces.channels.intake import take_in
from deskhand.interfaces.channels.speaking import (
    CHANNEL,
    conversation_for,
    session_of,
    speaker,
)
from deskhand.interfaces.channels.websocket import check_session_id
from deskhand.interfaces.web.auth import Principal
from deskhand.interfaces.web.deps import Ground

WAIT_SECONDS = 30.0
"""How long a synchronous request waits before it answers 202."""


class ForAnotherCustomer(Forbidden):
    """You can ask for yourself only."""


async def _customer_of(session: AsyncSession, actor: Actor, asked: Asking) -> UUID | None:
    """Whom the request comes from: as the credential says, or for the team as it names.

    Raises CustomerNotFound, ForAnotherCustomer.
    """
    references = [ref for ref in (asked.customer_id, asked.user_id) if ref is not None]
    if asked.customer_email is None and not references:
        return actor.customer_id
    found: list[Customer | None] = []
    if asked.customer_email is not None:
        found.append(await find_customer(session, actor, email=asked.customer_email))
    for reference in references:
        try:
            found.append(
                await get_customer(session, actor, reference)
                if isinstance(reference, UUID)
                else await find_customer(session, actor, number=reference)
            )
        except CustomerNotFound:
            found.append(None)
    ids = {customer.id if customer is not None else None for customer in found}
    if len(ids) == 1 and None not in ids:
        return ids.pop()
    raise CustomerNotFound if actor.staff else ForAnotherCustomer


async def ask(
    ground: Ground,
    caller: Principal,
    asked: Asking,
    text: str,
    *,
    route: str,
    idempotency_key: str | None,
    about: dict[str, str] | None = None,
    pipeline: bool = False,
) -> Accepted:
    """Store the message of an older system's request; `about` is the thing in hand.

    A message speaks for the customer that is known or named, else for an unknown visitor. With
    `pipeline` one that names nobody comes, at the sample shop's door, from the team's own program.
    Raises CustomerNotFound, ForAnotherCustomer and what `accept` raises.
    """
    if asked.session_id is not None:
        check_session_id(asked.session_id)

    async def incoming(session: AsyncSession) -> Incoming:
        customer_id = await _customer_of(session, caller.actor, asked)
        place = _Place(asked.conversation_id, asked.session_id, customer_id)
        if caller.actor.staff:
            place = await _place_of(session, caller, place)
        trusted = pipeline and caller.actor.kind == "sample" and place.customer_id is None
        return Incoming(
            text=text,
            actor=caller.actor if trusted else speaker(caller, place.customer_id),
            correlation_id=correlation_id() or new_id().hex,
            channel=CHANNEL if asked.session_id is not None else "api",
            conversation_id=place.conversation_id,
            external_ref=place.session_id,
            customer_id=place.customer_id,
            route=route,
            idempotency_key=idempotency_key,
            about=about or {},
        )

    return await take_in(ground, caller, incoming)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a message goes, and for whom; without a conversation and a session to a new one."""

    conversation_id: UUID | None
    session_id: str | None
    customer_id: UUID | None


async def _place_of(session: AsyncSession, caller: Principal, asked: _Place) -> _Place:
    """The same, with the conversation that the team or a program goes on with looked up.

    Raises ConversationNotFound, ConversationOfAnotherCustomer.
    """
    if asked.conversation_id is not None:
        found = await conversation_for(session, caller, asked.conversation_id, asked.customer_id)
    elif asked.session_id is not None:
        found = await session_of(session, caller, asked.session_id, asked.customer_id)
    else:
        return asked
    return _Place(found.id, None, found.customer_id)


async def waited(ground: Ground, caller: Principal, accepted: Accepted) -> TurnView | None:
    """The finished turn, or None when the time was up."""
    turn = await wait_for_answer(ground, caller, accepted, WAIT_SECONDS)
    return turn if turn.status in ("completed", "failed", "silent") else None


def still_processing(accepted: Accepted) -> JSONResponse:
    """202, when a synchronous request took too long: the task goes on."""
    task = ChatTask(task_id=accepted.turn_id, conversation_id=accepted.conversation_id)
    return JSONResponse(task.model_dump(mode="json"), status_code=202)


def id_or_refuse(value: str, refusal: type[NotFound] = TurnNotFound) -> UUID:
    """The id that a path holds; what is no id names nothing. Raises `refusal`."""
    try:
        return UUID(value)
    except ValueError as error:
        raise refusal from error


async def turn_and_result(
    ground: Ground, caller: Principal, turn_id: UUID
) -> tuple[TurnView, Result | None]:
    """The turn and, when it is final, its result; raises TurnNotFound."""
    async with ground.runtime.database.transaction(caller.tenant_id) as session:
        turn = await get_turn(session, caller.actor, turn_id)
        if turn.status in ("queued", "running"):
            return turn, None
        conversation = await get_conversation(session, caller.actor, turn.conversation_id)
    return turn, result_of(turn, conversation.owner)


def result_of(turn: TurnView, owner: str) -> Result:
    """The result of a final turn in a conversation that `owner` has."""
    shared: dict[str, Any] = {
        "owner": owner,
        "waiting": turn.waiting,
        "conversation_id": turn.conversation_id,
    }
    if turn.reply is None:
        return Result(
            category="ESCALATION",
            final_response=None,
            compliance_checked=False,
            intent=None,
            confidence=None,
            sources=[],
            disclaimer=False,
            escalated=True,
            ticket=None,
            **shared,
        )
    message = turn.reply.message
    return Result(
        category=message.category or "GENERAL",
        final_response=message.text,
        compliance_checked=message.compliance_checked,
        intent=turn.reply.intent,
        confidence=message.confidence,
        sources=message.sources,
        disclaimer=message.disclaimer,
        escalated=message.escalated,
        ticket=message.ticket,
        choices=message.choices,
        question=message.question,
        evidence=message.evidence,
        checked=message.checked,
        **shared,
    )


async def result_now(ground: Ground, caller: Principal, turn: TurnView) -> dict[str, Any]:
    """A final turn's result with its task, as the synchronous paths answer."""
    _, result = await turn_and_result(ground, caller, turn.id)
    if result is None:
        raise TurnNotFound
    return {
        **result.model_dump(),
        "status": task_status(turn),
        "task_id": turn.id,
        "response": result.final_response,
    }


def task_status(turn: TurnView) -> str:
    """The older systems' word for a turn's status; a silent one is done, by a person."""
    words = {"completed": "completed", "silent": "completed", "failed": "failed"}
    return words.get(turn.status, "processing")
