"""What a version takes a text for."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.intents.applying import TaughtPacks
from deskhand.domain.intents.examples import served
from deskhand.domain.intents.schemas import Score, Tried
from deskhand.domain.intents.versions import (
    TRAINED,
    NoVersionInService,
    VersionNotTrained,
    get_version,
    version_in_service,
)
from deskhand.infra.classification.classifier import IntentClassifier, Prediction
from deskhand.infra.errors import Conflict
from deskhand.packs.loader import Pack

_MOST_SCORES = 12


class LanguageNotTaught(Conflict):
    """No example in this language was taught, so that the pack's own alone are known in it."""


async def classifier_of(
    session: AsyncSession, taught: TaughtPacks, pack: Pack, number: int | None, language: str | None
) -> tuple[int, str, IntentClassifier]:
    """The version's number, the language, and what it learned in it.

    Raises NoVersionInService, IntentVersionNotFound, VersionNotTrained, VersionOutdated,
    LanguageNotServed, LanguageNotTaught.
    """
    spoken = served(pack, language)
    version = (
        await version_in_service(session) if number is None else await get_version(session, number)
    )
    if version is None:
        raise NoVersionInService
    if version.status not in TRAINED:
        raise VersionNotTrained
    known = (await taught.version(session, version, pack)).trained.get(spoken)
    if known is None:
        raise LanguageNotTaught
    return version.number, spoken, known


def told(number: int, language: str, predicted: Prediction) -> Tried:
    """The prediction as it is answered."""
    return Tried(
        version=number,
        language=language,
        intent=predicted.label if predicted.in_scope else None,
        in_scope=predicted.in_scope,
        similarity=round(predicted.similarity, 4),
        scores=[
            Score(intent=name, probability=round(likely, 4))
            for name, likely in predicted.ranked[:_MOST_SCORES]
        ],
    )
