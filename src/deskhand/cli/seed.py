"""`deskhand seed`: the sample shops, loaded into the database."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Annotated

import typer

from deskhand.cli.ground import ready_database
from deskhand.cli.output import results, step
from deskhand.cli.reading import read_documents
from deskhand.infra.runtime import DatabaseUrls, open_runtime
from deskhand.infra.settings import Settings
from deskhand.samples.loader import SampleShop, load_samples


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(rich_help_panel="Set up")(seed)


def seed(
    restore: Annotated[
        bool, typer.Option(help="Bring back sample documents that were deleted.")
    ] = False,
) -> None:
    """Load the sample tenants: two shops and a hotel.

    Safe to run again: it adds what is missing and moves the sample dates to today.

    [bold]Examples[/bold]

      deskhand seed

      deskhand seed --restore
    """
    settings = Settings()
    with ready_database(settings) as urls:
        shop = asyncio.run(_seed(settings, urls, restore))
    results.print(f"{shop.name}: tenant {shop.slug} ({shop.tenant_id})")
    results.print(f"team: {shop.staff_email} / {shop.staff_password}")
    for customer in shop.customers:
        results.print(f"customer: {customer.email} ({customer.name}), {customer.hint}")


async def _seed(settings: Settings, urls: DatabaseUrls, restore: bool) -> SampleShop:
    async with AsyncExitStack() as stack:
        runtime = await stack.enter_async_context(open_runtime(settings, urls))
        with step("Sample shops"):
            shop = await load_samples(runtime, restore=restore)
        await read_documents(runtime, shop.tenant_id)
        return shop
