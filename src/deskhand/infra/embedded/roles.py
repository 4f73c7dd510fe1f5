"""The roles, the database and the extension that Deskhand expects, made in the embedded server."""

from __future__ import annotations

import psycopg
from psycopg import sql

SUPERUSER = "postgres"
DATABASE = "deskhand"
OWNER = "deskhand_owner"
APPLICATION = "deskhand_app"
LOOKUP = "deskhand_lookup"

_ROLES = {OWNER: sql.SQL("LOGIN"), APPLICATION: sql.SQL("LOGIN"), LOOKUP: sql.SQL("NOLOGIN")}


def ensure_database(socket_dir: str, port: int) -> None:
    """Create what is missing, as superuser; changes nothing when all is there."""
    with _connect(socket_dir, port, SUPERUSER) as connection:
        _ensure_roles(connection)
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            create = sql.SQL("CREATE DATABASE {} OWNER {}")
            connection.execute(create.format(sql.Identifier(DATABASE), sql.Identifier(OWNER)))
    with _connect(socket_dir, port, DATABASE) as connection:
        # A second process must not touch catalogue rows that are already as they should be.
        if not _is_ready(connection):
            _ensure_rights(connection)


def _connect(socket_dir: str, port: int, database: str) -> psycopg.Connection:
    return psycopg.connect(
        host=socket_dir, port=port, user=SUPERUSER, dbname=database, autocommit=True
    )


def _ensure_roles(connection: psycopg.Connection) -> None:
    existing = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
    for role, log_in in _ROLES.items():
        if role not in existing:
            statement = sql.SQL("CREATE ROLE {} {} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB")
            connection.execute(statement.format(sql.Identifier(role), log_in))


def _is_ready(connection: psycopg.Connection) -> bool:
    row = connection.execute(
        "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'vector')"
        " AND NOT has_database_privilege('public', current_database(), 'TEMPORARY')"
        " AND has_schema_privilege(%s, 'public', 'CREATE') AND pg_has_role(%s, %s, 'SET')",
        [LOOKUP, OWNER, LOOKUP],
    ).fetchone()
    return bool(row and row[0])


def _ensure_rights(connection: psycopg.Connection) -> None:
    """The owner may hand a function to the look-up role; nobody else gets more than to connect."""
    names = {
        "database": sql.Identifier(DATABASE),
        "owner": sql.Identifier(OWNER),
        "application": sql.Identifier(APPLICATION),
        "lookup": sql.Identifier(LOOKUP),
    }
    with connection.transaction():
        for statement in (
            "CREATE EXTENSION IF NOT EXISTS vector",
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {application}",
            "GRANT {lookup} TO {owner} WITH ADMIN TRUE, INHERIT TRUE, SET TRUE",
            # A function's new owner needs CREATE on the schema that the function lives in.
            "GRANT USAGE, CREATE ON SCHEMA public TO {lookup}",
        ):
            connection.execute(sql.SQL(statement).format(**names))
