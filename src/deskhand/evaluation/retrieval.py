"""Retrieval measured on a corpus of one's own: real passages, the real index, real searches."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from uuid import UUID

from deskhand.domain.knowledge.schemas import Hit
from deskhand.evaluation.labelled import LabelledQuery
from deskhand.evaluation.ranking import Ranked

PASSAGES = 50
"""So many passages are asked for, so that ten documents are among them."""

Search = Callable[[str, str], Awaitable[Sequence[Hit]]]
"""The best passages for a question in a language, best first."""


async def ask(
    queries: Sequence[LabelledQuery], documents: Mapping[UUID, str], search: Search
) -> AsyncIterator[Ranked]:
    """Each question, searched as a customer's would be.

    `documents` tells by the id of a document the corpus's own id for it.
    """
    for query in queries:
        began = time.perf_counter()
        hits = await search(query.query, query.language)
        seconds = time.perf_counter() - began
        found = tuple(dict.fromkeys(documents[hit.document_id] for hit in hits))
        score = hits[0].score if hits else 0.0
        yield Ranked(query.query, found, frozenset(query.relevant), seconds, score)
