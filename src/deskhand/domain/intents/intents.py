"""Intents by name: the pack's, and those that the tenant adds."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain import audit
from deskhand.domain.audit import Actor
from deskhand.domain.intents.schemas import MOST_INTENTS, IntentChange, IntentView
from deskhand.domain.tables import IntentExample, Macro, OwnIntent
from deskhand.infra.clock import now
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict, InvalidInput, NotFound
from deskhand.infra.ids import new_id
from deskhand.packs.loader import Pack
from deskhand.packs.wording import Wording

RESERVED = frozenset({"examples", "import", "rollback", "train", "try", "versions"})
"""Names that stand in the API's paths beside those of intents."""


class IntentNotFound(NotFound):
    """No intent has this name here."""


class IntentExists(Conflict):
    """An intent of this name exists already."""


class IntentOfThePack(Conflict):
    """The pack's intents are changed in the pack; examples can be added to them here."""


class IntentNameReserved(InvalidInput):
    """This name cannot be an intent's."""


class DestinationUnknown(InvalidInput):
    """The intent leads to what does not exist."""


class TooManyIntents(Conflict):
    """No more intents can be taught."""


async def intents_of(session: AsyncSession, pack: Pack) -> list[IntentView]:
    """The pack's intents and the tenant's own, by name."""
    counted = select(IntentExample.intent, func.count()).group_by(IntentExample.intent)
    given: dict[str, int] = {name: count for name, count in (await session.execute(counted))}
    shown: Counter[str] = Counter()
    for language in pack.examples.values():
        shown.update({name: len(texts) for name, texts in language.intents.items()})
    wording = pack.wording(pack.about.languages[0])
    views = [
        IntentView(
            name=name,
            origin="pack",
            title=_topic(wording, name),
            category=intent.category,
            procedure=intent.procedure,
            macro_id=None,
            outside=intent.outside,
            pack_examples=shown[name],
            own_examples=given.get(name, 0),
        )
        for name, intent in pack.intents.items()
    ]
    views += [
        _view(row, given.get(row.name, 0))
        for row in await own_intents(session)
        if row.name not in pack.intents
    ]
    return sorted(views, key=lambda view: view.name)


async def intent_named(session: AsyncSession, pack: Pack, name: str) -> IntentView:
    """The intent of this name; raises IntentNotFound."""
    found = next((one for one in await intents_of(session, pack) if one.name == name), None)
    if found is None:
        raise IntentNotFound
    return found


async def own_intents(session: AsyncSession) -> list[OwnIntent]:
    """The intents that the tenant added, by name."""
    return list(await session.scalars(select(OwnIntent).order_by(OwnIntent.name)))


async def add_intent(
    session: AsyncSession, actor: Actor, pack: Pack, name: str, change: IntentChange
) -> OwnIntent:
    """A new intent; raises IntentExists, IntentNameReserved, DestinationUnknown, TooManyIntents."""
    if name in RESERVED:
        raise IntentNameReserved
    if name in pack.intents or await _own(session, name) is not None:
        raise IntentExists
    if (await session.scalar(select(func.count()).select_from(OwnIntent)) or 0) >= MOST_INTENTS:
        raise TooManyIntents(f"At most {MOST_INTENTS} intents can be added to the pack's.")
    row = OwnIntent(tenant_id=tenant_of(session), id=new_id(), name=name, created_at=now())
    await _fill(session, pack, row, change)
    session.add(row)
    await session.flush()
    await audit.append(session, actor, "intent.added", f"intent:{row.id}", name=name)
    return row


async def change_intent(
    session: AsyncSession, actor: Actor, pack: Pack, name: str, change: IntentChange
) -> OwnIntent:
    """Lead an own intent elsewhere, from its next training on.

    Raises IntentNotFound, IntentOfThePack, DestinationUnknown.
    """
    row = await _writable(session, pack, name)
    await _fill(session, pack, row, change)
    await session.flush()
    await audit.append(session, actor, "intent.changed", f"intent:{row.id}", name=name)
    return row


async def remove_intent(session: AsyncSession, actor: Actor, pack: Pack, name: str) -> None:
    """Take an own intent away with its examples; raises IntentNotFound, IntentOfThePack."""
    row = await _writable(session, pack, name)
    await session.execute(
        delete(IntentExample)
        .where(IntentExample.intent == name)
        .execution_options(synchronize_session=False)
    )
    row_id = row.id
    await session.delete(row)
    await session.flush()
    await audit.append(session, actor, "intent.removed", f"intent:{row_id}", name=name)


async def _fill(session: AsyncSession, pack: Pack, row: OwnIntent, change: IntentChange) -> None:
    if change.procedure is not None and change.procedure not in pack.procedures:
        raise DestinationUnknown(
            f"The pack has no procedure {change.procedure!r}; there are"
            f" {', '.join(sorted(pack.procedures))}."
        )
    if change.macro_id is not None and await team_macro(session, change.macro_id) is None:
        raise DestinationUnknown(f"The team has no macro {change.macro_id}.")
    values: dict[str, Any] = change.model_dump(include=set(IntentChange.model_fields))
    for field, value in values.items():
        setattr(row, field, value)
    row.updated_at = now()


async def team_macro(session: AsyncSession, macro_id: UUID) -> Macro | None:
    """A macro that everybody of the team has: one person's own may not answer customers."""
    found: Macro | None = await session.scalar(
        select(Macro).where(Macro.id == macro_id, Macro.owner_user_id.is_(None))
    )
    return found


async def _own(session: AsyncSession, name: str) -> OwnIntent | None:
    found: OwnIntent | None = await session.scalar(select(OwnIntent).where(OwnIntent.name == name))
    return found


async def _writable(session: AsyncSession, pack: Pack, name: str) -> OwnIntent:
    row = await _own(session, name)
    if row is None:
        raise IntentOfThePack if name in pack.intents else IntentNotFound
    return row


def _topic(wording: Wording, name: str) -> str:
    told = f"topic-{name}"
    return wording.say(told, {}, today=now().date()).text if wording.has(told) else ""


def _view(row: OwnIntent, examples: int) -> IntentView:
    return IntentView(
        name=row.name,
        origin="own",
        title=row.title,
        category=row.category,
        procedure=row.procedure,
        macro_id=row.macro_id,
        outside=False,
        pack_examples=0,
        own_examples=examples,
    )
