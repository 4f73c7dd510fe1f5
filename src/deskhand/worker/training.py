"""One training: embed what is taught, learn it in a child process, store what was learned."""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from time import perf_counter
from uuid import UUID

import numpy as np
import structlog

from deskhand.domain.accounts.tenants import tenants_to_keep
from deskhand.domain.intents import trainings, versions
from deskhand.domain.intents.examples import Example
from deskhand.domain.intents.trainings import HeldTraining, Learned, Lesson
from deskhand.domain.packs.store import PackStore
from deskhand.infra.classification.classifier import ExamplesUnusable
from deskhand.infra.classification.training import Limits, TrainingFailed, train
from deskhand.infra.db.jobs import JobLost
from deskhand.infra.runtime import Runtime
from deskhand.packs.loader import Pack
from deskhand.worker.jobs import Progress, kept

log = structlog.get_logger(__name__)

_BATCH = 64
_LEASE = timedelta(seconds=30)
_PAUSE = timedelta(seconds=10)


class TrainingRunner:
    """Works on trainings, one at a time: a customer's turn comes before them."""

    def __init__(self, runtime: Runtime) -> None:
        settings = runtime.settings.training
        self._database = runtime.database
        self._embedder = runtime.embedder
        self._packs = PackStore()
        self._limits = Limits(
            cpu_seconds=settings.cpu_seconds,
            seconds=settings.seconds,
            memory_bytes=settings.memory_mb * 1_000_000,
        )
        self._one_at_a_time = asyncio.Lock()
        self._begun: dict[UUID, asyncio.Task[None]] = {}

    async def begin(self, version_id: UUID) -> None:
        """Train beside other work: whoever rings the bell need not wait for minutes."""
        if version_id not in self._begun:
            task = self._begun[version_id] = asyncio.create_task(self.run(version_id))
            task.add_done_callback(lambda _: self._begun.pop(version_id, None))

    async def stop(self) -> None:
        """End what is being trained; its lease runs out, and another worker takes it up."""
        begun = list(self._begun.values())
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

    async def renew(self) -> None:
        """Train anew where a new pack, model or release made a tenant's version useless."""
        async with self._database.transaction(None) as session:
            tenants = await tenants_to_keep(session)
        for tenant_id in tenants:
            async with self._database.transaction(tenant_id) as session:
                if await versions.version_in_service(session) is not None:
                    pack = (await self._packs.of_tenant(session)).pack
                    await versions.queue_renewal(session, pack, self._embedder.name)

    async def run(self, version_id: UUID) -> None:
        """Claim the training and do it; nothing when it is done, held or not yet due."""
        async with self._one_at_a_time:
            async with self._database.transaction(None) as session:
                held = await trainings.claim(session, version_id, _LEASE)
            if held is not None:
                await self._run(held)

    async def _run(self, held: HeldTraining) -> None:
        try:
            async with self._database.transaction(held.tenant_id) as session:
                pack = (await self._packs.of_tenant(session)).pack
                lesson = await trainings.lesson(session, pack, held)
            async with kept(self._database, trainings.JOBS, held, _LEASE) as progress:
                learned = await self._learn(pack, lesson, progress)
            basis = versions.basis_of(pack, self._embedder.name, with_pack=held.with_pack)
            async with self._database.transaction(held.tenant_id) as session:
                await trainings.finish(session, held, basis, lesson, learned)
            log.info("intents trained", number=held.number, languages=sorted(learned))
        except JobLost:
            log.warning("the training was lost to another worker", number=held.number)
        except (versions.NothingTaught, ExamplesUnusable) as error:
            await self._fail(held, error.detail, final=True)
        except TrainingFailed as error:
            await self._fail(held, error.detail, final=held.last_attempt)
        except Exception as error:
            log.exception("the training failed", number=held.number)
            final = held.last_attempt
            await self._fail(held, f"The training failed: {type(error).__name__}.", final=final)

    async def _learn(self, pack: Pack, lesson: Lesson, progress: Progress) -> dict[str, Learned]:
        progress.total = sum(len(examples) for examples in lesson.examples.values())
        outside = next((name for name, intent in pack.intents.items() if intent.outside), None)
        return {
            language: await self._learn_language(examples, outside, progress)
            for language, examples in lesson.examples.items()
        }

    async def _learn_language(
        self, examples: Sequence[Example], outside: str | None, progress: Progress
    ) -> Learned:
        started, spent = perf_counter(), _child_seconds()
        texts = [one.text for one in examples]
        vectors = np.zeros((len(texts), self._embedder.dimensions), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            vectors[start : start + len(batch)] = await self._embedder.embed_passages(batch)
            progress.done += len(batch)
        classifier = await train(
            texts,
            [one.intent for one in examples],
            vectors,
            outside=outside,
            limits=self._limits,
        )
        figures = asdict(classifier.figures) | {
            "seconds": round(perf_counter() - started, 2),
            "child_cpu_seconds": round(_child_seconds() - spent, 2),
            "child_memory_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }
        return Learned(await asyncio.to_thread(classifier.to_bytes), figures)

    async def _fail(self, held: HeldTraining, error: str, *, final: bool) -> None:
        with suppress(JobLost):
            async with self._database.transaction(held.tenant_id) as session:
                await trainings.fail(session, held, error, final=final, pause=_PAUSE)


def _child_seconds() -> float:
    """Processor time of the children of this process that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
