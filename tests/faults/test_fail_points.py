"""A process that dies at any point between two durable steps: nothing is lost, nothing doubled."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import AsyncIterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from faults.invariants import broken

from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.audit import Actor
from deskhand.infra.failpoints import DIES, POINTS
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import DatabaseUrls, Runtime
from deskhand.worker.loop import Worker
from tests.faults import lives
from tests.faults.lives import SCENARIOS, Case, Life
from tests.support.desk import MakeTenant
from tests.support.environment import settings_from
from tests.support.patience import PATIENCE
from tests.support.receiver import Receiver, receiving

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload([lives.__name__])


@pytest.fixture(scope="module")
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as opened:
        yield opened


@pytest.fixture
async def case(make_tenant: MakeTenant, receiver: Receiver, tmp_path: Path) -> Case:
    tenant = await make_tenant()
    return Case(
        tenant.id,
        Actor("user", tenant.users["customer"], "customer", tenant.customer_id),
        Actor("user", tenant.users["agent"], "agent"),
        new_id(),
        tmp_path,
        receiver.url,
    )


@pytest.fixture
def env(runtime: Runtime) -> dict[str, str]:
    """Settings of both lives; what ended is gone on with at once."""
    return {
        "DESKHAND_DATA_DIR": str(runtime.settings.app.data_dir),
        "TURN_SWEEP_SECONDS": "0.5",
        "TURN_BACKOFF_SECONDS": "0",
        "TURN_SETTLE_SECONDS": "0",
        "WEBHOOK_ALLOW_PRIVATE": "true",
        "AUTO_SYNC_INTERVAL": "0",
    }


async def _dies(case: Case, point: str, urls: DatabaseUrls, env: dict[str, str]) -> int | None:
    """A life of a process that ends at the point; its exit code."""
    (case.folder / point).write_text(DIES)
    armed = {"DESKHAND_SAMPLE_SHOP": "true", "DESKHAND_FAIL_POINTS": str(case.folder)}
    process = _FORKS.Process(target=lives.live, args=(case, point, urls, {**env, **armed}))
    process.start()
    await asyncio.to_thread(process.join, PATIENCE)
    process.kill()
    process.join()
    return process.exitcode


@pytest.mark.parametrize("point", POINTS)
async def test_a_process_that_dies_there_loses_and_doubles_nothing(
    point: str,
    case: Case,
    env: dict[str, str],
    runtime: Runtime,
    postgres: DatabaseUrls,
    offline_assistant: Assistant,
) -> None:
    assert await _dies(case, point, postgres, env) == -signal.SIGKILL
    assert not (case.folder / point).exists(), "it died of something else"

    ground = replace(runtime, settings=settings_from(env))
    scenario, life = SCENARIOS[point], Life(case, ground)
    worker = Worker(ground, offline_assistant).running() if scenario.turns else nullcontext()
    async with worker:
        await scenario.script(life)
        assert await life.count(scenario.query) == 1
    assert await broken(runtime.database, case.tenant_id) == {}


def test_every_fail_point_is_reached_by_a_scenario() -> None:
    assert SCENARIOS.keys() == POINTS.keys()
