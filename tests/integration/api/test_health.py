"""Health and metrics, as a load balancer and Prometheus see them."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import httpx
from fastapi import FastAPI

from deskhand.infra.db.engine import open_engine
from deskhand.infra.db.session import Database
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.wakeup.inprocess import InProcessWakeup
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.worker.loop import Worker
from tests.support.bell_worker import BellWorker
from tests.support.desk import Tenant, calling
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.support.redis_fixture import own_redis
from tests.support.redis_server import RedisServer

__all__ = ["own_redis"]


def app_over(runtime: Runtime) -> FastAPI:
    return build_app(runtime, sample=None, chat_page=ChatPage("Test"))


async def test_everything_answers_and_each_part_is_timed(
    worker: Worker, client: httpx.AsyncClient
) -> None:
    answer = await client.get("/health")
    assert answer.status_code == 200
    health = answer.json()
    assert health["status"] == "ok"
    assert set(health["checks"]) == {"database", "redis", "workers", "embedding"}
    assert health["checks"]["redis"]["status"] == "not configured"
    assert health["checks"]["workers"]["detail"] == "in process"
    for name in ("database", "workers", "embedding"):
        assert health["checks"][name]["status"] == "ok"
        assert health["checks"][name]["ms"] >= 0


async def test_without_a_worker_the_desk_is_degraded(runtime: Runtime) -> None:
    bell = InProcessWakeup()
    async with calling(app_over(replace(runtime, bell=bell, wakeup=bell))) as client:
        lonely = await client.get("/health")
        assert lonely.status_code == 200
        assert lonely.json()["status"] == "degraded"
        assert lonely.json()["checks"]["workers"]["status"] == "down"
        listening = bell.listen()
        waiting = asyncio.ensure_future(anext(listening))
        await asyncio.sleep(0)
        assert (await client.get("/health")).json()["status"] == "ok"
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        assert (await client.get("/health")).json()["status"] == "degraded"


async def test_without_the_database_health_is_503_and_requests_say_try_again(
    runtime: Runtime,
) -> None:
    away = Database(open_engine("postgresql://nobody@127.0.0.1:1/none", 1))
    async with calling(app_over(replace(runtime, database=away, doors=away, watch=away))) as client:
        health = await client.get("/health")
        assert health.status_code == 503
        assert health.json()["status"] == "down"
        assert "nobody" not in health.text
        login = {"email": "a@example.com", "password": "x"}
        refused = await client.post("/api/v1/auth/login", json=login)
        assert refused.status_code == 503
        assert refused.json()["code"] == "unavailable"
        assert refused.headers["retry-after"] == "2"
    await away.close()


async def test_metrics_are_for_this_machine_and_for_the_team(
    app: FastAPI, client: httpx.AsyncClient, shared_tenant: Tenant
) -> None:
    await client.get("/api/v1/tenant", headers=await shared_tenant.as_("agent"))
    assert (await client.get("/metrics")).status_code == 401
    customer = await shared_tenant.as_("customer")
    assert (await client.get("/metrics", headers=customer)).status_code == 403
    team = await client.get("/metrics", headers=await shared_tenant.as_("agent"))
    assert team.status_code == 200
    async with calling(app, ("127.0.0.1", 1), base_url="http://127.0.0.1:8000") as local:
        here = await local.get("/metrics")
        assert here.headers["content-type"].startswith("text/plain; version=")
        assert 'route="/api/v1/tenant"' in here.text
        proxied = await local.get("/metrics", headers={"X-Forwarded-For": "203.0.113.1"})
        assert proxied.status_code == 401


async def test_redis_and_the_celery_workers_are_looked_for(
    runtime: Runtime, postgres: DatabaseUrls, own_redis: RedisServer
) -> None:
    data_dir = str(runtime.settings.app.data_dir)
    settings = settings_from({"REDIS_URL": own_redis.url, "DESKHAND_DATA_DIR": data_dir})
    async with open_runtime(settings, postgres) as shared, calling(app_over(shared)) as client:

        async def checks() -> dict[str, str]:
            health = (await client.get("/health")).json()
            return {name: check["status"] for name, check in health["checks"].items()}

        assert (await checks())["redis"] == "ok"
        assert (await checks())["workers"] == "down"
        with BellWorker(own_redis.url):
            async with asyncio.timeout(PATIENCE):
                # Each request waits itself, up to half a second for a worker's word.
                while (await checks())["workers"] != "ok":
                    pass
        assert (await checks())["workers"] == "down"
        own_redis.kill()
        health = await client.get("/health")
        assert health.status_code == 200
        assert health.json()["status"] == "degraded"
        assert (await checks())["redis"] == "down"
        login = {"email": "nobody@example.com", "password": "x"}
        # Tries are counted all the same, by this process alone.
        assert (await client.post("/api/v1/auth/login", json=login)).status_code == 401
