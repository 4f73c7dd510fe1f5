"""S4, actions and portal: a request is resolved, a conversation is read or erased."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from deskhand.domain.conversations import history
from deskhand.domain.conversations.history import ConversationNotFound
from deskhand.domain.conversations.schemas import TurnView
from deskhand.interfaces.api.compat.asking import (
    ask,
    id_or_refuse,
    still_processing,
    task_status,
    turn_and_result,
    waited,
)
from deskhand.interfaces.api.compat.schemas import (
    ActionResult,
    ChatTask,
    History,
    Resolution,
    Result,
    Said,
    SupportRequest,
)
from deskhand.interfaces.api.compat.slashes import serve
from deskhand.interfaces.api.routes.conversations import IdempotencyHeader
from deskhand.interfaces.channels import team
from deskhand.interfaces.web.deps import (
    GroundDep,
    LocalChatter,
    LocalReader,
    LocalTenantSession,
    LocalWriter,
)

router = APIRouter(tags=["S4 actions"])

_STATES = {
    "proposed": "confirmation_required",
    "done": "completed",
    "refused": "refused",
    "waiting": "waiting",
    "unknown": "unknown",
}
"""The older system's word for how an action stands."""


@serve(
    router,
    "POST",
    "/support/resolve",
    response_model=Resolution,
    responses={202: {"model": ChatTask, "description": "It takes longer; ask for the task."}},
    summary="Resolve a request",
)
async def resolve(
    body: SupportRequest,
    caller: LocalChatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> Resolution | JSONResponse:
    """What was understood and what came of it; `user_id` is a customer's short number."""
    accepted = await ask(
        ground,
        caller,
        body,
        body.user_input,
        route="/support/resolve",
        idempotency_key=idempotency_key,
    )
    if await waited(ground, caller, accepted) is None:
        return still_processing(accepted)
    turn, result = await turn_and_result(ground, caller, accepted.turn_id)
    if result is None:
        return still_processing(accepted)
    return _resolution(turn, result)


def _resolution(turn: TurnView, result: Result) -> Resolution:
    actions = turn.reply.actions if turn.reply is not None else []
    escalated = result.escalated or result.owner == "person"
    newest: dict[str, Any] = actions[0] if actions else {}
    action = str(newest["tool"]) if newest else ("escalate" if escalated else None)
    status = "escalated" if escalated else task_status(turn)
    return Resolution(
        intent=result.intent,
        action_result=ActionResult.model_validate(
            {
                "action": action,
                "status": _STATES.get(str(newest.get("state")), status),
                "rule": newest.get("rule"),
                "message": result.final_response,
                "ticket": result.ticket,
                "actions": actions,
            }
        ),
        conversation_id=turn.conversation_id,
        task_id=turn.id,
        category=result.category,
        confidence=result.confidence,
        sources=result.sources,
        escalated=escalated,
        owner=result.owner,
        waiting=result.waiting,
        choices=result.choices,
        question=result.question,
        evidence=result.evidence,
        checked=result.checked,
    )


@serve(router, "GET", "/conversation/{conversation_id}", summary="Read a conversation")
async def read(conversation_id: str, caller: LocalReader, session: LocalTenantSession) -> History:
    """The conversation's messages, oldest first."""
    wanted = id_or_refuse(conversation_id, ConversationNotFound)
    conversation = await history.get_conversation(session, caller.actor, wanted)
    messages = await history.newest_messages(session, wanted)
    return History(
        conversation_id=conversation.id,
        customer_id=conversation.customer_id,
        status=conversation.status,
        messages=[
            Said(
                role=message.role,
                content=message.text,
                created_at=message.created_at.isoformat(),
            )
            for message in messages
        ],
    )


@serve(
    router,
    "DELETE",
    "/conversation/{conversation_id}",
    status_code=204,
    summary="Erase a conversation",
)
async def erase(conversation_id: str, caller: LocalWriter, ground: GroundDep) -> None:
    """Delete it with everything that its words went into."""
    await team.forget(ground, caller, id_or_refuse(conversation_id, ConversationNotFound))
