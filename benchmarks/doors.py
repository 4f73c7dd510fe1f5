"""Deskhand's doors without a worker in the same process: what accepting alone costs."""

from __future__ import annotations

import argparse
import asyncio

import uvicorn
import uvloop

from deskhand.infra.observability.logging import configure_logging
from deskhand.infra.runtime import database_server, open_runtime
from deskhand.infra.settings import Settings
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import SampleDoor
from deskhand.samples.loader import load_samples


async def _serve(settings: Settings, port: int) -> None:
    with database_server(settings) as urls:
        async with open_runtime(settings, urls) as runtime:
            sample = await load_samples(runtime)
            app = build_app(
                runtime,
                sample=SampleDoor(
                    sample.tenant_id,
                    sample.owner_id,
                    sample.customers[0].id,
                    frozenset({f"127.0.0.1:{port}", f"localhost:{port}"}),
                ),
                chat_page=ChatPage(shop_name="Bench"),
            )
            config = uvicorn.Config(
                app,
                host="127.0.0.1",
                port=port,
                http="httptools",
                access_log=False,
                log_config=None,
            )
            await uvicorn.Server(config).serve()


def main() -> None:
    """Serve until stopped."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, required=True)
    port: int = options.parse_args().port
    settings = Settings()
    configure_logging(settings.observability)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, port))


if __name__ == "__main__":
    main()
