"""A tenant's pack with what it was taught: intents, where they lead, and what tells them apart."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.conversations.macros import render
from deskhand.domain.intents.versions import basis_of
from deskhand.domain.tables import IntentVersion, Macro, TrainedClassifier
from deskhand.infra.classification.classifier import IntentClassifier
from deskhand.infra.db.scope import tenant_of
from deskhand.infra.errors import Conflict
from deskhand.packs.loader import Pack
from deskhand.packs.schema import Intent

log = structlog.get_logger(__name__)

_MOST_KEPT = 16
"""Packs with their classifiers in memory; one of many intents takes some 30 MB."""
_FLUENT_NAME = re.compile(r"[A-Za-z0-9_-]+")


class VersionOutdated(Conflict):
    """This version was trained for another model, release or pack: train again."""


class _Known(NamedTuple):
    pack: Pack
    stamp: tuple[str, datetime | None]


class TaughtPacks:
    """Packs with what their tenants taught, put together once for each version.

    Which version is in service is read in the caller's own transaction, so that every process
    sees a switch with the next turn. One serves a whole process.
    """

    def __init__(self, model: str, most_kept: int = _MOST_KEPT) -> None:
        """`model` names the embedding model that reads the messages."""
        self._model = model
        self._most_kept = most_kept
        self._kept: OrderedDict[tuple[UUID, UUID], _Known] = OrderedDict()
        self._building = asyncio.Lock()

    async def applied(self, session: AsyncSession, pack: Pack) -> Pack:
        """The pack as the version in service has it; as it is while none fits."""
        version = await session.scalar(
            select(IntentVersion).where(IntentVersion.status == "in_service")
        )
        if version is None or not self.fits(version, pack):
            return pack
        return await self._pack(session, version, pack)

    async def version(self, session: AsyncSession, version: IntentVersion, pack: Pack) -> Pack:
        """The pack as this version has it; raises VersionOutdated."""
        if not self.fits(version, pack):
            raise VersionOutdated
        return await self._pack(session, version, pack)

    def fits(self, version: IntentVersion, pack: Pack) -> bool:
        """Whether the version was trained for this pack, model and release."""
        return version.basis == basis_of(pack, self._model, with_pack=version.with_pack)

    async def _pack(self, session: AsyncSession, version: IntentVersion, pack: Pack) -> Pack:
        key = (tenant_of(session), version.id)
        changed = select(func.max(Macro.updated_at)).where(Macro.owner_user_id.is_(None))
        stamp = (pack.digest, await session.scalar(changed))
        async with self._building:  # Many turns may begin at once on a version nobody knows yet.
            known = self._kept.get(key)
            if known is None or known.stamp != stamp:
                built = await self._build(session, version, pack, known)
                known = self._kept[key] = _Known(built, stamp)
            self._kept.move_to_end(key)
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
            return known.pack

    async def _build(
        self, session: AsyncSession, version: IntentVersion, pack: Pack, before: _Known | None
    ) -> Pack:
        trained = before.pack.trained if before is not None else await _load(session, version.id)
        taught = await session.scalar(
            select(IntentVersion.taught).where(IntentVersion.id == version.id)
        )
        macros = {
            str(row.id): row.text
            for row in await session.scalars(select(Macro).where(Macro.owner_user_id.is_(None)))
        }
        own = list((taught or {}).get("intents", ()))
        return taught_pack(pack, own, macros, trained, f"{version.id}")


async def _load(session: AsyncSession, version_id: UUID) -> Mapping[str, IntentClassifier]:
    rows = await session.execute(
        select(TrainedClassifier.language, TrainedClassifier.content).where(
            TrainedClassifier.version_id == version_id
        )
    )
    return {
        language: await asyncio.to_thread(IntentClassifier.from_bytes, content)
        for language, content in rows
    }


def taught_pack(
    pack: Pack,
    own: Iterable[Mapping[str, Any]],
    macros: Mapping[str, str],
    trained: Mapping[str, IntentClassifier],
    seal: str,
) -> Pack:
    """The pack with further intents, the texts that answer them, and its classifiers.

    `seal` tells packs apart that differ in what was taught.
    """
    intents = dict(pack.intents)
    sentences: list[str] = []
    for number, one in enumerate(own):
        name, answer = str(one["name"]), macros.get(str(one.get("macro_id")))
        if name in pack.intents:
            continue
        said = f"taught-answer-{number}" if answer is not None else None
        intents[name] = _intent(pack, one, said)
        if said is not None:
            sentences.append(_fluent(said, render(answer or "", {})))
        if one.get("title") and _FLUENT_NAME.fullmatch(name):
            sentences.append(_fluent(f"topic-{name}", str(one["title"])))
    added = "\n".join(sentences)
    return replace(
        pack,
        intents=intents,
        wordings={language: f"{text}\n{added}\n" for language, text in pack.wordings.items()},
        files={**pack.files, "taught": f"{seal}\n{added}"},
        trained=trained,
    )


def _intent(pack: Pack, one: Mapping[str, Any], said: str | None) -> Intent:
    """Where an own intent leads: as an intent of the pack with that procedure, if there is one."""
    category, procedure = str(one.get("category") or "GENERAL"), one.get("procedure")
    if said is not None:
        return Intent(category=category, says=said)
    if procedure not in pack.procedures:
        return Intent(category=category, documents=True)
    alike = next((each for each in pack.intents.values() if each.procedure == procedure), None)
    if alike is None:
        return Intent(category=category, procedure=procedure)
    return alike.model_copy(update={"category": category})


def _fluent(name: str, text: str) -> str:
    """A Fluent message that says exactly this text."""
    escaped = text.replace("{", "\0").replace("}", '{"}"}').replace("\0", '{"{"}')
    lines = [f'    {{""}}{line}' for line in escaped.splitlines()] or ['    {""}']
    return "\n".join((f"{name} =", *lines))
