"""The team's inbox: its views, its search, and that both stay fast."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import psycopg
import pytest
from sqlalchemy import make_url, text

from deskhand.domain.audit import Actor
from deskhand.domain.conversations import inbox
from deskhand.domain.conversations.inbox_schemas import InboxFilter, ViewName
from deskhand.infra.db.paging import PageRequest
from deskhand.infra.runtime import DatabaseUrls, Runtime
from tests.support.desk import MakeTenant, Tenant

INBOX = "/api/v1/inbox"
API = "/api/v1/conversations"


async def listed(tenant: Tenant, view: str, **narrowed: Any) -> list[dict[str, Any]]:
    answer = await tenant.client.get(
        INBOX, params={"view": view, **narrowed}, headers=await tenant.as_("agent")
    )
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def conversation_of(tenant: Tenant, text: str, role: Any = "customer") -> str:
    headers = await tenant.as_(role)
    opened = (await tenant.client.post(API, json={}, headers=headers)).json()["id"]
    said = await tenant.client.post(
        f"{API}/{opened}/messages", json={"message": text}, headers=headers
    )
    assert said.status_code == 202, said.text
    return str(opened)


async def take(tenant: Tenant, conversation: str, role: Any = "agent") -> None:
    answer = await tenant.client.post(
        f"{API}/{conversation}/owner",
        json={"owner": "person"},
        headers=await tenant.as_(role),
    )
    assert answer.status_code == 200, answer.text


async def test_a_row_tells_who_wrote_last_who_has_it_and_what_is_unread(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "My hub blinks amber")
    await take(tenant, conversation)
    (row,) = await listed(tenant, "mine")
    assert row["id"] == conversation
    assert row["customer"]["id"] == str(tenant.customer_id)
    assert row["assignee"]["id"] == str(tenant.users["agent"])
    assert row["last_message"]["text"] == "My hub blinks amber"
    assert row["last_message"]["role"] == "customer"
    assert row["unread"] == 1
    assert row["waiting_since"] is not None
    assert row["waiting_seconds"] >= 0
    assert (row["priority"], row["tags"]) == ("normal", [])
    answer = await tenant.client.post(
        f"{API}/{conversation}/replies",
        json={"message": "Hold its button."},
        headers=await tenant.as_("agent"),
    )
    assert answer.status_code == 201
    (row,) = await listed(tenant, "mine")
    assert row["last_message"]["role"] == "agent"
    assert row["last_message"]["author"] == answer.json()["author"]["name"]


async def test_each_view_holds_what_its_name_says(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    mine = await conversation_of(tenant, "mine")
    await take(tenant, mine)
    theirs = await conversation_of(tenant, "theirs")
    await take(tenant, theirs, "admin")
    with_assistant = await conversation_of(tenant, "with the assistant")
    closed = await conversation_of(tenant, "closed")
    await tenant.client.post(f"{API}/{closed}/close", headers=await tenant.as_("agent"))
    held = {
        view: {row["id"] for row in await listed(tenant, view)}
        for view in ("all", "mine", "unassigned", "waiting", "assistant", "snoozed", "closed")
    }
    assert held == {
        "all": {mine, theirs, with_assistant, closed},
        "mine": {mine},
        "unassigned": set(),
        "waiting": {mine, theirs},
        "assistant": {with_assistant},
        "snoozed": set(),
        "closed": {closed},
    }
    counted = await tenant.client.get(f"{INBOX}/counts", headers=await tenant.as_("agent"))
    assert {one["view"]: one["count"] for one in counted.json()} == {
        view: len(ids) for view, ids in held.items()
    }


async def test_a_search_finds_words_by_their_beginnings_and_customers_by_name_and_address(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    blinks = await conversation_of(tenant, "The hub blinks amber, order ORD123")
    other = await conversation_of(tenant, "Something else", "other_customer")
    email = (await listed(tenant, "all", customer_id=str(tenant.customer_id)))[0]["customer"][
        "email"
    ]
    for q, found in {
        "amb": {blinks},
        "HUB ord123": {blinks},
        "hub something": set(),
        email: {blinks},
        "'; DROP TABLE messages; --": set(),
        "!!!": set(),
        "else": {other},
    }.items():
        assert {row["id"] for row in await listed(tenant, "all", q=q)} == found, q
    foreign = await make_tenant()
    assert await listed(foreign, "all", q="amber") == []


async def test_pages_follow_each_other_without_gap_or_double(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    made = [await conversation_of(tenant, f"number {n}") for n in range(5)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = await tenant.client.get(INBOX, params=params, headers=await tenant.as_("agent"))
        seen += [row["id"] for row in page.json()["items"]]
        cursor = page.json()["next_cursor"]
        if cursor is None:
            break
    assert seen == made[::-1]


@pytest.mark.parametrize(
    "params",
    [{"view": "nothing"}, {"cursor": "x"}, {"q": ""}, {"q": "a\x00b"}, {"tag": "<b>"}],
)
async def test_what_cannot_be_listed_is_refused(tenant: Tenant, params: dict[str, str]) -> None:
    answer = await tenant.client.get(INBOX, params=params, headers=await tenant.as_("agent"))
    assert answer.status_code == 422


_FILL = """
INSERT INTO conversations (tenant_id, id, created_at, updated_at, customer_id, channel, status,
    owner, owner_user_id, assignee_id, last_seq, summary, summary_seq, waiting_since,
    waiting_reason, closed_at, snoozed_until)
