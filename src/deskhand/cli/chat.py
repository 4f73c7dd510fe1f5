"""`deskhand chat`: a conversation in the terminal."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import replace
from typing import Annotated
from urllib.parse import quote, urlsplit
from uuid import uuid4

import httpx
import typer
from rich.markup import escape
from sqlalchemy import select
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from deskhand.cli.banner import url_of
from deskhand.cli.ground import ready_database
from deskhand.cli.http import Server
from deskhand.cli.listening import take_port
from deskhand.cli.output import console, results, step
from deskhand.cli.serve import chat_page_of, hosts_of
from deskhand.cli.tenants import OPERATOR, chosen_tenant
from deskhand.cli.transcript import Transcript
from deskhand.domain.commerce.customers import CustomerNotFound, find_customer
from deskhand.domain.tables import User
from deskhand.infra.errors import Conflict, Unavailable
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.infra.settings import Settings
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import SampleDoor
from deskhand.samples.loader import load_samples
from deskhand.worker.assembly import open_assistant
from deskhand.worker.loop import Worker

_SAMPLE_CUSTOMER = "maya@example.com"


class ServerAway(Unavailable):
    """The server does not answer."""


class NoOwner(Conflict):
    """This tenant has no active owner: add one with `deskhand users add --role owner`."""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Use")(chat)


def chat(
    customer: Annotated[
        str, typer.Option(metavar="EMAIL", help="Which customer you are.")
    ] = _SAMPLE_CUSTOMER,
    tenant: Annotated[
        str | None,
        typer.Option(metavar="SLUG", help="Your own tenant, opened here without a server."),
    ] = None,
    url: Annotated[
        str | None, typer.Option(help="Address of the server; else the one on HOST and PORT.")
    ] = None,
    token: Annotated[
        str | None,
        typer.Option(envvar="DESKHAND_TOKEN", help="Access token or API key, where one is asked."),
    ] = None,
) -> None:
    """Chat in the terminal: answers stream in, their sources stand below.

    Talks to the running server; without one the sample shop is opened for this conversation, and
    with --tenant your own.
    An empty line or Ctrl-D ends it. Questions can be piped in as well, one a line.

    [bold]Examples[/bold]

      deskhand chat

      deskhand chat --customer jonas@example.com

      deskhand chat --tenant my-shop --customer ann@example.com

      echo "Where is my order ORD123?" | deskhand chat
    """
    settings = Settings()
    host = settings.app.host if settings.app.host != "0.0.0.0" else "127.0.0.1"  # noqa: S104
    running = url or url_of(host, settings.app.port)
    if tenant is None and (url is not None or _answers(running)):
        asyncio.run(_converse(running, customer, token))
        return
    logging.disable(logging.CRITICAL)
    if tenant is None:
        console.print(f"No server answers at {running}: the sample shop is opened here.")
    with ready_database(settings) as urls:
        asyncio.run(_alone(settings, urls, customer, tenant))


def _answers(url: str) -> bool:
    with suppress(httpx.HTTPError):
        health = httpx.get(f"{url}/health", timeout=2, trust_env=False)
        return "checks" in health.text
    return False


async def _alone(settings: Settings, urls: DatabaseUrls, customer: str, tenant: str | None) -> None:
    async with _own_server(settings, urls, tenant, customer) as url:
        await _converse(url, customer, None)


@asynccontextmanager
async def _own_server(
    settings: Settings, urls: DatabaseUrls, tenant: str | None, customer: str
) -> AsyncIterator[str]:
    """The tenant, or the sample shop, on a port of its own while the conversation lasts."""
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls))
        door, page = await _opened(runtime, tenant, customer)
        assistant = await stack.enter_async_context(open_assistant(runtime))
        await stack.enter_async_context(Worker(runtime, assistant).running())
        listener = stack.enter_context(take_port("127.0.0.1", 0))
        app = build_app(runtime, sample=replace(door, hosts=hosts_of(listener)), chat_page=page)
        ready = asyncio.Event()
        server = Server(app, ready.set)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            await ready.wait()
            yield url_of(*listener.getsockname()[:2])
        finally:
            server.should_exit = True
            await serving


async def _opened(runtime: Runtime, slug: str | None, customer: str) -> tuple[SampleDoor, ChatPage]:
    """Whoever may run this command may speak for any customer of the tenant, as its owner may."""
    if slug is None:
        with step("Sample shop"):
            sample = await load_samples(runtime)
        door = SampleDoor(sample.tenant_id, sample.owner_id, sample.customers[0].id, frozenset())
        return door, chat_page_of(sample)
    tenant_id = await chosen_tenant(runtime.database, slug)
    async with runtime.database.transaction(tenant_id) as session:
        owner_id = await session.scalar(
            select(User.id).where(User.role == "owner", User.active).order_by(User.id).limit(1)
        )
        known = await find_customer(session, OPERATOR, email=customer)
    if owner_id is None:
        raise NoOwner
    if known is None:
        raise CustomerNotFound(f"{slug} has no customer {customer}.")
    return SampleDoor(tenant_id, owner_id, known.id, frozenset()), chat_page_of(None)


async def _converse(url: str, customer: str, token: str | None) -> None:
    parts = urlsplit(url)
    scheme = "wss" if parts.scheme == "https" else "ws"
    path = f"{parts.path.rstrip('/')}/ws/cli-{uuid4().hex}?customer={quote(customer)}"
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        async with connect(
            f"{scheme}://{parts.netloc}{path}", additional_headers=headers, proxy=None
        ) as line:
            await _talk(line, customer)
    except (OSError, InvalidHandshake) as error:
        raise ServerAway(f"No chat at {url}: {error}.") from error
    except ConnectionClosed as error:
        raise ServerAway("The server ended the conversation.") from error


async def _talk(line: ClientConnection, customer: str) -> None:
    transcript = Transcript(line)
    await transcript.greeted()
    interactive = sys.stdin.isatty()
    if interactive:
        results.print(f"[dim]You are {escape(customer)}. An empty line ends the chat.[/dim]")
    while text := await _question(interactive):
        if not interactive:
            results.print(f"[bold]you[/bold] {escape(text)}")
        await transcript.ask(text)


async def _question(interactive: bool) -> str:
    """The next line of the customer, empty at the end."""
    if interactive:
        try:
            typed: str = await asyncio.to_thread(results.input, "\n[bold]you[/bold] ")
        except EOFError:
            return ""
        return typed.strip()
    for text in sys.stdin:
        if text.strip():
            return text.strip()
    return ""
