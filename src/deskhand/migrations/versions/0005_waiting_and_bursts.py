"""Who waits for a person, how far a turn reaches, what a reply rests on, and the dialogue's row."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
FILLED = ("conversations", "messages", "turns")
"""Tables that are read or filled below; their owner, too, sees rows only without FORCE."""


def upgrade() -> None:
    _add_columns()
    op.create_index(
        "ix_conversations_waiting",
        "conversations",
        ["tenant_id", "waiting_since"],
        postgresql_where=sa.text("waiting_since IS NOT NULL"),
    )
    _fill()
    op.alter_column("turns", "last_seq", nullable=False)
    op.create_check_constraint(
        op.f("ck_replies_checked"), "replies", "checked IN ('rendered','checked','not_checked')"
    )
    _create_dialogue()


def _add_columns() -> None:
    op.add_column("conversations", sa.Column("waiting_since", sa.DateTime(timezone=True)))
    op.add_column("conversations", sa.Column("waiting_reason", sa.Text()))
    op.add_column("turns", sa.Column("last_seq", sa.Integer()))
    for table, name, default in (
        ("turns", "about", "{}"),
        ("replies", "choices", "[]"),
        ("replies", "evidence", "[]"),
    ):
        column = sa.Column(
            name, postgresql.JSONB(), nullable=False, server_default=sa.text(f"'{default}'")
        )
        op.add_column(table, column)
    op.add_column("replies", sa.Column("question", sa.Text()))
    op.add_column(
        "replies",
        sa.Column("checked", sa.Text(), nullable=False, server_default=sa.text("'rendered'")),
    )


def _fill() -> None:
    """Old turns end with their last message; who was handed over and never answered waits."""
    for table in FILLED:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    op.execute(
        "UPDATE turns SET last_seq = greatest(first_seq, coalesce((SELECT max(m.seq)"
        " FROM messages m WHERE m.tenant_id = turns.tenant_id AND m.turn_id = turns.id"
        " AND m.role = 'customer'), first_seq))"
    )
    op.execute(
        "UPDATE conversations c SET waiting_since = c.updated_at, waiting_reason = 'handed_over',"
        " owner = 'assistant' WHERE c.owner = 'person' AND c.owner_user_id IS NULL"
        " AND c.status = 'open' AND NOT EXISTS (SELECT 1 FROM messages m"
        " WHERE m.tenant_id = c.tenant_id AND m.conversation_id = c.id AND m.role = 'agent')"
    )
    for table in FILLED:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def _create_dialogue() -> None:
    op.create_table(
        "dialogue",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_dialogue")),
        sa.ForeignKeyConstraint(
            ["tenant_id", "id"],
            ["conversations.tenant_id", "conversations.id"],
            name=op.f("fk_dialogue_tenant_id_id"),
            ondelete="CASCADE",
        ),
    )
    op.execute("ALTER TABLE dialogue ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE dialogue FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY own_tenant ON dialogue USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
    )
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON dialogue TO deskhand_app")


def downgrade() -> None:
    op.drop_table("dialogue")
    op.drop_constraint(op.f("ck_replies_checked"), "replies", type_="check")
    for name in ("checked", "question", "evidence", "choices"):
        op.drop_column("replies", name)
    op.drop_column("turns", "about")
    op.drop_column("turns", "last_seq")
    op.drop_index("ix_conversations_waiting", table_name="conversations")
    op.drop_column("conversations", "waiting_reason")
    op.drop_column("conversations", "waiting_since")
