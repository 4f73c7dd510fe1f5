"""A whole desk for tests: real PostgreSQL, a worker with the offline engine, tenants, clients."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.accounts.passwords import hash_password
from deskhand.domain.accounts.tenants import create_tenant
from deskhand.domain.tables import Customer, Invoice, Order, Payment, Subscription, User
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import DatabaseUrls, Runtime, open_runtime
from deskhand.interfaces.console.customer.chat import ChatPage
from deskhand.interfaces.server import build_app
from deskhand.interfaces.web.auth import SampleDoor
from deskhand.worker.assembly import open_assistant
from deskhand.worker.loop import Worker
from tests.support.database import migrated_postgres
from tests.support.environment import settings_from

PASSWORD = "a pass phrase of the tests"
REMOTE = ("203.0.113.9", 40_000)
"""Where requests of the ordinary test client come from: not this machine."""

RoleName = Literal["owner", "admin", "agent", "customer", "other_customer"]
ROLES: tuple[RoleName, ...] = ("owner", "admin", "agent", "customer", "other_customer")


@dataclass(frozen=True, slots=True)
class Tenant:
    """A fresh tenant: one user of each role, two customers, and what they bought.

    Customer 1 (`customer`) has the orders ORD123 (in transit) and 12345 (delivered, refundable),
    an invoice INV-1 that was paid twice and the subscription SUB-1; customer 2
    (`other_customer`) has the order ORD900.
    """

    id: UUID
    slug: str
    users: dict[RoleName, UUID]
    emails: dict[RoleName, str]
    customer_id: UUID
    other_customer_id: UUID
    client: httpx.AsyncClient
    tokens: dict[RoleName, dict[str, Any]] = field(default_factory=dict)

    async def sign_in(self, role: RoleName) -> dict[str, Any]:
        """The token pair of the user, signed in once."""
        if role not in self.tokens:
            answer = await self.client.post(
                "/api/v1/auth/login", json={"email": self.emails[role], "password": PASSWORD}
            )
            assert answer.status_code == 200, answer.text
            self.tokens[role] = answer.json()
        return self.tokens[role]

    async def as_(self, role: RoleName) -> dict[str, str]:
        """Headers that carry the user's token."""
        return {"Authorization": f"Bearer {(await self.sign_in(role))['access_token']}"}

    async def api_key(self, *scopes: str, role: str = "agent") -> dict[str, str]:
        """Headers that carry a new API key with these scopes."""
        answer = await self.client.post(
            "/api/v1/api-keys",
            json={"name": "test", "role": role, "scopes": list(scopes)},
            headers=await self.as_("owner"),
        )
        assert answer.status_code == 201, answer.text
        return {"X-API-Key": answer.json()["key"]}


MakeTenant = Callable[[], Awaitable[Tenant]]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DatabaseUrls]:
    """One private PostgreSQL, migrated, for all tests; each uses tenants of its own."""
    with migrated_postgres(tmp_path_factory.mktemp("postgres")) as urls:
        yield urls


@pytest.fixture(scope="session")
async def runtime(
    postgres: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Runtime]:
    """The opened ground with wake-ups and live events in the process."""
    data_dir = tmp_path_factory.mktemp("data")
    settings = settings_from(
        {
            "DESKHAND_DATA_DIR": str(data_dir),
            "DOCUMENTS_PATH": str(data_dir / "documents"),
            "LOGIN_RATE_LIMIT": "100000/minute",
            "REGISTRATION_OPEN": "true",
            "ACCESS_TOKEN_MINUTES": "1440",  # The suite may take longer than half an hour.
            "MESSAGE_RATE_LIMIT": "100000/minute",
            "MAX_DOCUMENT_BYTES": "200000",
            "TURN_SWEEP_SECONDS": "1",
            "TURN_BACKOFF_SECONDS": "0",
            "TURN_SETTLE_SECONDS": "0",
        }
    )
    async with open_runtime(settings, postgres) as opened:
        yield opened


@pytest.fixture(scope="session")
async def offline_assistant(runtime: Runtime) -> AsyncIterator[Assistant]:
    """The assistant with the offline engine; nobody asks it by itself."""
    async with open_assistant(runtime) as assistant:
        yield assistant


@pytest.fixture(scope="module")
async def worker(runtime: Runtime, offline_assistant: Assistant) -> AsyncIterator[Worker]:
    """A worker with the offline engine, at work in this process while the file's tests run."""
    hired = Worker(runtime, offline_assistant)
    async with hired.running():
        yield hired


@pytest.fixture(scope="session")
def app(runtime: Runtime) -> FastAPI:
    """The application without a sample door."""
    return build_app(runtime, sample=None, chat_page=ChatPage("Test shop"))


def calling(app: FastAPI, address: tuple[str, int] = REMOTE, **options: Any) -> httpx.AsyncClient:
    """A client whose requests come from `address`."""
    transport = httpx.ASGITransport(app=app, client=address)
    options.setdefault("base_url", "http://desk.test")
    return httpx.AsyncClient(transport=transport, timeout=60, **options)


