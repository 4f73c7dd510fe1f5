"""An import from its file to its report: what would change, or what was taken, line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.audit import Actor
from deskhand.domain.commerce.batches import take
from deskhand.domain.commerce.importing.columns import Choice, chosen, language_of, targets_of
from deskhand.domain.commerce.importing.faults import ColumnsMissing, ColumnUnknown, FileTooLarge
from deskhand.domain.commerce.importing.literals import Style
from deskhand.domain.commerce.importing.reading import Sheet, read_sheet
from deskhand.domain.commerce.importing.rows import Recipe, rows_of
from deskhand.domain.commerce.kinds import Kind
from deskhand.domain.commerce.planned import FieldInvalid
from deskhand.packs.schema import Noun

BATCH: Final = 1000
_SHOWN: Final = 20
_SAMPLES: Final = 200
_STYLED: Final = ("amount", "day")

Transaction = Callable[[], AbstractAsyncContextManager[AsyncSession]]
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports says of the file; all of it is guessed where nothing is said."""

    columns: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    locale: str | None = None
    encoding: str | None = None
    delimiter: str | None = None


class ColumnView(BaseModel):
    """A column and the field that it fills; null: it is left out."""

    column: str
    field: str | None
    why: str = Field(description="By its name, its likeness, its values, or as told.")


class RowProblem(BaseModel):
    """A line that is not taken, and why."""

    line: int
    number: str | None
    code: str
    detail: str


class RowChange(BaseModel):
    """A record that is changed: by field, the value before and after."""

    line: int
    number: str | None
    changes: dict[str, tuple[Any, Any]]


class ImportReport(BaseModel):
    """What became, or would become, of a file. Lists hold the first of each; counts hold all."""

    kind: str
    how: str = Field(description="How the file was read.")
    columns: list[ColumnView]
    locale: str | None = Field(description="Whose way of writing decided what values left open.")
    dry_run: bool
    rows: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    new_customers: int = 0
    kept_states: list[str] = Field(
        default_factory=list, description="States that the pack does not know; said word for word."
    )
    problems: list[RowProblem] = Field(default_factory=list)
    samples: list[RowChange] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file that is understood: its rows, and how they are read."""

    sheet: Sheet
    recipe: Recipe
    choices: list[Choice]
    language: str | None


def prepared(
    kind: Kind, noun: Noun | None, content: bytes, name: str, options: Options, most_bytes: int
) -> Prepared:
    """Read a file's columns and style; `noun` is the pack's noun whose states the records have.

    Raises FileTooLarge, FileUnreadable, ColumnUnknown, ColumnsMissing, LocaleUnknown.
    """
    if len(content) > most_bytes:
        raise FileTooLarge(f"The file has more than {most_bytes // 1_000_000} MB: cut it in parts.")
    targets = targets_of(kind)
    unknown = sorted(set(options.constants) - set(targets))
    if unknown:
        raise ColumnUnknown(f"{kind.name} have no field {unknown[0]!r}: {', '.join(targets)}.")
    sheet = read_sheet(content, name, encoding=options.encoding, delimiter=options.delimiter)
    samples: dict[str, list[object]] = {column: [] for column in sheet.columns}
    for line in islice(sheet.lines(), _SAMPLES):
        for column, cell in line.cells.items():
            samples[column].append(cell)
    choices = chosen(kind, sheet.columns, samples, options.columns)
    columns = {one.column: one.field for one in choices if one.field is not None}
    named = {*columns.values(), *options.constants}
    if kind.key not in named and not (kind.name == "customers" and "email" in named):
        raise ColumnsMissing(
            f"No column says the `{kind.key}` of {kind.name}: tell it with COLUMN={kind.key};"
            f" the columns are {', '.join(sheet.columns)}."
        )
    language = language_of(sheet.columns, kind)
    style = _style(sheet, {c: targets[f].read for c, f in columns.items()}, options, language)
    states = frozenset(noun.states if noun is not None else ())
    recipe = Recipe(kind, targets, columns, options.constants, style, states)
    return Prepared(sheet, recipe, choices, options.locale or language)


def _style(sheet: Sheet, read: Mapping[str, str], options: Options, language: str | None) -> Style:
    style = Style.of(options.locale)
    columns = {column: how for column, how in read.items() if how in _STYLED}
    if options.locale is None and columns:
        for line in sheet.lines():
            for column, how in columns.items():
                learn = style.learn_amount if how == "amount" else style.learn_day
                learn(line.cells.get(column))
    style.settle(language)
    return style


async def run(
    transaction: Transaction,
    actor: Actor,
    found: Prepared,
    *,
    dry_run: bool,
    progress: Progress = lambda rows: None,
) -> ImportReport:
    """Take the rows, a thousand in each transaction, or do it in one that is undone (`dry_run`).

    What is done stays done when a later batch fails, and the same file again changes nothing.
    """
    report = ImportReport(
        kind=found.recipe.kind.name,
        how=found.sheet.how,
        columns=[ColumnView(column=c.column, field=c.field, why=c.why) for c in found.choices],
        locale=found.language,
        dry_run=dry_run,
    )
    if not dry_run:
        for batch in _batches(found):
            async with transaction() as session:
                await _take(session, actor, found.recipe, batch, report)
            progress(report.rows)
        return report
    try:
        async with transaction() as session:
            for batch in _batches(found):
                await _take(session, actor, found.recipe, batch, report)
                progress(report.rows)
            raise _Undone
    except _Undone:
        return report


Row = tuple[int, dict[str, Any] | FieldInvalid]


def _batches(found: Prepared) -> Iterator[list[Row]]:
    """The file's rows by the thousand; one that came before in the file is refused."""
    seen: dict[str, int] = {}
    rows = rows_of(found.recipe, found.sheet.lines())
    while batch := list(islice(rows, BATCH)):
        for place, (line, row) in enumerate(batch):
            key = None if isinstance(row, FieldInvalid) else row.get(found.recipe.kind.key)
            if key is not None:
                first = seen.setdefault(found.recipe.kind.spelled(str(key)), line)
                if first != line:
                    batch[place] = (line, FieldInvalid(f"Line {first} is the same record."))
        yield batch


