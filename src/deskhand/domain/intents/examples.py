"""Examples that a tenant gives: added, moved, imported from a file, taken away."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Result, Select, func, literal_column, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.importing.reading import read_sheet
from deskhand.domain.intents.intents import IntentNotFound, add_intent, own_intents
from deskhand.domain.intents.schemas import (
    MOST_EXAMPLES,
    ExampleChange,
    ExampleText,
    IntentChange,
    IntentName,
    RefusedLine,
    Taken,
)
from deskhand.domain.tables import IntentExample
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack

_TEXTS = ("text", "example", "utterance", "query", "message")
_LABELS = ("intent", "label", "category")
_MOST_TOLD = 100
_AT_ONCE = 1_000
_TEXT: TypeAdapter[str] = TypeAdapter(ExampleText)
_NAME: TypeAdapter[str] = TypeAdapter(IntentName)


class ExampleNotFound(NotFound):
    """No example with this id exists here."""


class ExampleExists(Conflict):
    """This text is an example already."""


class TooManyExamples(Conflict):
    """No more examples can be kept."""


class LanguageNotServed(InvalidInput):
    """The pack does not speak this language."""


class ExampleColumnsMissing(InvalidInput):
    """The file needs a column for the text and one for the intent."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that means an intent."""

    intent: str
    text: str
    language: str


def examples_of(intent: str | None = None) -> Select[Any]:
    """The tenant's examples, of one intent or of all."""
    query = select(IntentExample)
    return query if intent is None else query.where(IntentExample.intent == intent)


async def give(
    session: AsyncSession,
    actor: Actor,
    pack: Pack,
    intent: str,
    texts: Sequence[str],
    language: str | None,
) -> Taken:
    """Add examples to an intent; a text that meant another one before means this one now.

    Raises IntentNotFound, LanguageNotServed, TooManyExamples.
    """
    if intent not in pack.intents and intent not in {
        row.name for row in await own_intents(session)
    }:
        raise IntentNotFound
    spoken = served(pack, language)
    taken = await _keep(session, [Example(intent, text, spoken) for text in texts])
    await _note(session, actor, taken, intent=intent)
    return taken


async def import_examples(
    session: AsyncSession,
    actor: Actor,
    pack: Pack,
    content: bytes,
    name: str,
    *,
    language: str | None = None,
    outside: str | None = None,
) -> Taken:
    """Add the examples of a CSV, XLSX or JSON-lines file, and the intents that are new in it.

    A line has `text`, `intent` or `label`, and perhaps `language`. `outside` is the label that
    means "belongs to nothing". Lines that cannot be taken are told and left out.
    Raises FileUnreadable, ExampleColumnsMissing, LanguageNotServed, TooManyExamples,
    TooManyIntents.
    """
    refused: list[RefusedLine] = []
    spoken = served(pack, language)
    # Reading a large file takes a moment, in which others want answers.
    found = await asyncio.to_thread(
        lambda: list(_lines(content, name, pack, spoken, outside, refused))
    )
    known = {*pack.intents, *(row.name for row in await own_intents(session))}
    new = sorted({one.intent for one in found} - known)
    for intent in new:
        await add_intent(session, actor, pack, intent, IntentChange())
    taken = await _keep(session, found)
    taken.intents_added = new
    taken.refused, taken.refused_lines = refused[:_MOST_TOLD], len(refused)
    await _note(session, actor, taken, intents=len(new))
    return taken


async def change_example(
    session: AsyncSession, actor: Actor, pack: Pack, example_id: UUID, change: ExampleChange
) -> IntentExample:
    """Another text or intent; raises ExampleNotFound, IntentNotFound, ExampleExists."""
    row = await _example(session, example_id)
    if change.intent is not None:
        known = {*pack.intents, *(own.name for own in await own_intents(session))}
        if change.intent not in known:
            raise IntentNotFound
        row.intent = change.intent
    if change.text is not None:
        row.text, row.digest = _folded(change.text), digest_of(change.text)
    try:
        async with session.begin_nested():
            await session.flush()
    except IntegrityError as error:
        raise ExampleExists from error
    await audit.append(session, actor, "intent.example_changed", f"example:{row.id}")
    return row


