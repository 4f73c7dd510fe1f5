"""`deskhand worker`: answers what the servers took in, on as many machines as wanted."""

from __future__ import annotations

from contextlib import AsyncExitStack
from typing import Annotated

import typer

from deskhand.cli.beside import OPTION
from deskhand.cli.ground import ready_database
from deskhand.cli.helping import work_beside
from deskhand.cli.output import console, step
from deskhand.infra.collector import spare_what_is_loaded
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.observability.metrics import serve_metrics
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import Settings
from deskhand.worker.assembly import open_assistant
from deskhand.worker.loop import Worker, turns_at_once


class RedisNeeded(ConfigurationInvalid):
    """A worker hears of its work through Redis: set REDIS_URL, as redis://localhost:6379/0."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Run")(worker)


def worker(
    concurrency: Annotated[
        int | None,
        typer.Option(min=1, help="Turns at once; TURN_CONCURRENCY, else 256, or 32 offline."),
    ] = None,
    metrics_port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="Serve Prometheus metrics on this port.")
    ] = None,
    beside: Annotated[int | None, typer.Option(OPTION, hidden=True)] = None,
) -> None:
    """Start a worker, which answers what the servers took in.

    It needs REDIS_URL, and the same database as the servers; a server without REDIS_URL answers
    by itself. Ctrl-C or SIGTERM lets it finish what runs; what does not finish in time is handed
    back to the other workers.

    [bold]Examples[/bold]

      REDIS_URL=redis://localhost:6379/0 deskhand worker

      deskhand worker --concurrency 64 --metrics-port 9100
    """
    settings = Settings()
    if settings.redis.url is None and beside is None:
        raise RedisNeeded
    configure_logging(settings.observability, json=not console.is_terminal)
    if beside is not None:
        work_beside(settings, beside)
        return
    if metrics_port is not None:
        serve_metrics(metrics_port, "0.0.0.0")  # noqa: S104 - scraped from other machines
    with ready_database(settings) as urls:
        code = _work(settings, urls, concurrency or turns_at_once(settings))
    console.print("The worker has stopped.")
    raise typer.Exit(code)


def _work(settings: Settings, urls: DatabaseUrls, concurrency: int) -> int:
    # Celery takes 16 MB and a quarter of a second: only for those who use it.
    from deskhand.infra.wakeup.celery_app import make_celery, register_tasks, run_worker
    from deskhand.infra.wakeup.loop_thread import LoopThread

    if settings.redis.url is None:
        raise RedisNeeded
    celery = make_celery(
        settings.redis.url.get_secret_value(), hard_limit_seconds=settings.turns.hard_limit_seconds
    )
    loop = LoopThread()
    loop.start()
    stack = AsyncExitStack()
    try:
        with step("Assistant"):
            opened = loop.submit(_open(settings, urls, stack))
        register_tasks(celery, loop, opened.tasks)
        console.print(f"[bold]The worker listens[/bold] for up to {concurrency} turns at once.")
        return run_worker(celery, loop, concurrency=concurrency)
    finally:
        loop.resume()
        loop.submit(stack.aclose())
        loop.stop()


async def _open(settings: Settings, urls: DatabaseUrls, stack: AsyncExitStack) -> Worker:
    runtime = await stack.enter_async_context(open_runtime(settings, urls))
    assistant = await stack.enter_async_context(
        open_assistant(runtime, loaded=spare_what_is_loaded)
    )
    opened = Worker(runtime, assistant)
    await stack.enter_async_context(opened.running())
    return opened
