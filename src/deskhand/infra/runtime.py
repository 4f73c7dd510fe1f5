"""Opens everything the product stands on, and closes it: the one composition root."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from limits.aio.storage import MemoryStorage, RedisStorage, Storage
from threadpoolctl import threadpool_limits

from deskhand.infra import failpoints
from deskhand.infra.db.admission import Admission
from deskhand.infra.db.engine import open_engine
from deskhand.infra.db.session import Database
from deskhand.infra.embedded.postgres import EmbeddedPostgres
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.models.embeddings import (
    Embedder,
    open_embedder,
    open_local,
)
from deskhand.infra.models.languages import Embedders
from deskhand.infra.models.late import LateEmbedder
from deskhand.infra.observability.tracing import configure_tracing, stop_tracing
from deskhand.infra.sealing import Sealing
from deskhand.infra.settings import Settings
from deskhand.infra.smtp import Relay
from deskhand.infra.wakeup.events import MemoryEvents, RedisEvents
from deskhand.infra.wakeup.inprocess import InProcessWakeup
from deskhand.infra.wakeup.line import ServerLine, WorkerLine
from deskhand.infra.wakeup.port import LiveEvents, Wakeup


class SecretTooShort(ConfigurationInvalid):
    """SECRET_KEY needs at least 32 bytes."""


class FailPointsNotHere(ConfigurationInvalid):
    """DESKHAND_FAIL_POINTS is for fault tests on the sample shop: unset it."""


class OwnerUrlMissing(ConfigurationInvalid):
    """DATABASE_OWNER_URL is needed to migrate: the URL of the role that owns the tables."""


@dataclass(frozen=True, slots=True)
class DatabaseUrls:
    """URLs of the application's role and, where known, of the role that owns the tables."""

    application: str
    owner: str | None
    embedded: bool

    def owner_or_refuse(self) -> str:
        """The owner's URL; raises OwnerUrlMissing."""
        if self.owner is None:
            raise OwnerUrlMissing
        return self.owner


Place = Literal["alone", "server"] | ServerLine
"""What a process is among those of one desk, see `open_runtime`."""

