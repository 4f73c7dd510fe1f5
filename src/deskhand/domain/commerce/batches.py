"""A batch of records as it comes in: each row checked by itself, and told what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.incoming import BatchResult, OwnRow, RowResult
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import FieldInvalid, Planned
from deskhand.domain.commerce.writing import write
from deskhand.infra.errors import DeskhandError


async def take(
    session: AsyncSession,
    actor: Actor,
    kind: Kind,
    rows: Sequence[Mapping[str, Any]],
    *,
    all_or_nothing: bool = False,
    dry_run: bool = False,
) -> BatchResult:
    """Create or change a record for each row that can be taken; the others are refused by name.

    The same batch again changes nothing. With `all_or_nothing` one refused row leaves out all.
    Raises WrittenMeanwhile, when nothing was taken.
    """
    checked = [_checked(kind, row) for row in rows]
    good = [(index, row) for index, row in enumerate(checked) if isinstance(row, OwnRow)]
    results = {
        index: _refused(index, given.get(kind.key), found)
        for index, (given, found) in enumerate(zip(rows, checked, strict=True))
        if isinstance(found, DeskhandError)
    }
    # What is refused by its shape alone lets the others be planned, and only that.
    planned = await write(
        session,
        actor,
        kind,
        [row for _, row in good],
        all_or_nothing=all_or_nothing,
        dry_run=dry_run or (all_or_nothing and bool(results)),
    )
    for (index, _), one in zip(good, planned, strict=True):
        results[index] = _result(index, one)
    if all_or_nothing and any(one.outcome == "refused" for one in results.values()):
        for taken in results.values():
            if taken.outcome in ("created", "changed"):
                taken.outcome, taken.id = "left_out", None
    return _summed([results[index] for index in range(len(rows))], dry_run)


def checked_row(kind: Kind, row: Mapping[str, Any]) -> OwnRow:
    """The row in its shape. Raises FieldInvalid."""
    try:
        return kind.shape.model_validate(dict(row))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = f"`{place}`: {first['msg']}." if place else f"{first['msg']}."
        raise FieldInvalid(said) from error


def _checked(kind: Kind, row: Mapping[str, Any]) -> OwnRow | FieldInvalid:
    try:
        return checked_row(kind, row)
    except FieldInvalid as error:
        return error


def _result(index: int, planned: Planned) -> RowResult:
    if planned.error is not None:
        return _refused(index, planned.number, planned.error)
    return RowResult(
        row=index,
        number=planned.number,
        outcome=planned.outcome,
        id=planned.id,
        new_customer=planned.adds_customer,
        changes=planned.changes,
    )


def _refused(index: int, number: object, error: DeskhandError) -> RowResult:
    return RowResult(
        row=index,
        number=str(number)[:100] if number is not None else None,
        outcome="refused",
        code=error.code,
        detail=error.detail,
    )


def _summed(rows: list[RowResult], dry_run: bool) -> BatchResult:
    counted = Counter(row.outcome for row in rows)
    return BatchResult(
        created=counted["created"],
        changed=counted["changed"],
        unchanged=counted["unchanged"],
        refused=counted["refused"],
        left_out=counted["left_out"],
        dry_run=dry_run,
        rows=rows,
    )
