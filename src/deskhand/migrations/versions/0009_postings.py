"""Words and vectors are found within the tenant: postings, their counts, an index by model."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

OWN_TENANT = "tenant_id = (SELECT nullif(current_setting('app.tenant', true), '')::uuid)"
TABLES = ("postings", "word_counts", "collections")
_LENGTH = "(SELECT coalesce(sum(cardinality(w.positions)), 0) FROM unnest(c.words) AS w)"
_WORDS = "unnest(c.words) AS w"

# The row of the collection is taken first, so that two jobs of one tenant follow each other
# instead of waiting for each other's words.
ADD = f"""
BEGIN
    INSERT INTO collections (tenant_id, passages, words)
    SELECT c.tenant_id, count(*), sum({_LENGTH}) FROM changed c
    GROUP BY c.tenant_id ORDER BY c.tenant_id
    ON CONFLICT (tenant_id) DO UPDATE SET
        passages = collections.passages + excluded.passages,
        words = collections.words + excluded.words;
    INSERT INTO postings (tenant_id, word, chunk_id, occurrences, length)
    SELECT c.tenant_id, w.lexeme, c.id, cardinality(w.positions), least({_LENGTH}, 32767)
    FROM changed c, {_WORDS} ORDER BY 1, 2, 3;
    INSERT INTO word_counts (tenant_id, word, passages)
    SELECT c.tenant_id, w.lexeme, count(*) FROM changed c, {_WORDS} GROUP BY 1, 2 ORDER BY 1, 2
    ON CONFLICT (tenant_id, word) DO UPDATE SET
        passages = word_counts.passages + excluded.passages;
    RETURN NULL;
END
"""
TAKE_AWAY = f"""
BEGIN
    UPDATE collections SET passages = collections.passages - gone.passages,
                           words = collections.words - gone.words
    FROM (SELECT c.tenant_id, count(*) AS passages, sum({_LENGTH}) AS words FROM changed c
          GROUP BY c.tenant_id) AS gone
    WHERE collections.tenant_id = gone.tenant_id;
    DELETE FROM postings USING changed c, {_WORDS}
    WHERE postings.tenant_id = c.tenant_id AND postings.word = w.lexeme
      AND postings.chunk_id = c.id;
    UPDATE word_counts SET passages = word_counts.passages - gone.passages
    FROM (SELECT c.tenant_id, w.lexeme, count(*) AS passages FROM changed c, {_WORDS}
          GROUP BY 1, 2) AS gone
    WHERE word_counts.tenant_id = gone.tenant_id AND word_counts.word = gone.lexeme;
    DELETE FROM word_counts USING (SELECT DISTINCT c.tenant_id, w.lexeme FROM changed c, {_WORDS})
        AS gone
    WHERE word_counts.tenant_id = gone.tenant_id AND word_counts.word = gone.lexeme
      AND word_counts.passages <= 0;
    RETURN NULL;
END
"""
TRIGGERS = (
    ("chunks_added", "INSERT", "NEW", ADD),
    ("chunks_taken_away", "DELETE", "OLD", TAKE_AWAY),
)


def upgrade() -> None:
    op.create_table(
        "postings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("chunk_id", sa.Uuid(), nullable=False),
        sa.Column("occurrences", sa.SmallInteger(), nullable=False),
        sa.Column("length", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "tenant_id",
            "word",
            "chunk_id",
            name=op.f("pk_postings"),
            postgresql_include=["occurrences", "length"],
        ),
    )
    op.create_table(
        "word_counts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "word", name=op.f("pk_word_counts")),
    )
    op.create_table(
        "collections",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("words", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", name=op.f("pk_collections")),
    )
    _fill()
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_tenant ON {table} USING ({OWN_TENANT}) WITH CHECK ({OWN_TENANT})"
        )
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO deskhand_app")
    for name, event, rows, body in TRIGGERS:
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path = public, pg_temp AS $$ {body} $$"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON chunks REFERENCING {rows} TABLE AS changed"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    op.drop_index("ix_chunks_words", "chunks")
    op.create_index("ix_chunk_embeddings_model", "chunk_embeddings", ["tenant_id", "model"])


def _fill() -> None:
    """The words of the passages that are there already."""
    op.execute("ALTER TABLE chunks NO FORCE ROW LEVEL SECURITY")
    op.execute(
        f"INSERT INTO collections SELECT c.tenant_id, count(*), sum({_LENGTH}) FROM chunks c"
        " GROUP BY c.tenant_id"
    )
    op.execute(
        "INSERT INTO postings SELECT c.tenant_id, w.lexeme, c.id, cardinality(w.positions),"
        f" least({_LENGTH}, 32767) FROM chunks c, {_WORDS}"
    )
    op.execute(
        "INSERT INTO word_counts SELECT tenant_id, word, count(*) FROM postings GROUP BY 1, 2"
    )
    op.execute("ALTER TABLE chunks FORCE ROW LEVEL SECURITY")


def downgrade() -> None:
    op.drop_index("ix_chunk_embeddings_model", "chunk_embeddings")
    op.create_index("ix_chunks_words", "chunks", ["words"], postgresql_using="gin")
    for name, *_ in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON chunks")
        op.execute(f"DROP FUNCTION {name}()")
    for table in reversed(TABLES):
        op.drop_table(table)