_LINE = 256
"""How many requests may wait for a connection; the next is refused at once."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """The opened ground. `bell` is set when a worker of this process hears the wake-ups, `line`
    when it has a process of its own beside this one.

    `database` waits for a connection, as work that is already accepted must. Requests come
    through `doors`, and health is asked over `watch`, a connection that nobody else takes. Mail
    leaves through the `relay`, or is only kept.
    """

    settings: Settings
    database: Database
    doors: Database
    watch: Database
    embedders: Embedders
    wakeup: Wakeup
    bell: InProcessWakeup | None
    line: WorkerLine | None
    events: LiveEvents
    rate_storage: Storage
    secret: str
    relay: Relay | None

    @property
    def embedder(self) -> Embedder:
        """The embedding model that is configured."""
        return self.embedders.first

    def at_the_doors(self) -> Runtime:
        """The ground as requests see it: whoever cannot be served soon is told so."""
        return replace(self, database=self.doors)

    @property
    def cache_dir(self) -> Path:
        """Where things that can be made again are kept."""
        return self.settings.app.data_dir / "cache"


@contextmanager
def database_server(settings: Settings) -> Iterator[DatabaseUrls]:
    """The database: the one that is configured, or the private one, running while held."""
    configured = settings.database.url
    if configured is not None:
        owner = settings.database.owner_url
        yield DatabaseUrls(
            configured.get_secret_value(), owner.get_secret_value() if owner else None, False
        )
        return
    with EmbeddedPostgres(settings.app.data_dir / "pg") as server:
        yield DatabaseUrls(server.url("deskhand_app"), server.url("deskhand_owner"), True)


@dataclass(frozen=True, slots=True)
class _Signals:
    """How this process wakes others and tells what happens."""

    wakeup: Wakeup
    events: LiveEvents
    bell: InProcessWakeup | None = None
    line: WorkerLine | None = None
    hang_up: Callable[[], None] = lambda: None

    async def close(self) -> None:
        await self.events.close()
        self.hang_up()


def _signals(settings: Settings, place: Place) -> _Signals:
    if settings.redis.url is not None:
        # Celery takes 16 MB and a quarter of a second: only for those who use it.
        from deskhand.infra.wakeup.celery_app import CeleryWakeup, make_celery

        url = settings.redis.url.get_secret_value()
        limit = settings.turns.hard_limit_seconds
        celery = CeleryWakeup(make_celery(url, hard_limit_seconds=limit))
        return _Signals(celery, RedisEvents(url), hang_up=celery.close)
    if isinstance(place, ServerLine):
        return _Signals(place.bell, place, bell=place.bell)
    events = MemoryEvents()
    if place == "server":
        line = WorkerLine(events)
        return _Signals(line, events, line=line)
    bell = InProcessWakeup()
    return _Signals(bell, events, bell=bell)


@asynccontextmanager
async def open_runtime(
    settings: Settings, urls: DatabaseUrls, place: Place = "alone"
) -> AsyncIterator[Runtime]:
    """Everything opened, and closed again at the end whatever happens.

    `place` counts without Redis: this process does all by itself, has a worker process beside it,
    or is that worker, which has its end of the line.
    """
    _arm(settings)
    # A product of a small matrix and a vector gains nothing from threads, and OpenBLAS lets its
    # threads spin after each: they took half of the processor time of a turn.
    threadpool_limits(1, user_api="blas")
    configure_tracing(settings.observability)
    relay = Relay.of(settings.mail)
    embedders = await _open_embedders(settings, late=place == "server")
    size, sealing = settings.database.pool_size, audit_sealing(settings)
    database = Database(open_engine(urls.application, size), sealing)
    doors = Database(open_engine(urls.application, size), sealing, Admission(size, _LINE))
    watch = Database(open_engine(urls.application, 1))
    signals = _signals(settings, place)
    redis_url = settings.redis.url.get_secret_value() if settings.redis.url else None
    try:
        yield Runtime(
            settings=settings,
            database=database,
            doors=doors,
            watch=watch,
            embedders=embedders,
            wakeup=signals.wakeup,
            bell=signals.bell,
            line=signals.line,
            events=signals.events,
            rate_storage=_rate_storage(redis_url),
            secret=signing_secret(settings),
            relay=relay,
        )
    finally:
        await signals.close()
        for opened in (database, doors, watch):
            await opened.close()
        embedders.close()
        stop_tracing()


def _arm(settings: Settings) -> None:
    """Fail-points as set; raises FailPointsNotHere where a real shop is served."""
    if settings.app.fail_points is not None and not settings.app.sample_shop:
        raise FailPointsNotHere
    failpoints.arm(settings.app.fail_points)


async def _open_embedders(settings: Settings, *, late: bool) -> Embedders:
    """A server whose worker reads for it opens a local model only when it is asked itself."""
    cache, name = settings.app.data_dir / "cache", settings.embedding.model
    first: Embedder
    if late and name.startswith("local:"):
        first = LateEmbedder(name, lambda: open_local(name, cache))
    else:
        first = await asyncio.to_thread(
            open_embedder, settings.embedding, cache, api_key=settings.model.api_key
        )
    second = settings.embedding.multilingual
    if second == "none":
        return Embedders(first)
    return Embedders(first, lambda: open_local(second, cache))


def _rate_storage(redis_url: str | None) -> Storage:
    """Where rate limits are counted; redis-py is the client that everything else uses."""
    if redis_url is None:
        return MemoryStorage()
    return RedisStorage(f"async+{redis_url}", implementation="redispy")


def audit_sealing(settings: Settings) -> Sealing:
    """What the audit trail is marked with, and where the heads of its chains are kept."""
    folder = settings.app.audit_heads or settings.app.data_dir / "audit"
    return Sealing.of(signing_secret(settings), folder)


def signing_secret(settings: Settings) -> str:
    """The secret that signs tokens: configured, or made once and kept in the data folder."""
    configured = settings.auth.secret
    if configured is not None:
        if len(configured.get_secret_value().encode()) < 32:
            raise SecretTooShort
        return configured.get_secret_value()
    kept = settings.app.data_dir / "secret"
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        with kept.open("x") as file:
            kept.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return kept.read_text()