SELECT :tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, now(),
    now() - n * interval '1 minute', :customer, 'api',
    CASE WHEN n % 4 = 0 THEN 'closed' ELSE 'open' END,
    CASE WHEN n % 50 = 1 THEN 'person' ELSE 'assistant' END,
    CASE WHEN n % 50 = 1 THEN CAST(:agent AS uuid) END,
    CASE WHEN n % 50 = 1 THEN CAST(:agent AS uuid) END, 3, '', 0,
    CASE WHEN n % 40 = 1 THEN now() - n * interval '1 minute' END,
    CASE WHEN n % 40 = 1 THEN 'asked' END,
    CASE WHEN n % 4 = 0 THEN now() - n * interval '1 minute' END,
    CASE WHEN n % 97 = 1 THEN now() + n * interval '1 minute' END
FROM generate_series(1, :many) AS n"""
_FILL_MESSAGES = """
INSERT INTO messages (tenant_id, id, created_at, conversation_id, seq, role, text)
SELECT :tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(n * 8 + seq), 12, '0'))::uuid, now(),
    ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, seq,
    CASE WHEN seq = 2 THEN 'assistant' ELSE 'customer' END,
    'words of the sample number' || n || ' and ' || md5(n::text || seq)
FROM generate_series(1, :many) AS n, generate_series(1, 3) AS seq"""
MANY = 5000


@pytest.fixture(scope="module")
async def crowded(runtime: Runtime, make_tenant: MakeTenant) -> Tenant:
    """A tenant with thousands of conversations and messages, whose figures are known."""
    tenant = await make_tenant()
    values = {
        "tenant": tenant.id,
        "customer": tenant.customer_id,
        "agent": tenant.users["agent"],
        "many": MANY,
    }
    async with runtime.database.transaction(tenant.id) as session:
        await session.execute(text(_FILL), values)
        await session.execute(text(_FILL_MESSAGES), values)
    return tenant


@pytest.fixture(scope="module")
def analysed(crowded: Tenant, postgres: DatabaseUrls) -> None:
    url = make_url(postgres.owner_or_refuse()).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as owner:
        owner.execute("VACUUM (ANALYZE) conversations, messages, customers, users")


def scans_of(plan: Any) -> list[tuple[str, str, int]]:
    """What is read, how, and how many rows of it in all."""
    found = []
    if "Relation Name" in plan:
        rows = int(plan["Actual Rows"] * plan["Actual Loops"]) + int(
            plan.get("Rows Removed by Filter", 0) * plan["Actual Loops"]
        )
        found.append((plan["Relation Name"], plan["Node Type"], rows))
    for part in plan.get("Plans", []):
        found += scans_of(part)
    return found


async def plan_of(runtime: Runtime, tenant: Tenant, query: Any) -> Any:
    async with runtime.database.transaction(tenant.id) as session:
        connection = await session.connection()
        compiled = query.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        answer = await connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {compiled}")
        return answer.scalar_one()[0]["Plan"]


@pytest.mark.parametrize("view", list(inbox.VIEWS))
async def test_a_page_of_each_view_reads_its_index_and_nothing_whole(
    runtime: Runtime, crowded: Tenant, analysed: None, view: ViewName
) -> None:
    me = Actor("user", crowded.users["agent"], "agent")
    query = inbox.query_of(me, view, InboxFilter(), PageRequest(limit=50))
    scans = scans_of(await plan_of(runtime, crowded, query))
    whole = {(name, how) for name, how, _ in scans if how == "Seq Scan"}
    assert not whole & {("messages", "Seq Scan"), ("conversations", "Seq Scan")}, scans
    read = sum(rows for name, _, rows in scans if name == "conversations")
    assert read <= 300, scans
    said = sum(rows for name, _, rows in scans if name == "messages")
    assert said <= 51 * 6, scans


async def test_a_search_reads_the_index_of_words(
    runtime: Runtime, crowded: Tenant, analysed: None
) -> None:
    me = Actor("user", crowded.users["agent"], "agent")
    query = inbox.query_of(me, "all", InboxFilter(q="number4321"), PageRequest(limit=50))
    async with runtime.database.transaction(crowded.id) as session:
        rows = (await session.execute(query)).all()
        # Of this transaction alone, and of the function that searches as well.
        whole = await session.scalar(
            text("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = 'messages'")
        )
    assert [row[0].id for row in rows] == [UUID(int=0x7000_8000_0000_0000_0000 + 4321)]
    assert whole == 0
