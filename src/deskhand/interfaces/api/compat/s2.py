"""S2, real-time chat: one request and its answer. `GET /ws/{session_id}` is in `channels`."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from deskhand.interfaces.api.compat.asking import ask, result_now, still_processing, waited
from deskhand.interfaces.api.compat.schemas import ChatTask, Question, SessionAnswer
from deskhand.interfaces.api.compat.slashes import serve
from deskhand.interfaces.api.routes.conversations import IdempotencyHeader
from deskhand.interfaces.web.deps import GroundDep, LocalChatter

router = APIRouter(tags=["S2 real time"])


@serve(
    router,
    "POST",
    "/chat",
    response_model=SessionAnswer,
    responses={202: {"model": ChatTask, "description": "It takes longer; ask for the task."}},
    summary="Write, and wait for the answer",
)
async def chat(
    body: Question,
    caller: LocalChatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> SessionAnswer | JSONResponse:
    """The answer itself; with `session_id` in the session's conversation."""
    accepted = await ask(
        ground, caller, body, body.message, route="/chat", idempotency_key=idempotency_key
    )
    turn = await waited(ground, caller, accepted)
    if turn is None:
        return still_processing(accepted)
    answer = await result_now(ground, caller, turn)
    return SessionAnswer.model_validate({**answer, "session_id": body.session_id})
