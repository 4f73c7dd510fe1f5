"""What documents were asked for: questions that nobody could answer, and answers that cite one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import numpy as np
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.expression import cast

from deskhand.domain.tables import Feedback, Message, Reply

_ALIKE: Final = 0.5
"""From this cosine on two questions count as the same. Of 2,277 pairs of the sample shop's
questions to different passages four in a thousand are as near (`tests/data`)."""
_MOST_TOLD: Final = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a customer, in the turn and conversation where it was asked."""

    turn_id: UUID
    conversation_id: UUID
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that ask the same thing, the newest first; nobody could answer them."""

    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """An answer that cites a document: to which question, by which passages, and did it help."""

    question: Asked
    passages: tuple[str, ...]
    rating: str | None


async def unanswered(session: AsyncSession, since: datetime, most: int = 100) -> list[Asked]:
    """Questions since then that neither documents nor records answered, the newest first."""
    query = (
        select(Reply.id, Reply.conversation_id, Message.text, Message.created_at)
        .join(Message, (Message.tenant_id == Reply.tenant_id) & (Message.turn_id == Reply.id))
        .where(
            Reply.created_at >= since,
            Reply.disclaimer,
            cast(Reply.sources, JSONB) == cast([], JSONB),
            Message.role == "customer",
        )
        .order_by(Reply.created_at.desc(), Message.seq.desc())
        .limit(most)
    )
    return [Asked(*row) for row in await session.execute(query)]


def grouped(questions: Sequence[Asked], vectors: np.ndarray) -> list[Gap]:
    """The questions by what they ask, what is asked most first; row n of `vectors` is of the nth.

    Each joins the first group whose first question it is like, so that the order decides alone.
    """
    groups: list[list[int]] = []
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    for at in range(len(questions)):
        for group in groups:
            if float(unit[group[0]] @ unit[at]) >= _ALIKE:
                group.append(at)
                break
        else:
            groups.append([at])
    groups.sort(key=len, reverse=True)
    return [Gap(tuple(questions[at] for at in group)) for group in groups]


async def told_by_people(
    session: AsyncSession, turn_ids: Sequence[UUID]
) -> tuple[list[Asked], list[str]]:
    """The questions of these turns, and what people of the team said in their conversations."""
    query = (
        select(Message.turn_id, Message.conversation_id, Message.text, Message.created_at)
        .where(Message.turn_id.in_(turn_ids), Message.role == "customer")
        .order_by(Message.created_at)
    )
    questions = [
        Asked(turn_id, talk, text, at)
        for turn_id, talk, text, at in await session.execute(query)
        if turn_id is not None
    ]
    begun = {one.conversation_id: one.at for one in reversed(questions)}
    said = await session.execute(
        select(Message.conversation_id, Message.created_at, Message.text)
        .where(Message.conversation_id.in_(begun), Message.role == "agent")
        .order_by(Message.created_at)
        .limit(_MOST_TOLD)
    )
    return questions, [text for talk, at, text in said if at >= begun[talk]]


async def citations_of(
    session: AsyncSession, document_id: UUID, since: datetime, most: int = 50
) -> list[Citation]:
    """Answers since then that cite the document, the newest first."""
    cited = [{"document_id": str(document_id)}]
    query = (
        select(
            Reply.id,
            Reply.conversation_id,
            Message.text,
            Message.created_at,
            Reply.sources,
            Feedback.rating,
        )
        .join(Message, (Message.tenant_id == Reply.tenant_id) & (Message.turn_id == Reply.id))
        .outerjoin(
            Feedback, (Feedback.tenant_id == Reply.tenant_id) & (Feedback.turn_id == Reply.id)
        )
        .where(
            Reply.created_at >= since,
            cast(Reply.sources, JSONB).contains(cited),
            Message.role == "customer",
        )
        .order_by(Reply.created_at.desc(), Message.seq.desc())
        .limit(most)
    )
    return [
        Citation(
            Asked(*row[:4]),
            tuple(one["passage"] for one in row.sources if one["document_id"] == str(document_id)),
            row.rating,
        )
        for row in await session.execute(query)
    ]
