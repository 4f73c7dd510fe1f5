"""Whether everything that the product stands on answers, each part timed."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy import text

from deskhand.infra.models.late import LateEmbedder
from deskhand.infra.observability.metrics import render
from deskhand.infra.runtime import Runtime
from deskhand.interfaces.web.auth import CredentialNeeded, credential_of, is_local
from deskhand.interfaces.web.deps import GroundDep, require_staff_reader

router = APIRouter(tags=["operations"])

_SECONDS = 2.0

CheckStatus = Literal["ok", "down", "not configured"]


class Check(BaseModel):
    """One part: whether it answers, and how long that took."""

    status: CheckStatus
    ms: float = Field(description="Milliseconds.")
    detail: str | None = None


class Health(BaseModel):
    """`down`: nothing works without the database. `degraded`: another part does not answer."""

    status: Literal["ok", "degraded", "down"]
    checks: dict[str, Check]


@router.get(
    "/health",
    response_model=Health,
    summary="Health",
    responses={503: {"model": Health, "description": "The database does not answer."}},
)
async def health(ground: GroundDep, response: Response) -> Health:
    """Database, Redis, workers and embedding model. 503 when the database is away."""
    found = await check_all(ground.runtime)
    response.status_code = 503 if found.status == "down" else 200
    return found


@router.get("/metrics", summary="Metrics", response_class=Response)
async def metrics(request: Request, ground: GroundDep) -> Response:
    """Prometheus text. From this machine freely, from elsewhere with a credential of the team."""
    credential = credential_of(request.headers)
    client = request.client.host if request.client else None
    if credential is not None:
        require_staff_reader(await ground.watchman.principal(credential))
    elif not is_local(client, request.headers):
        raise CredentialNeeded
    line = ground.runtime.line
    body, media_type = render(await line.metrics() if line is not None else "")
    return Response(body, headers={"Content-Type": media_type})


async def check_all(runtime: Runtime) -> Health:
    """All checks at once."""
    names: dict[str, Callable[[Runtime], Awaitable[str | None]]] = {
        "database": _database,
        "workers": _workers,
        "embedding": _embedding,
    }
    if runtime.settings.redis.url is not None:
        names["redis"] = _redis
    results = await asyncio.gather(*(_timed(check, runtime) for check in names.values()))
    checks = dict(zip(names, results, strict=True))
    checks.setdefault("redis", Check(status="not configured", ms=0.0))
    if checks["database"].status == "down":
        return Health(status="down", checks=checks)
    well = all(check.status != "down" for check in checks.values())
    return Health(status="ok" if well else "degraded", checks=checks)


class _Silent(Exception):
    """The part says that it does not work, in words that may be shown."""


async def _timed(check: Callable[[Runtime], Awaitable[str | None]], runtime: Runtime) -> Check:
    started = time.perf_counter()
    status: CheckStatus = "down"
    detail: str | None
    try:
        async with asyncio.timeout(_SECONDS):
            detail = await check(runtime)
        status = "ok"
    except TimeoutError:
        detail = f"No answer in {_SECONDS:g} s."
    except _Silent as error:
        detail = str(error)
    except Exception as error:
        # What drivers say may hold addresses and passwords.
        detail = type(error).__name__
    return Check(status=status, ms=round((time.perf_counter() - started) * 1000, 2), detail=detail)


async def _database(runtime: Runtime) -> str | None:
    async with runtime.watch.transaction(None) as session:
        await session.execute(text("SELECT 1"))
    return None


async def _redis(runtime: Runtime) -> str | None:
    if not await runtime.rate_storage.check():
        raise _Silent("Redis does not answer.")
    return None


async def _workers(runtime: Runtime) -> str | None:
    if not await runtime.wakeup.workers():
        raise _Silent("No worker listens.")
    if runtime.line is not None:
        return "a process of its own"
    return "in process" if runtime.bell is not None else "celery"


async def _embedding(runtime: Runtime) -> str | None:
    if not isinstance(runtime.embedder, LateEmbedder) or runtime.embedder.opened:
        await runtime.embedder.embed_query("health")
    return runtime.embedder.name
