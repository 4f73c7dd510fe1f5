"""`deskhand serve`: the doors and a worker beside them, or the doors alone when Redis is there."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Annotated

import typer
import uvloop

from deskhand.cli.banner import show_banner, url_of
from deskhand.cli.beside import WorkerProcess
from deskhand.cli.ground import ready_database
from deskhand.cli.http import Server
from deskhand.cli.listening import is_loopback, take_port
from deskhand.cli.output import console, seconds_of_life, step
from deskhand.cli.waiting import documents_read
from deskhand.infra.collector import spare_what_is_loaded
from deskhand.infra.errors import ConfigurationInvalid
from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.runtime import DatabaseUrls, Place, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import SampleDoor
from deskhand.samples.loader import SampleShop, load_samples


class SampleShopNotPublic(ConfigurationInvalid):
    """The sample shop serves anybody as its owner, so it may only listen on this machine."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Run")(serve)


def serve(
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; HOST, else 127.0.0.1.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Port; PORT, else 8000; 0 takes any.")
    ] = None,
    sample: Annotated[
        bool | None,
        typer.Option(
            "--sample/--no-sample", help="Load the sample shop and serve it without a log-in."
        ),
    ] = None,
    in_process: Annotated[
        bool, typer.Option("--in-process", help="Answer in this process, without one beside it.")
    ] = False,
) -> None:
    """Start the server: chat page, API and, without Redis, the worker that answers.

    The worker has a process of its own, which this one starts, watches and ends, so that taking
    messages in never waits for answering them; --in-process does without, to save memory.
    Without DATABASE_URL a private PostgreSQL is started in DESKHAND_DATA_DIR. With REDIS_URL this
    process only takes messages in; start [bold]deskhand worker[/bold] beside it.

    [bold]Examples[/bold]

      deskhand serve --sample              the sample shop on http://127.0.0.1:8000

      deskhand serve --port 8080           your own shop on another port

      HOST=0.0.0.0 deskhand serve          reachable from other machines
    """
    settings = Settings()
    wanted_host = host or settings.app.host
    wanted_port = settings.app.port if port is None else port
    with_sample = settings.app.sample_shop if sample is None else sample
    if with_sample and not is_loopback(wanted_host):
        raise SampleShopNotPublic(
            f"The sample shop serves anybody as its owner, so it does not listen on {wanted_host}:"
            " use HOST=127.0.0.1, or --no-sample."
        )
    listener = take_port(wanted_host, wanted_port)
    signal.signal(signal.SIGTERM, _leave)
    configure_logging(settings.observability, json=not console.is_terminal)
    console.print("[bold]Deskhand[/bold] starts")
    with contextlib.closing(listener), ready_database(settings) as urls:
        place: Place = "alone" if in_process else "server"
        serving = _Serving(settings, urls, listener, with_sample, place)
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serving.run())
    console.print("Deskhand has stopped.")


def _leave(number: int, _: object) -> None:
    """SIGTERM before the server runs: leave in order, so that PostgreSQL is stopped too."""
    raise SystemExit(128 + number)


class _Serving:
    """One life of the server, from the opened database to the last answer."""

    def __init__(
        self,
        settings: Settings,
        urls: DatabaseUrls,
        listener: socket.socket,
        with_sample: bool,
        place: Place,
    ) -> None:
        self._settings = settings
        self._urls = urls
        self._listener = listener
        self._with_sample = with_sample
        self._place = place

    async def run(self) -> None:
        """Serve until a signal; then answer what is begun and leave."""
        async with AsyncExitStack() as stack:
            with step("Embedding model and connections"):
                runtime = await stack.enter_async_context(
                    open_runtime(self._settings, self._urls, self._place)
                )
            beside = WorkerProcess(runtime.line) if runtime.line is not None else None
            if beside is not None:
                await stack.enter_async_context(beside.running())
            sample = None
            if self._with_sample:
                with step("Sample shop"):
                    sample = await load_samples(runtime)
            if beside is not None:
                with step("Assistant"):
                    await beside.ready()
            elif runtime.bell is not None:
                with step("Assistant"):
                    await stack.enter_async_context(_answering_here(runtime))
            if runtime.settings.redis.url is None and sample is not None:
                await _documents_read(runtime, sample)
            await self._serve(runtime, sample)

    async def _serve(self, runtime: Runtime, sample: SampleShop | None) -> None:
        door = sample_door(sample, self._listener) if sample else None
        app = build_app(runtime, sample=door, chat_page=chat_page_of(sample))
        proxies = self._settings.app.trusted_proxies
        server = Server(app, lambda: self._tell(runtime, sample), trusted_proxies=proxies)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, _stop, server)
        await server.serve(sockets=[self._listener])

    def _tell(self, runtime: Runtime, sample: SampleShop | None) -> None:
        host, port = self._listener.getsockname()[:2]
        show_banner(
            self._settings,
            url_of(host, port),
            sample,
            seconds=seconds_of_life(),
            answers_here=runtime.settings.redis.url is None,
        )


@asynccontextmanager
async def _answering_here(runtime: Runtime) -> AsyncIterator[None]:
    """A worker in this process."""
    # The assistant takes 50 MB: only for a server that answers by itself.
    from deskhand.worker.assembly import open_assistant
    from deskhand.worker.loop import Worker

    async with (
        open_assistant(runtime, loaded=spare_what_is_loaded) as assistant,
        Worker(runtime, assistant).running(),
    ):
        yield


async def _documents_read(runtime: Runtime, sample: SampleShop) -> None:
    if sample.waiting_documents:
        with step(f"Reading {sample.waiting_documents} sample documents"):
            await documents_read(runtime, sample.tenant_id)


def sample_door(sample: SampleShop, listener: socket.socket) -> SampleDoor:
    """The door for callers on this machine, at the addresses that this listener answers at."""
    first = sample.customers[0].id
    return SampleDoor(sample.tenant_id, sample.owner_id, first, hosts_of(listener))


def hosts_of(listener: socket.socket) -> frozenset[str]:
    """The names by which this machine reaches the listener."""
    port = listener.getsockname()[1]
    return frozenset(f"{name}:{port}" for name in ("localhost", "127.0.0.1", "[::1]"))


def _stop(server: Server) -> None:
    """The first signal stops in order, a second one at once."""
    if server.should_exit:
        server.force_exit = True
        return
    server.should_exit = True
    console.print("Deskhand stops: it finishes what it has begun. Again stops it at once.")


def chat_page_of(sample: SampleShop | None) -> ChatPage:
    """What the page at `/` shows."""
    if sample is None:
        return ChatPage(shop_name="Deskhand", needs_login=True)
    return ChatPage(
        shop_name=sample.name,
        sample_customers=tuple((row.email, row.name, row.hint) for row in sample.customers),
        suggestions=sample.suggestions,
        guest_suggestions=sample.guest_suggestions,
        staff_login=f"{sample.staff_email} / {sample.staff_password}",
        tenant_id=sample.tenant_id,
        customer_login=sample.customer_login,
    )