async def _take(
    session: AsyncSession, actor: Actor, recipe: Recipe, batch: list[Row], report: ImportReport
) -> None:
    report.rows += len(batch)
    good: list[tuple[int, dict[str, Any]]] = []
    for line, row in batch:
        if isinstance(row, FieldInvalid):
            _refuse(report, RowProblem(line=line, number=None, code=row.code, detail=row.detail))
        else:
            good.append((line, row))
            _note_state(report, recipe, row)
    if not good:
        return
    taken = await take(session, actor, recipe.kind, [row for _, row in good])
    report.created += taken.created
    report.changed += taken.changed
    report.unchanged += taken.unchanged
    for (line, _), result in zip(good, taken.rows, strict=True):
        report.new_customers += result.new_customer
        if result.outcome == "refused":
            code, detail = result.code or "", result.detail or ""
            problem = RowProblem(line=line, number=result.number, code=code, detail=detail)
            _refuse(report, problem)
        elif result.outcome == "changed" and len(report.samples) < _SHOWN:
            change = RowChange(line=line, number=result.number, changes=result.changes)
            report.samples.append(change)


def _refuse(report: ImportReport, problem: RowProblem) -> None:
    report.refused += 1
    if len(report.problems) < _SHOWN:
        report.problems.append(problem)


def _note_state(report: ImportReport, recipe: Recipe, row: Mapping[str, Any]) -> None:
    state = row.get("status")
    known = state is None or not recipe.states or state in recipe.states
    if not known and state not in report.kept_states and len(report.kept_states) < _SHOWN:
        report.kept_states.append(str(state))


class _Undone(Exception):
    """Ends the transaction of a preview, so that nothing of it stays."""
