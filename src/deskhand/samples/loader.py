"""Loads the sample shops, and keeps them as if they had been loaded today."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.accounts.passwords import hash_password
from deskhand.domain.accounts.tenants import find_tenant
from deskhand.domain.audit import SYSTEM
from deskhand.domain.knowledge.documents import from_file, submit
from deskhand.domain.tables import Customer, IngestJob, Tenant, TicketCounter, User
from deskhand.infra.clock import now
from deskhand.infra.runtime import Runtime
from deskhand.samples.moving import move
from deskhand.samples.rows import ShopRows, tenant_id_of
from deskhand.samples.schemas import SHOPS, ShopData, UserData, document_files, load_shop

log = structlog.get_logger(__name__)

DOCUMENT_PREFIX = "sample:"
"""Sample documents have a `uri` that begins so."""

SUGGESTIONS = (
    "Where is my order?",
    "Which orders do I have?",
    "I want a refund",
    "Show me my invoices",
)
"""First questions that every sample customer can ask: none names somebody's order."""

GUEST_SUGGESTIONS = (
    "How long do I have to return something?",
    "Which payment methods can I use?",
    "What does an amber light on the hub mean?",
)
"""First questions of a visitor without records: the documents answer them."""

_SHOWN_CUSTOMERS = 5
_SHOWN_ORDERS = 5
_SETTING = "sample"


@dataclass(frozen=True, slots=True)
class SampleCustomer:
    """A customer that a visitor may pose as."""

    id: UUID
    email: str
    name: str
    hint: str
    orders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SampleShop:
    """The first sample shop, as the start banner and the chat page show it."""

    tenant_id: UUID
    owner_id: UUID
    slug: str
    name: str
    staff_email: str
    staff_password: str
    customers: tuple[SampleCustomer, ...]
    customer_login: str
    suggestions: tuple[str, ...] = SUGGESTIONS
    guest_suggestions: tuple[str, ...] = GUEST_SUGGESTIONS
    waiting_documents: int = 0


async def load_samples(runtime: Runtime, *, restore: bool = False) -> SampleShop:
    """Load what is missing of every sample shop, move its dates to today, and ring for documents.

    Safe to run again and from several processes at once. A sample document that was deleted
    stays deleted until its file changes; with `restore` every document is submitted again.
    """
    shown: SampleShop | None = None
    for name in SHOPS:
        shop = await asyncio.to_thread(load_shop, name)
        loaded = await _load(runtime, name, shop, restore=restore)
        shown = shown or loaded
    if shown is None:
        raise RuntimeError("there is no sample shop")
    return shown


async def _load(runtime: Runtime, name: str, shop: ShopData, *, restore: bool) -> SampleShop:
    async with runtime.database.transaction(None) as session:
        found = await find_tenant(session, shop.tenant.slug)
    tenant_id = found or tenant_id_of(shop.tenant.slug)
    moment = now()
    rows = ShopRows(shop, tenant_id, moment)
    content = hashlib.sha256(shop.model_dump_json().encode()).hexdigest()
    async with runtime.database.transaction(tenant_id) as session:
        await _alone(session, shop.tenant.slug)
        tenant = await _tenant(session, shop, tenant_id, moment)
        known: dict[str, Any] = dict(tenant.settings.get(_SETTING, {}))
        if "loaded_on" in known:
            await move(session, rows, date.fromisoformat(known["loaded_on"]))
        if known.get("content") != content:
            await _insert(session, rows)
            await audit.append(session, SYSTEM, "sample.loaded", f"tenant:{tenant_id}")
        documents = {} if restore else dict(known.get("documents", {}))
        jobs = await _submit_documents(runtime, session, name, documents)
        owner_id = await _owner(session, rows)
        unread = select(func.count()).where(IngestJob.status.in_(("queued", "running")))
        waiting = await session.scalar(unread) or 0
        tenant.settings = {
            **tenant.settings,
            _SETTING: {
                "loaded_on": moment.date().isoformat(),
                "content": content,
                "documents": documents,
            },
        }
    for job_id in jobs:
        await runtime.wakeup.ring("ingest", job_id)
    log.info("sample shop loaded", shop=name, documents=len(jobs))
    return _shown(shop, owner_id, rows, waiting)


async def _alone(session: AsyncSession, slug: str) -> None:
    """Two processes that start at once load one after the other."""
    await session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"sample-{slug}"}
    )


async def _tenant(
    session: AsyncSession, shop: ShopData, tenant_id: UUID, moment: datetime
) -> Tenant:
    pack = {} if shop.tenant.pack is None else {"pack": shop.tenant.pack}
    await session.execute(
        insert(Tenant)
        .values(
            tenant_id=tenant_id,
            slug=shop.tenant.slug,
            name=shop.tenant.name,
            settings={},
            created_at=moment,
            **pack,
        )
        .on_conflict_do_nothing()
    )
    return (await session.scalars(select(Tenant).where(Tenant.tenant_id == tenant_id))).one()


