"""Nothing of a customer is held in a place that export and erasure do not know."""

from __future__ import annotations

import pytest
from sqlalchemy import LargeBinary, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TSVECTOR

from deskhand.domain.privacy.inventory import INVENTORY, OF_NOBODY, Holding
from deskhand.infra.db.base import Base

_WORDS = (Text, JSONB, ARRAY, TSVECTOR, LargeBinary)
"""Types of columns that can hold words; ids, days, numbers and switches cannot."""


def test_every_table_is_either_listed_or_said_to_be_of_nobody() -> None:
    listed = [one.name for one in INVENTORY]
    assert len(listed) == len(set(listed))
    assert set(listed).isdisjoint(OF_NOBODY)
    assert set(Base.metadata.tables) == {*listed, *OF_NOBODY}


def test_a_table_that_points_to_customers_is_not_of_nobody() -> None:
    for name in OF_NOBODY:
        pointed = {key.column.table.name for key in Base.metadata.tables[name].foreign_keys}
        assert pointed.isdisjoint({"customers", "conversations", "turns", "messages"}), name


@pytest.mark.parametrize("held", INVENTORY, ids=lambda held: held.name)
def test_every_column_that_can_hold_words_is_named_once(held: Holding) -> None:
    named = [*held.personal, *held.plain, *held.secret]
    assert len(named) == len(set(named))
    columns = held.table.__table__.columns
    assert set(named) == {one.name for one in columns if isinstance(one.type, _WORDS)}


@pytest.mark.parametrize("held", INVENTORY, ids=lambda held: held.name)
def test_where_a_row_stays_what_is_personal_in_it_is_written_over(held: Holding) -> None:
    if held.fate != "stays":
        assert not held.emptied
        return
    # What an erasure computes for each row.
    computed = {("customers", "email"), ("records", "fields")}
    left = {one for one in held.personal if (held.name, one) not in computed} - set(held.emptied)
    assert not left
