"""The sample shops as worlds that the gauge can read, made from their files on a fixed day."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache
from typing import Any

from deskhand.evaluation.dialogues import Case, Step, choose
from deskhand.evaluation.grading import Moment, Verdict, grade
from deskhand.evaluation.heard import Heard
from deskhand.evaluation.records import noun_of
from deskhand.evaluation.world import World, make_world
from deskhand.samples.rows import ShopRows, tenant_id_of
from deskhand.samples.schemas import document_files, load_shop

MOMENT = datetime(2026, 11, 18, 12, tzinfo=UTC)
"""A Wednesday, so that weekdays close by are on both sides."""


@cache
def world_of(slug: str) -> World:
    """The world of the sample shop `slug`."""
    rows = ShopRows(load_shop(slug), tenant_id_of(slug), MOMENT)
    tables = [(noun_of(table), values) for table, values in rows.tables()]
    texts = [re.sub(r"<[^>]*>", " ", file.read_text("utf-8")) for file in document_files(slug)]
    return make_world(tables, "\n".join(texts), MOMENT.date())


@cache
def case_named(name: str) -> Case:
    """The shipped dialogue with this id."""
    return choose(only=(name,))[0]


def judged(name: str, number: int, text: str, **heard: Any) -> Verdict:
    """The verdict on a reply to the step `number`, counted from 1, of a shipped dialogue.

    `heard` are fields of `Heard`; those of the written replies come from a YAML file.
    """
    case = case_named(name)
    steps: tuple[Step, ...] = case.dialogue.turns
    written = "\n".join(part for step in steps[:number] for part in step.says)
    moment = Moment(world_of(case.tenant), case.dialogue.customer, case.language, written)
    return grade(steps[number - 1], Heard(text, **heard), moment)