@pytest.fixture(scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client from another machine, without a credential. No worker: ask for `worker` as well."""
    async with calling(app) as opened:
        yield opened


@pytest.fixture(scope="session")
async def make_tenant(runtime: Runtime, client: httpx.AsyncClient) -> MakeTenant:
    """Makes fresh tenants, see `Tenant`."""
    hashed = await hash_password(PASSWORD)

    async def make() -> Tenant:
        return await _make_tenant(runtime, client, hashed)

    return make


@pytest.fixture
async def tenant(make_tenant: MakeTenant) -> Tenant:
    """A fresh tenant for this test."""
    return await make_tenant()


@pytest.fixture(scope="session")
async def shared_tenant(make_tenant: MakeTenant) -> Tenant:
    """A tenant for tests that only read, or that change nothing others look at."""
    return await make_tenant()


@pytest.fixture(scope="session")
async def sample_tenant(make_tenant: MakeTenant) -> Tenant:
    """The tenant that `local_app` serves to local callers."""
    return await make_tenant()


@pytest.fixture(scope="session")
def local_app(runtime: Runtime, sample_tenant: Tenant) -> FastAPI:
    """The application as `make run` starts it: local callers are the sample owner."""
    door = SampleDoor(
        sample_tenant.id,
        sample_tenant.users["owner"],
        sample_tenant.customer_id,
        frozenset({"localhost:8000", "127.0.0.1:8000", "[::1]:8000"}),
    )
    return build_app(runtime, sample=door, chat_page=ChatPage("Sample shop"))


@pytest.fixture(scope="session")
async def local_client(local_app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client on this machine, without a credential."""
    async with calling(local_app, ("127.0.0.1", 40_000), base_url="http://localhost:8000") as one:
        yield one


async def _make_tenant(runtime: Runtime, client: httpx.AsyncClient, hashed: str) -> Tenant:
    async with runtime.database.transaction(None) as session:
        row = await create_tenant(session, "Test shop")
        shared = {"tenant_id": row.tenant_id, "created_at": now()}
        mark = row.slug.rpartition("-")[2]
        customers = [
            Customer(
                **shared, id=new_id(), number=number, email=f"{name}-{mark}@example.com", name=name
            )
            for number, name in ((1, "cora"), (2, "carl"))
        ]
        session.add_all(customers)
        await session.flush()
        users = {
            role: User(
                **shared,
                id=new_id(),
                email=f"{role}-{mark}@example.com",
                name=role,
                password_hash=hashed,
                role="customer" if role == "other_customer" else role,
                customer_id={"customer": customers[0].id, "other_customer": customers[1].id}.get(
                    role
                ),
                active=True,
            )
            for role in ROLES
        }
        session.add_all(users.values())
        await session.flush()
        await _fill_shop(session, shared, customers[0].id, customers[1].id)
    return Tenant(
        id=row.tenant_id,
        slug=row.slug,
        users={role: user.id for role, user in users.items()},
        emails={role: user.email for role, user in users.items()},
        customer_id=customers[0].id,
        other_customer_id=customers[1].id,
        client=client,
    )


async def _fill_shop(session: Any, shared: dict[str, Any], one: UUID, two: UUID) -> None:
    today = now().date()

    def order(number: str, customer_id: UUID, status: str, **more: Any) -> Order:
        lamp = {"sku": "LAMP", "name": "Desk lamp", "quantity": 1, "unit_minor": 4900}
        return Order(
            **shared,
            id=new_id(),
            number=number,
            customer_id=customer_id,
            status=status,
            currency="USD",
            total_minor=4900,
            items=[lamp],
            placed_on=today - timedelta(days=6),
            refund_eligible=status == "delivered",
            refund_reason=None if status == "delivered" else "The order has not arrived yet.",
            **more,
        )

    session.add_all(
        [
            order(
                "ORD123",
                one,
                "in_transit",
                shipped_on=today - timedelta(days=3),
                delivery_date=today + timedelta(days=2),
                carrier="Sample Parcel",
                tracking_number="SP1",
            ),
            order("12345", one, "delivered", delivered_on=today - timedelta(days=2)),
            order("ORD900", two, "processing"),
        ]
    )
    subscription = Subscription(
        **shared,
        id=new_id(),
        number="SUB-1",
        customer_id=one,
        plan="Plus",
        status="active",
        price_minor=900,
        currency="USD",
        billing_interval="month",
        started_on=today - timedelta(days=100),
        renews_on=today + timedelta(days=20),
    )
    session.add(subscription)
    await session.flush()
    invoice = Invoice(
        **shared,
        id=new_id(),
        number="INV-1",
        customer_id=one,
        subscription_id=subscription.id,
        description="Plus, one month",
        amount_minor=900,
        currency="USD",
        status="paid",
        issued_on=today - timedelta(days=10),
        due_on=today - timedelta(days=3),
    )
    session.add(invoice)
    await session.flush()
    for reference in ("PAY-1", "PAY-2"):
        session.add(
            Payment(
                **shared,
                id=new_id(),
                invoice_id=invoice.id,
                amount_minor=900,
                paid_on=today - timedelta(days=9),
                method="card",
                reference=reference,
            )
        )
