"""The catalogue of the migrated database: nothing in it escapes its tenant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import make_url
from sqlalchemy.engine import URL

from deskhand.infra.db.base import Base
from deskhand.infra.runtime import DatabaseUrls, Runtime
from deskhand.migrations import run
from tests.support.desk import MakeTenant

APP = "deskhand_app"
APPEND_ONLY = {"audit_entries", "audit_seals"}
UNIQUE_ACROSS_TENANTS: frozenset[str] = frozenset()
"""Unique indexes that may leave the tenant out; there is none."""


def _connection(url: str) -> psycopg.Connection[Any]:
    parsed: URL = make_url(url).set(drivername="postgresql")
    return psycopg.connect(parsed.render_as_string(hide_password=False), autocommit=True)


@pytest.fixture(scope="module")
def catalogue(postgres: DatabaseUrls) -> Iterator[psycopg.Connection[Any]]:
    with _connection(postgres.owner_or_refuse()) as connection:
        yield connection


@pytest.fixture
def as_app(postgres: DatabaseUrls) -> Iterator[psycopg.Connection[Any]]:
    with _connection(postgres.application) as connection:
        yield connection


def rows(connection: psycopg.Connection[Any], query: str, *values: Any) -> list[Any]:
    return connection.execute(query, values).fetchall()


def run_inside(
    connection: psycopg.Connection[Any],
    tenant_id: UUID,
    statement: str,
    values: dict[str, Any] | None = None,
) -> None:
    """The statement in a transaction of the tenant."""
    with connection.transaction():
        connection.execute("SELECT set_config('app.tenant', %s, true)", (str(tenant_id),))
        connection.execute(statement, values)


def tables_of(connection: psycopg.Connection[Any]) -> set[str]:
    """Everything in the schema that holds rows, partitions too."""
    found = rows(
        connection,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p', 'f')",
    )
    return {name for (name,) in found}


def test_the_database_is_what_the_code_says(postgres: DatabaseUrls) -> None:
    assert run.current(postgres.owner_or_refuse()) == run.newest()
    assert run.differences(postgres.owner_or_refuse()) is None


def test_the_schema_holds_the_tables_of_the_code_and_nothing_else_that_shows_rows(
    catalogue: psycopg.Connection[Any],
) -> None:
    assert tables_of(catalogue) == set(Base.metadata.tables)
    others = rows(
        catalogue,
        "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('v', 'm', 'S')",
    )
    assert others == []


def test_every_table_has_a_tenant_under_forced_row_level_security(
    catalogue: psycopg.Connection[Any],
) -> None:
    found = rows(
        catalogue,
        "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, a.attnotnull,"
        " format_type(a.atttypid, a.atttypmod) FROM pg_class c LEFT JOIN pg_attribute a"
        " ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped"
        " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')",
    )
    assert {name: facts for name, *facts in found} == {
        name: [True, True, True, "uuid"] for name in tables_of(catalogue)
    }


def test_every_table_has_one_policy_for_the_application_and_it_names_the_tenant(
    catalogue: psycopg.Connection[Any],
) -> None:
    policies = rows(
        catalogue,
        "SELECT tablename, policyname, permissive, roles::text[], cmd, qual, with_check"
        " FROM pg_policies WHERE schemaname = 'public'",
    )
    for_app: dict[str, list[Any]] = {}
    for table, name, *facts in policies:
        if name == "looked_up":
            # Only the role that owns the look-up functions reads across tenants.
            assert facts[1:3] == [["deskhand_lookup"], "SELECT"], table
        else:
            assert table not in for_app
            for_app[table] = facts
    assert set(for_app) == tables_of(catalogue)
    for table, (permissive, roles, command, using, check) in for_app.items():
        assert (permissive, roles, command) == ("PERMISSIVE", ["public"], "ALL"), table
        assert using == check, table
        assert "tenant_id = " in using, table
        assert "current_setting('app.tenant'" in using, table


def test_every_foreign_and_every_unique_key_includes_the_tenant(
    catalogue: psycopg.Connection[Any],
) -> None:
    keys = rows(
        catalogue,
        "SELECT c.conname, (SELECT array_agg(a.attname::text) FROM pg_attribute a"
        " WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)),"
        " (SELECT array_agg(a.attname::text) FROM pg_attribute a"
        " WHERE a.attrelid = c.confrelid AND a.attnum = ANY (c.confkey))"
        " FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace"
        " AND c.contype IN ('f', 'p', 'u')",
    )
    assert keys
    for name, own, referred in keys:
        assert "tenant_id" in own, name
        assert referred is None or "tenant_id" in referred, name
    indexes = rows(
        catalogue,
        "SELECT i.indexrelid::regclass::text, (SELECT array_agg(a.attname::text)"
        " FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey))"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " WHERE i.indisunique AND c.relnamespace = 'public'::regnamespace",
    )
    without = {name for name, columns in indexes if "tenant_id" not in (columns or [])}
    assert without == UNIQUE_ACROSS_TENANTS


ORDERED = (
    ("audit_entries", "id"),
    ("audit_seals", "position"),
    ("conversations", "id"),
    ("conversations", "updated_at"),
    ("messages", "conversation_id", "seq"),
    ("refunds", "order_id", "issued_at"),
    ("turns", "conversation_id", "first_seq"),
)
"""What grows without end, and how it is read within its tenant: the last column is the order."""


def indexes_of(connection: psycopg.Connection[Any]) -> dict[str, list[list[str]]]:
    """The columns of each index of a table, in their order.

    Of the partial ones those that leave out nothing but rows which refer to nothing.
    """
    found: dict[str, list[list[str]]] = {}
    for table, columns in rows(
        connection,
        "SELECT i.indrelid::regclass::text, (SELECT array_agg(a.attname::text ORDER BY k.place)"
        " FROM unnest(i.indkey) WITH ORDINALITY AS k(number, place) JOIN pg_attribute a"
        " ON a.attrelid = i.indrelid AND a.attnum = k.number)"
        " FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid"
        " WHERE c.relnamespace = 'public'::regnamespace"
        " AND (i.indpred IS NULL"
        " OR pg_get_expr(i.indpred, i.indrelid) ~ '^[(][a-z_]+ IS NOT NULL[)]$')",
    ):
        found.setdefault(table, []).append(columns or [])
    return found


def test_every_reference_and_every_ordering_has_an_index(
    catalogue: psycopg.Connection[Any],
) -> None:
    indexes = indexes_of(catalogue)
    references = rows(
        catalogue,
        "SELECT c.conname, c.conrelid::regclass::text, (SELECT array_agg(a.attname::text)"
        " FROM pg_attribute a WHERE a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey))"
        " FROM pg_constraint c WHERE c.connamespace = 'public'::regnamespace AND c.contype = 'f'",
    )
    assert references
    # Without one a deletion reads the whole table, once for each row that it deletes.
    bare = [
        name
        for name, table, columns in references
        if not any(set(one[: len(columns)]) == set(columns) for one in indexes[table])
    ]
    assert bare == []
    for table, *columns in ORDERED:
        wanted = ["tenant_id", *columns]
        assert any(one[: len(wanted)] == wanted for one in indexes[table]), (table, wanted)


def test_the_application_may_read_and_write_rows_and_nothing_more(
    catalogue: psycopg.Connection[Any],
) -> None:
    grants: dict[str, set[str]] = {}
    for table, right in rows(
        catalogue,
        "SELECT c.relname, g.privilege_type FROM pg_class c,"
        " LATERAL aclexplode(c.relacl) AS g WHERE c.relnamespace = 'public'::regnamespace"
        " AND g.grantee = %s::regrole",
        APP,
    ):
        grants.setdefault(table, set()).add(right)
    assert grants == {
        table: {"SELECT", "INSERT"}
        if table in APPEND_ONLY
        else {"SELECT", "INSERT", "UPDATE", "DELETE"}
        for table in tables_of(catalogue)
    }
    everybody = rows(
        catalogue,
        "SELECT c.relname FROM pg_class c, LATERAL aclexplode(c.relacl) AS g"
        " WHERE c.relnamespace = 'public'::regnamespace AND g.grantee = 0",
    )
    assert everybody == []


def test_the_application_is_no_superuser_no_owner_and_no_member_of_another_role(
    catalogue: psycopg.Connection[Any],
) -> None:
    attributes = rows(
        catalogue,
        "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
        " FROM pg_roles WHERE rolname = %s",
        APP,
    )
    assert attributes == [(False, False, False, False, False)]
    member_of = rows(
        catalogue,
        "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = %s::regrole",
        APP,
    )
    assert member_of == []
    owners = rows(
        catalogue,
        "SELECT DISTINCT relowner::regrole::text FROM pg_class"
        " WHERE relnamespace = 'public'::regnamespace",
    )
    assert (APP,) not in owners
    creates = rows(
        catalogue,
        "SELECT has_schema_privilege(%s, 'public', 'CREATE'),"
        " has_database_privilege(%s, current_database(), 'CREATE')",
        APP,
        APP,
    )
    assert creates == [(False, False)]


def test_only_the_look_up_functions_run_with_other_rights_and_the_application_alone_calls_them(
    catalogue: psycopg.Connection[Any],
) -> None:
    functions = rows(
        catalogue,
        "SELECT p.proname, p.proowner::regrole::text, p.proconfig,"
        " has_function_privilege('public', p.oid, 'EXECUTE') FROM pg_proc p"
        " WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef",
    )
    assert {name for name, *_ in functions} == {
        "due_ingests",
        "due_trainings",
        "due_turns",
        "find_api_keys",
        "find_logins",
        "find_tenant",
        "find_web_session",
        "find_widget_key",
        "ingest_tenant",
        "lost_turns",
        "queue_state",
        "search_customers",
        "search_messages",
        "tenants_to_keep",
        "tenants_to_seal",
        "tenants_with_mail",
        "training_tenant",
        "turn_tenant",
    }
    for name, owner, config, anybody in functions:
        assert owner == "deskhand_lookup", name
        assert config == ["search_path=public, pg_temp"], name
        assert anybody is False, name


async def test_rows_of_another_tenant_cannot_be_seen_written_or_moved(
    catalogue: psycopg.Connection[Any],
    as_app: psycopg.Connection[Any],
    make_tenant: MakeTenant,
    runtime: Runtime,
) -> None:
    mine, other = await make_tenant(), await make_tenant()
    tables = sorted(tables_of(catalogue))
    for table in tables:
        # Without a tenant nothing is seen.
        assert rows(as_app, f"SELECT count(*) FROM {table}") == [(0,)], table
    with as_app.transaction():
        as_app.execute("SELECT set_config('app.tenant', %s, true)", (str(mine.id),))
        for table in tables:
            query = f"SELECT count(*) FROM {table} WHERE tenant_id = %s"
            assert rows(as_app, query, other.id) == [(0,)], table
        assert rows(as_app, "SELECT count(*) FROM customers") == [(2,)]
        changed = as_app.execute("UPDATE orders SET status = 'lost' WHERE number = 'ORD900'")
        assert changed.rowcount == 1
        deleted = as_app.execute("DELETE FROM orders WHERE tenant_id = %s", (other.id,))
        assert deleted.rowcount == 0
    for statement in (
        "UPDATE customers SET tenant_id = %(other)s",
        "INSERT INTO ticket_counters (tenant_id, id, created_at, last_number)"
        " VALUES (%(other)s, %(id)s, now(), 1)",
        "INSERT INTO tickets (tenant_id, id, created_at, number, customer_id, subject,"
        " description, category, priority, status, origin, updated_at) VALUES (%(mine)s, %(id)s,"
        " now(), 1, %(customer)s, 's', '', 'GENERAL', 'low', 'open', 'api', now())",
    ):
        values = {
            "mine": mine.id,
            "other": other.id,
            "id": uuid4(),
            "customer": other.customer_id,
        }
        with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.IntegrityError)):
            run_inside(as_app, mine.id, statement, values)
    with as_app.transaction():
        as_app.execute("SELECT set_config('app.tenant', %s, true)", (str(other.id),))
        status = rows(as_app, "SELECT status FROM orders WHERE number = 'ORD900'")
        assert status == [("processing",)]


async def test_the_audit_trail_can_only_grow(
    as_app: psycopg.Connection[Any], make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    await tenant.sign_in("owner")
    for statement in (
        "UPDATE audit_entries SET action = 'nothing'",
        "DELETE FROM audit_entries",
        "TRUNCATE audit_entries",
        "UPDATE audit_seals SET digest = ''",
        "DELETE FROM audit_seals",
        "ALTER TABLE audit_entries DISABLE ROW LEVEL SECURITY",
        "DROP TABLE audit_seals",
        "SET ROLE deskhand_owner",
        "SET ROLE deskhand_lookup",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            run_inside(as_app, tenant.id, statement)