async def _insert(session: AsyncSession, rows: ShopRows) -> None:
    """Add the rows that are not there; what is there stays as it is."""
    present: set[UUID] = set()
    for table, values in rows.tables():
        wanted = values
        if table is not Customer:
            # Rows of a customer whose number or address somebody else has are left out.
            wanted = [row for row in values if _rests_on(row, present)]
        if wanted:
            await session.execute(insert(table).on_conflict_do_nothing(), wanted)
        ids = [row["id"] for row in wanted]
        present.update(await session.scalars(select(table.id).where(table.id.in_(ids))))
    await _insert_users(session, rows, present)
    highest = max((row.number for row in rows.shop.tickets), default=0)
    counter = insert(TicketCounter).values(
        tenant_id=rows.tenant_id, id=rows.tenant_id, created_at=rows.moment, last_number=highest
    )
    await session.execute(
        counter.on_conflict_do_update(
            index_elements=["tenant_id", "id"],
            set_={"last_number": func.greatest(TicketCounter.last_number, highest)},
        )
    )


async def _owner(session: AsyncSession, rows: ShopRows) -> UUID:
    """The sample owner, or whoever owns the shop by now."""
    usual = rows.id_of("user", _owner_of(rows.shop).email)
    owners = list(
        await session.scalars(
            select(User.id).where(User.role == "owner", User.active).order_by(User.id)
        )
    )
    return usual if usual in owners or not owners else owners[0]


def _owner_of(shop: ShopData) -> UserData:
    return next(user for user in shop.users if user.role == "owner")


def _rests_on(row: dict[str, Any], present: set[UUID]) -> bool:
    references = ("customer_id", "order_id", "invoice_id", "subscription_id")
    return all(row[name] in present for name in references if row.get(name) is not None)


async def _insert_users(session: AsyncSession, rows: ShopRows, present: set[UUID]) -> None:
    existing = set(await session.scalars(select(User.email)))
    for user in rows.shop.users:
        customer_id = rows.id_of("customer", user.customer) if user.customer else None
        if user.email in existing or (customer_id is not None and customer_id not in present):
            continue
        session.add(
            User(
                tenant_id=rows.tenant_id,
                id=rows.id_of("user", user.email),
                created_at=rows.moment,
                email=user.email,
                name=user.name,
                password_hash=await hash_password(user.password),
                role=user.role,
                customer_id=customer_id,
                active=True,
            )
        )
    await session.flush()


async def _submit_documents(
    runtime: Runtime, session: AsyncSession, name: str, known: dict[str, str]
) -> list[UUID]:
    """Submit each file whose digest is not the `known` one, and note it there."""
    most = runtime.settings.knowledge.max_document_bytes
    jobs = []
    for file in document_files(name):
        content = await asyncio.to_thread(file.read_bytes)
        digest = hashlib.sha256(content).hexdigest()
        if known.get(file.name) == digest:
            continue
        submission = from_file(DOCUMENT_PREFIX + file.name, content)
        _, job = await submit(session, SYSTEM, submission, max_bytes=most)
        known[file.name] = digest
        if job is not None:
            jobs.append(job.id)
    return jobs


def _shown(shop: ShopData, owner_id: UUID, rows: ShopRows, waiting: int) -> SampleShop:
    staff = _owner_of(shop)
    buyer = next(user for user in shop.users if user.customer is not None)
    signed_up = {user.customer for user in shop.users if user.customer is not None}
    chosen = sorted(shop.customers, key=lambda row: (row.number not in signed_up, row.number))
    customers = []
    for customer in chosen[:_SHOWN_CUSTOMERS]:
        orders = tuple(row.number for row in shop.orders if row.customer == customer.number)
        shown = orders[:_SHOWN_ORDERS]
        hint = f"orders {', '.join(shown)}" if len(shown) > 1 else f"order {''.join(shown)}"
        customers.append(
            SampleCustomer(
                rows.id_of("customer", customer.number),
                customer.email,
                customer.name,
                hint if shown else "no order yet",
                orders,
            )
        )
    return SampleShop(
        tenant_id=rows.tenant_id,
        owner_id=owner_id,
        slug=shop.tenant.slug,
        name=shop.tenant.name,
        staff_email=staff.email,
        staff_password=staff.password,
        customers=tuple(customers),
        customer_login=f"{buyer.email} / {buyer.password}",
        waiting_documents=waiting,
    )
