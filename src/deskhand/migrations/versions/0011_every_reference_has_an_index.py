"""An index for every foreign key, and for what is looked up by sign-in."""

from __future__ import annotations

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_conversation_reads_user": ("conversation_reads", "user_id"),
    "ix_conversations_assigned": ("conversations", "assignee_id"),
    "ix_conversations_owner": ("conversations", "owner_user_id"),
    "ix_idempotency_keys_turn": ("idempotency_keys", "turn_id"),
    "ix_invoices_subscription": ("invoices", "subscription_id"),
    "ix_pack_versions_author": ("pack_versions", "author_user_id"),
    "ix_refresh_tokens_family": ("refresh_tokens", "family_id"),
    "ix_refresh_tokens_user": ("refresh_tokens", "user_id"),
    "ix_refunds_order": ("refunds", "order_id", "issued_at"),
    "ix_replies_conversation": ("replies", "conversation_id"),
    "ix_replies_message": ("replies", "message_id"),
    "ix_replies_ticket": ("replies", "ticket_id"),
    "ix_tickets_assignee": ("tickets", "assignee_id"),
    "ix_users_customer": ("users", "customer_id"),
}


def upgrade() -> None:
    for name, (table, *columns) in INDEXES.items():
        op.create_index(name, table, ["tenant_id", *columns])


def downgrade() -> None:
    for name, (table, *_) in INDEXES.items():
        op.drop_index(name, table)
