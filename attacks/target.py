"""The desk that is attacked: a server and worker of its own, with callers of every kind."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from tests.faults.processes import Server

_STAFF = {"email": "owner@example.com", "password": "sample-owner-pass", "tenant": "fernway"}
PASSWORD = "a pass phrase of the attacks"


@dataclass(frozen=True)
class Target:
    """A running server, and the credentials of its callers by name.

    `owner` owns the sample shop, `customer` and `other_customer` are two of its customers,
    `foreign_owner` and `foreign_key` belong to another tenant, `nobody` has no credential.
    """

    server: Server
    callers: dict[str, dict[str, str]]
    scale: float
    """How much is tried, 1 for the whole campaign."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.port}"

    def times(self, most: int, least: int = 1) -> int:
        """How often something is tried, by the scale."""
        return max(least, round(most * self.scale))

    @asynccontextmanager
    async def client(
        self, caller: str = "nobody", **options: Any
    ) -> AsyncIterator[httpx.AsyncClient]:
        """A client with the caller's credential."""
        limits = httpx.Limits(max_connections=2000)
        async with httpx.AsyncClient(
            base_url=self.url,
            headers=self.callers[caller],
            timeout=options.pop("timeout", 60),
            limits=limits,
            **options,
        ) as opened:
            yield opened

    async def healthy(self) -> bool:
        """Whether the server says that all is well."""
        async with self.client() as client:
            try:
                return bool((await client.get("/health")).json().get("status") == "ok")
            except (httpx.HTTPError, ValueError):
                return False


@contextmanager
def running(cache: Path, scale: float) -> Iterator[Target]:
    """The sample shop on a free port of this machine, with a data folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="deskhand-attacks-") as folder:
        data_dir = Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        (data_dir / "cache").symlink_to(cache)
        server = Server(
            data_dir / "server.log",
            {
                "DESKHAND_DATA_DIR": str(data_dir),
                "TURN_SETTLE_SECONDS": "0",
                "MESSAGE_RATE_LIMIT": "100000/minute",
                "AUTO_SYNC_INTERVAL": "0",
            },
        )
        server.start()
        try:
            yield Target(server, _callers(server.client), scale)
        finally:
            server.close()


def _callers(client: httpx.Client) -> dict[str, dict[str, str]]:
    owner = _bearer(client, _STAFF)
    customers = client.get("/api/v1/customers", headers=owner).raise_for_status().json()["items"]
    foreign = client.post(
        "/api/v1/auth/register",
        json={
            "tenant_name": "A stranger's shop",
            "name": "Stranger",
            "email": "stranger@example.org",
            "password": PASSWORD,
        },
    ).raise_for_status()
    foreign_owner = {"Authorization": f"Bearer {foreign.json()['access_token']}"}
    key = client.post(
        "/api/v1/api-keys",
        json={"name": "attacks", "role": "admin", "scopes": ["admin", "read", "write", "chat"]},
        headers=foreign_owner,
    ).raise_for_status()
    return {
        "nobody": {},
        # Whoever sits at the machine may act for the sample's customer; this one does not.
        "nobody_outside": {"X-Forwarded-For": "203.0.113.9"},
        "owner": owner,
        "customer": _as_customer(client, owner, customers[0]["id"], "one@example.org"),
        "other_customer": _as_customer(client, owner, customers[1]["id"], "two@example.org"),
        "foreign_owner": foreign_owner,
        "foreign_key": {"X-API-Key": key.json()["key"]},
    }


def _as_customer(
    client: httpx.Client, owner: dict[str, str], customer_id: str, email: str
) -> dict[str, str]:
    user = {
        "email": email,
        "name": "A customer",
        "password": PASSWORD,
        "role": "customer",
        "customer_id": customer_id,
    }
    client.post("/api/v1/users", json=user, headers=owner).raise_for_status()
    return _bearer(client, {"email": email, "password": PASSWORD})


def _bearer(client: httpx.Client, credentials: dict[str, str]) -> dict[str, str]:
    pair = client.post("/api/v1/auth/login", json=credentials).raise_for_status().json()
    return {"Authorization": f"Bearer {pair['access_token']}"}
