"""The server: orders in memory, effects by idempotency key, and faults taken in turn."""

from __future__ import annotations

import asyncio
import json
import random
import sys
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args
from urllib.parse import parse_qs, unquote, urlsplit

from deskhand.infra.clock import now

HERE: Final = Path(__file__).parent
TOKEN: Final = "sample-token"

Fault = Literal[
    "none", "slow", "500_before", "500_after", "cut_after", "hang_after", "garbled", "duplicate"
]
"""What goes wrong with a call that does something: before it is done, or after."""


@dataclass
class Seen:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class OrderSystem:
    """What the shop knows. Every call that does something takes the next of `faults`."""

    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    faults: deque[Fault] = field(default_factory=deque)
    seen: list[Seen] = field(default_factory=list)
    effects: dict[str, dict[str, Any]] = field(default_factory=dict)
    done: list[tuple[str, str]] = field(default_factory=list)
    knows_effects: bool = True
    filters: bool = True
    broken: bool = False
    port: int = 0
    closing: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def calls(self) -> list[Seen]:
        """The requests that were to do something."""
        return [one for one in self.seen if one.method == "POST"]

    def answered(self, seen: Seen) -> tuple[int, Any]:
        """Status and body, without any fault."""
        if seen.headers.get("authorization") != f"Bearer {TOKEN}":
            return 401, {"detail": "Who are you?"}
        if self.broken:
            return 503, {"detail": "Not now."}
        match seen.method, *seen.path.strip("/").split("/"):
            case "GET", "orders":
                of = seen.query.get("customer")
                every = list(self.orders.values())
                asked = [one for one in every if one["customer"] == of or not self.filters]
                return 200, {"orders": asked}
            case "GET", "orders", number:
                found = self.orders.get(unquote(number))
                return (200, found) if found else (404, {"detail": "No such order."})
            case "GET", "effects", key:
                effect = self.effects.get(unquote(key)) if self.knows_effects else None
                if not self.knows_effects:
                    return 503, {"detail": "Not now."}
                return (200, effect) if effect else (404, {"detail": "No such key."})
            case "POST", "orders", number, ("refunds" | "cancellation") as what:
                return self._do(unquote(number), what, seen)
        return 404, {"detail": "No such path."}

    def _do(self, number: str, what: str, seen: Seen) -> tuple[int, Any]:
        """Done once for each key; the same key again is told the same."""
        key = unquote(seen.headers.get("idempotency-key", ""))
        if key and key in self.effects:
            return 201, self.effects[key]
        order = self.orders.get(number)
        if order is None:
            return 404, {"detail": "No such order."}
        if order["state"] == "locked":
            return 422, {"detail": "The order is locked."}
        self.done.append((what, number))
        order["state"] = "refunded" if what == "refunds" else "cancelled"
        effect = {"id": f"E-{len(self.done)}", "state": "done", "order": number}
        self.effects[key or effect["id"]] = effect
        return 201, effect


def seeded(seed: int) -> Iterator[Fault]:
    """Faults without end, the same for the same seed."""
    dice = random.Random(seed)
    while True:
        yield dice.choice(get_args(Fault))


@asynccontextmanager
async def running(system: OrderSystem, port: int = 0) -> AsyncIterator[OrderSystem]:
    """The system on a port of this machine, until the block ends."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _exchange(system, reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    system.port = server.sockets[0].getsockname()[1]
    try:
        yield system
    finally:
        system.closing.set()
        server.close()
        await server.wait_closed()


async def _exchange(
    system: OrderSystem, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    seen = await _read(reader)
    system.seen.append(seen)
    fault: Fault = "none"
    if seen.method == "POST" and system.faults:
        fault = system.faults.popleft()
    if fault == "500_before":
        return await _write(writer, 500, b'{"detail": "Broken."}')
    if fault == "slow":
        await asyncio.sleep(0.2)
    status, body = system.answered(seen)
    match fault:
        case "duplicate":  # As a proxy does that sends a request again.
            status, body = system.answered(seen)
        case "500_after":
            return await _write(writer, 500, b'{"detail": "Broken."}')
        case "cut_after":
            return None
        case "hang_after":
            await system.closing.wait()
            return None
        case "garbled":
            return await _write(writer, status, b'{"id": "E-')
    await _write(writer, status, json.dumps(body).encode())


async def _read(reader: asyncio.StreamReader) -> Seen:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in head[1:] if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    parts = urlsplit(target)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return Seen(method, parts.path, query, headers, json.loads(body) if body else None)


async def _write(writer: asyncio.StreamWriter, status: int, body: bytes) -> None:
    head = (
        f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
    )
    writer.write(head.encode() + body)
    await writer.drain()


def gateway_text(port: int, *, reads: bool = False) -> str:
    """The gateway's file for a system on that port; with `reads` its orders live there alone."""
    text = (HERE / "gateway.yaml").read_text("utf-8").replace(":9000", f":{port}")
    return text + (HERE / "reads.yaml").read_text("utf-8") if reads else text


def order(number: str, customer: str, state: str = "delivered", **more: Any) -> dict[str, Any]:
    """An order of 49.00 as the shop has it."""
    day = now().date() - timedelta(days=3)
    delivered = {"delivered": day.isoformat()} if state == "delivered" else {}
    return {
        "id": number,
        "state": state,
        "customer": customer,
        "currency": "USD",
        "total": 4900,
        "item": "Desk lamp",
        "placed": (day - timedelta(days=4)).isoformat(),
        **delivered,
        **more,
    }


def description() -> str:
    """The system's OpenAPI document."""
    return (HERE / "openapi.yaml").read_text("utf-8")


async def _main(port: int, seed: str | None) -> None:
    system = OrderSystem()
    for number, state in (("ORD123", "sent"), ("ORD126", "open"), ("12345", "delivered")):
        system.orders[number] = order(number, "maya@example.com", state)
    if seed is not None:
        faults = seeded(int(seed))
        system.faults.extend(next(faults) for _ in range(10_000))
    async with running(system, port):
        sys.stdout.write(f"A sample shop's orders on 127.0.0.1:{system.port}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None))
