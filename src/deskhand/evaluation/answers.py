"""Questions to documents, asked as a visitor asks them, and what each reply was worth."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from uuid import UUID

from deskhand.domain.audit import Actor
from deskhand.domain.conversations.history import messages_after
from deskhand.domain.conversations.intake import Incoming, accept
from deskhand.domain.conversations.schemas import MessageView
from deskhand.evaluation.labelled import LabelledAnswer
from deskhand.evaluation.measured import Figure, Rows
from deskhand.infra.db.session import Database
from deskhand.infra.ids import new_id

_CHANNEL = "evaluation"
_VISITOR = Actor("system", None, "customer")
_LONGEST_SHOWN = 160

AnswerTurn = Callable[[UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its reply. `plain`: quoted from documents without a disclaimer."""

    question: LabelledAnswer
    reply: str
    quoted: bool
    plain: bool
    seconds: float

    @property
    def answerable(self) -> bool:
        """Whether something in the documents answers."""
        return bool(self.question.says or self.question.sections)

    @property
    def right(self) -> bool:
        """Whether a piece of what answers is shown."""
        shown = _folded(self.reply)
        return any(_folded(piece) in shown for piece in self.question.says)


async def ask(
    database: Database,
    tenant_id: UUID,
    questions: Sequence[LabelledAnswer],
    answer: AnswerTurn,
    most_chars: int,
) -> AsyncIterator[Answered]:
    """Each question in a conversation of its own, behind what was asked before it."""
    for question in questions:
        conversation_id: UUID | None = None
        reply, seconds = None, 0.0
        for text in filter(None, (question.before, question.question)):
            incoming = Incoming(
                text, _VISITOR, new_id().hex, _CHANNEL, conversation_id=conversation_id
            )
            async with database.transaction(tenant_id) as session:
                accepted = await accept(session, incoming, max_chars=most_chars)
            conversation_id = accepted.conversation_id
            began = perf_counter()
            await answer(accepted.turn_id)
            seconds = perf_counter() - began
            async with database.transaction(tenant_id) as session:
                said = await messages_after(session, conversation_id, accepted.seq)
            reply = next((one for one in said if one.role == "assistant"), None)
        yield _answered(question, reply, seconds)


def figures_of(answered: Sequence[Answered]) -> dict[str, Figure]:
    """Shares from 0 to 1."""
    inside = [one for one in answered if one.answerable]
    near = [one for one in answered if not one.answerable]
    plain = [one for one in answered if one.plain]
    times = sorted(one.seconds for one in answered)
    return {
        "questions": len(inside),
        "right_sentence_shown": _share([one.right for one in inside]),
        "falsely_refused": _share([not one.quoted for one in inside]),
        "answers_without_disclaimer": len(plain),
        "right_of_these": _share([one.right for one in plain]),
        "unanswerable": len(near),
        "refused_or_hedged": _share([not one.plain for one in near]),
        "refused": _share([not one.quoted for one in near]),
        "p50_ms": round(1000 * median(times), 1) if times else None,
        "p95_ms": round(1000 * times[int(0.95 * (len(times) - 1))], 1) if times else None,
    }


def tables_of(answered: Sequence[Answered], most: int = 60) -> list[Rows]:
    """Questions whose answer was not shown, and what was said to what has none."""
    missed = [one for one in answered if one.answerable and not one.right]
    told = [one for one in answered if not one.answerable and one.plain]
    columns = ("question", "said")
    return [
        Rows("Not answered rightly", columns, [_row(one) for one in missed[:most]]),
        Rows("Answered though nothing answers", columns, [_row(one) for one in told[:most]]),
    ]


def _answered(question: LabelledAnswer, reply: MessageView | None, seconds: float) -> Answered:
    if reply is None:
        return Answered(question, "", quoted=False, plain=False, seconds=seconds)
    quoted = bool(reply.sources)
    return Answered(question, reply.text, quoted, quoted and not reply.disclaimer, seconds)


def _row(one: Answered) -> tuple[str, str]:
    return one.question.question[:_LONGEST_SHOWN], _folded(one.reply)[:_LONGEST_SHOWN]


def _folded(text: str) -> str:
    return " ".join(text.replace("*", "").casefold().split())


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 4) if hits else None
