"""The team's inbox: priority, assignee, snooze, merge, notes, tags, reading marks, and search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
TABLES = ("notes", "conversation_tags", "conversation_reads")
INDEXES = {
    "updated": (["updated_at", "id"], None),
    "assignee": (
        ["assignee_id", "updated_at", "id"],
        "status = 'open' AND assignee_id IS NOT NULL",
    ),
    "assistant": (
        ["updated_at", "id"],
        "status = 'open' AND owner = 'assistant' AND waiting_since IS NULL",
    ),
    "waiting": (["waiting_since", "id"], "waiting_since IS NOT NULL"),
    "snoozed": (["snoozed_until", "id"], "snoozed_until IS NOT NULL"),
    "closed": (["closed_at", "id"], "status = 'closed'"),
    "merged": (["merged_into"], "merged_into IS NOT NULL"),
}
# Signs that tie words together are parted, so that each part of an address or number is found.
MESSAGE_WORDS = "to_tsvector('simple'::regconfig, translate(text, '@._-/+', '      '))"
CUSTOMER_WORDS = (
    "to_tsvector('simple'::regconfig, translate(name || ' ' || email, '@._-/+', '      '))"
)
# The operator @@ may not use an index under row-level security, since it is not leak-proof. So a
# function of the role that looks things up searches, within the tenant of the transaction alone.
HERE = "nullif(current_setting('app.tenant', true), '')::uuid"
SEARCHES = {
    "search_messages": (
        "WITH found AS MATERIALIZED (SELECT m.conversation_id, m.id FROM messages m"
        f" WHERE m.tenant_id = {HERE} AND {MESSAGE_WORDS} @@ wanted::tsquery)"
        " SELECT DISTINCT newest.conversation_id FROM"
        " (SELECT * FROM found ORDER BY found.id DESC LIMIT most) AS newest"
    ),
    "search_customers": (
        f"WITH found AS MATERIALIZED (SELECT c.id FROM customers c WHERE c.tenant_id = {HERE}"
        f" AND {CUSTOMER_WORDS} @@ wanted::tsquery)"
        " SELECT found.id FROM found ORDER BY found.id DESC LIMIT most"
    ),
}


def upgrade() -> None:
    _extend_conversations()
    _create_tables()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_tenant ON {table} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO deskhand_app")
    op.execute(f"CREATE INDEX words_messages ON messages USING gin (({MESSAGE_WORDS}))")
    op.execute(f"CREATE INDEX words_customers ON customers USING gin (({CUSTOMER_WORDS}))")
    _create_searches()


def _extend_conversations() -> None:
    op.add_column(
        "conversations",
        sa.Column("priority", sa.Text(), nullable=False, server_default=sa.text("'normal'")),
    )
    op.add_column("conversations", sa.Column("assignee_id", sa.Uuid()))
    op.add_column("conversations", sa.Column("snoozed_until", sa.DateTime(timezone=True)))
    op.add_column("conversations", sa.Column("close_reason", sa.Text()))
    op.add_column("conversations", sa.Column("merged_into", sa.Uuid()))
    op.create_check_constraint(
        op.f("ck_conversations_priority"),
        "conversations",
        "priority IN ('low','normal','high','urgent')",
    )
    for column, table in (("assignee_id", "users"), ("merged_into", "conversations")):
        op.create_foreign_key(
            op.f(f"fk_conversations_tenant_id_{column}"),
            "conversations",
            table,
            ["tenant_id", column],
            ["tenant_id", "id"],
            ondelete="NO ACTION",
        )
    # The owner of the table, too, sees rows only without FORCE.
    op.execute("ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY")
    op.execute("UPDATE conversations SET assignee_id = owner_user_id WHERE owner = 'person'")
    op.execute("ALTER TABLE conversations FORCE ROW LEVEL SECURITY")
    op.drop_index("ix_conversations_waiting", table_name="conversations")
    for name, (columns, where) in INDEXES.items():
        op.create_index(
            f"ix_conversations_{name}",
            "conversations",
            ["tenant_id", *columns],
            postgresql_where=sa.text(where) if where else None,
        )


def _row(table: str, *columns: sa.Column[object] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "conversation_id"],
            ["conversations.tenant_id", "conversations.id"],
            name=op.f(f"fk_{table}_tenant_id_conversation_id"),
            ondelete="CASCADE",
        ),
    )


def _create_tables() -> None:
    _row(
        "notes",
        sa.Column("after_seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author_user_id", sa.Uuid(), nullable=True),
    )
    op.create_index("ix_notes_conversation", "notes", ["tenant_id", "conversation_id", "id"])
    _row(
        "conversation_tags",
        sa.Column("tag", sa.Text(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "conversation_id",
            "tag",
            name=op.f("uq_conversation_tags_tenant_id_conversation_id_tag"),
        ),
    )
    op.create_index(
        "ix_conversation_tags_tag", "conversation_tags", ["tenant_id", "tag", "conversation_id"]
    )
    _row(
        "conversation_reads",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.UniqueConstraint(
            "tenant_id",
            "conversation_id",
            "user_id",
            name=op.f("uq_conversation_reads_tenant_id_conversation_id_user_id"),
        ),
        sa.ForeignKeyConstraint(
            ["tenant_id", "user_id"],
            ["users.tenant_id", "users.id"],
            name=op.f("fk_conversation_reads_tenant_id_user_id"),
            ondelete="CASCADE",
        ),
    )


def _create_searches() -> None:
    op.execute("GRANT CREATE ON SCHEMA public TO deskhand_lookup")
    for table in ("messages", "customers"):
        op.execute(f"GRANT SELECT ON {table} TO deskhand_lookup")
        op.execute(f"CREATE POLICY looked_up ON {table} FOR SELECT TO deskhand_lookup USING (true)")
    for name, body in SEARCHES.items():
        op.execute(
            f"CREATE FUNCTION {name}(wanted text, most integer) RETURNS TABLE (id uuid)"
            " LANGUAGE sql STABLE SECURITY DEFINER"
            f" SET search_path = public, pg_temp AS $$ {body} $$"
        )
        op.execute(f"REVOKE ALL ON FUNCTION {name}(text, integer) FROM PUBLIC")
        op.execute(f"GRANT EXECUTE ON FUNCTION {name}(text, integer) TO deskhand_app")
        op.execute(f"ALTER FUNCTION {name}(text, integer) OWNER TO deskhand_lookup")
    op.execute("REVOKE CREATE ON SCHEMA public FROM deskhand_lookup")


def downgrade() -> None:
    op.execute("SET LOCAL ROLE deskhand_lookup")
    for name in SEARCHES:
        op.execute(f"DROP FUNCTION {name}(text, integer)")
    op.execute("RESET ROLE")
    for table in ("messages", "customers"):
        op.execute(f"DROP POLICY looked_up ON {table}")
        op.execute(f"REVOKE SELECT ON {table} FROM deskhand_lookup")
        op.execute(f"DROP INDEX words_{table}")
    for table in TABLES:
        op.drop_table(table)
    for name in INDEXES:
        op.drop_index(f"ix_conversations_{name}", table_name="conversations")
    for column in ("merged_into", "close_reason", "snoozed_until", "assignee_id", "priority"):
        op.drop_column("conversations", column)
    op.create_index(
        "ix_conversations_waiting",
        "conversations",
        ["tenant_id", "waiting_since"],
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
