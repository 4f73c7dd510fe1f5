"""S0, the asynchronous pipeline: a message is accepted at once and asked for by its task id."""

from __future__ import annotations

from fastapi import APIRouter

from deskhand.interfaces.api.compat.asking import (
    ask,
    id_or_refuse,
    task_status,
    turn_and_result,
)
from deskhand.interfaces.api.compat.schemas import ReplyRequest, Task, TaskStatus
from deskhand.interfaces.api.compat.slashes import serve
from deskhand.interfaces.api.routes.conversations import IdempotencyHeader
from deskhand.interfaces.web.deps import GroundDep, LocalChatter, LocalReader

router = APIRouter(tags=["S0 pipeline"])


@serve(router, "POST", "/support/reply", status_code=202, summary="Ask for a reply")
async def reply(
    body: ReplyRequest,
    caller: LocalChatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> Task:
    """Store the message; work on it goes on in the background."""
    accepted = await ask(
        ground,
        caller,
        body,
        body.text,
        route="/support/reply",
        idempotency_key=idempotency_key,
        about=body.about,
        pipeline=True,
    )
    return Task(task_id=accepted.turn_id)


@serve(router, "GET", "/support/status/{task_id}", summary="Where a task stands")
async def status(task_id: str, caller: LocalReader, ground: GroundDep) -> TaskStatus:
    """The result as soon as there is one; an unknown task is 404."""
    turn, result = await turn_and_result(ground, caller, id_or_refuse(task_id))
    return TaskStatus.model_validate({"status": task_status(turn), "result": result})