async def remove_example(session: AsyncSession, actor: Actor, example_id: UUID) -> None:
    """Take an example away; raises ExampleNotFound."""
    row = await _example(session, example_id)
    await session.delete(row)
    await session.flush()
    await audit.append(session, actor, "intent.example_removed", f"example:{example_id}")


def digest_of(text: str) -> str:
    """Equal for texts that differ in case and blanks alone."""
    return hashlib.sha256(_folded(text).casefold().encode("utf-8", "replace")).hexdigest()


def served(pack: Pack, language: str | None) -> str:
    """The language, by default the pack's first; raises LanguageNotServed."""
    chosen = language or pack.about.languages[0]
    if not pack.speaks(chosen):
        raise LanguageNotServed(
            f"The pack speaks {', '.join(pack.about.languages)}, and not {chosen!r}."
        )
    return chosen


def _folded(text: str) -> str:
    return " ".join(text.split())


async def _example(session: AsyncSession, example_id: UUID) -> IntentExample:
    row = await session.scalar(select(IntentExample).where(IntentExample.id == example_id))
    if row is None:
        raise ExampleNotFound
    return row


async def _keep(session: AsyncSession, examples: Iterable[Example]) -> Taken:
    """Write the examples; the last one of a text counts."""
    rows = {(one.language, digest_of(one.text)): one for one in examples}
    kept = await session.scalar(select(func.count()).select_from(IntentExample)) or 0
    taken = Taken()
    given = list(rows.items())
    for start in range(0, len(given), _AT_ONCE):
        await _write(session, given[start : start + _AT_ONCE], taken)
    if kept + taken.added > MOST_EXAMPLES:
        raise TooManyExamples(f"At most {MOST_EXAMPLES} examples can be kept.")
    return taken


async def _write(
    session: AsyncSession, given: Sequence[tuple[tuple[str, str], Example]], taken: Taken
) -> None:
    tenant_id, moment = tenant_of(session), now()
    values = [
        {
            "tenant_id": tenant_id,
            "id": new_id(),
            "created_at": moment,
            "intent": one.intent,
            "language": language,
            "text": _folded(one.text),
            "digest": digest,
        }
        for (language, digest), one in given
    ]
    writing = insert(IntentExample).values(values)
    written: Result[tuple[bool]] = await session.execute(
        writing.on_conflict_do_update(
            index_elements=["tenant_id", "language", "digest"],
            set_={"intent": writing.excluded.intent},
            where=IntentExample.intent != writing.excluded.intent,
        ).returning(literal_column("(xmax = 0)")),
    )
    new = [bool(inserted) for (inserted,) in written]
    taken.added += sum(new)
    taken.moved += len(new) - sum(new)
    taken.unchanged += len(values) - len(new)


def _lines(
    content: bytes,
    name: str,
    pack: Pack,
    language: str,
    outside: str | None,
    refused: list[RefusedLine],
) -> Iterator[Example]:
    sheet = read_sheet(content, name)
    columns = {column.strip().casefold(): column for column in sheet.columns}
    text = next((columns[one] for one in _TEXTS if one in columns), None)
    label = next((columns[one] for one in _LABELS if one in columns), None)
    if text is None or label is None:
        raise ExampleColumnsMissing(
            f"The file has the columns {', '.join(sheet.columns) or 'none'}; `text` and `intent`"
            " are needed."
        )
    spoken = columns.get("language")
    beyond = next((one for one, intent in pack.intents.items() if intent.outside), None)
    for line in sheet.lines():
        if line.fault is not None:
            refused.append(RefusedLine(line=line.number, fault=line.fault))
            continue
        try:
            intent = _NAME.validate_python(str(line.cells.get(label) or ""))
            yield Example(
                beyond
                if outside and intent == outside and beyond
                else _NAME.validate_python(intent),
                _TEXT.validate_python(str(line.cells.get(text) or "")),
                served(pack, str(line.cells.get(spoken) or language) if spoken else language),
            )
        except ValidationError as error:
            fault = error.errors()[0]
            refused.append(RefusedLine(line=line.number, fault=f"{fault['msg']}."))
        except LanguageNotServed as error:
            refused.append(RefusedLine(line=line.number, fault=error.detail))


async def _note(session: AsyncSession, actor: Actor, taken: Taken, **detail: object) -> None:
    if taken.added or taken.moved:
        counts = {"added": taken.added, "moved": taken.moved}
        await audit.append(session, actor, "intent.taught", "intents", **counts, **detail)
