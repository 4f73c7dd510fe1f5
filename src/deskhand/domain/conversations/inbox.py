"""The team's inbox: its views, a search over words and customers, and how much each view holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    and_,
    exists,
    func,
    lateral,
    literal,
    or_,
    select,
    text,
    true,
    union,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from deskhand.domain.audit import Actor
from deskhand.domain.conversations.inbox_schemas import (
    InboxFilter,
    InboxRow,
    LastMessage,
    Named,
    ViewCount,
    ViewName,
)
from deskhand.domain.tables import (
    Conversation,
    ConversationRead,
    ConversationTag,
    Customer,
    Message,
    Reply,
    ServiceClock,
    StrategyOutcome,
    User,
)
from deskhand.infra.db.paging import Page, PageRequest, by_moment, cursor_behind

_MOST_FOUND: Final = 1000
"""So many of the newest matches are looked at: more than anybody pages through."""
_MOST_COUNTED: Final = 1000
_SHOWN_OF_TEXT: Final = 200
_WORD = re.compile(r"\w+")

Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class _View:
    """Which conversations a view holds for a member of the team, and in which order."""

    holds: Callable[[UUID | None], tuple[Condition, ...]]
    moment: InstrumentedAttribute[Any]
    newest_first: bool = True


_OPEN = Conversation.status == "open"
_AWAKE = Conversation.snoozed_until.is_(None)
_WAITS = Conversation.waiting_since.is_not(None)

# The conditions are those of the indexes in `domain/tables/conversations.py`.
VIEWS: Final[dict[ViewName, _View]] = {
    "all": _View(lambda _: (Conversation.merged_into.is_(None),), Conversation.updated_at),
    "mine": _View(
        lambda me: (_OPEN, _AWAKE, Conversation.assignee_id == me), Conversation.updated_at
    ),
    "unassigned": _View(
        lambda _: (_OPEN, _AWAKE, _WAITS, Conversation.assignee_id.is_(None)),
        Conversation.waiting_since,
        newest_first=False,
    ),
    "waiting": _View(
        lambda _: (_OPEN, _AWAKE, _WAITS), Conversation.waiting_since, newest_first=False
    ),
    "assistant": _View(
        lambda _: (
            _OPEN,
            _AWAKE,
            Conversation.owner == "assistant",
            Conversation.waiting_since.is_(None),
        ),
        Conversation.updated_at,
    ),
    "snoozed": _View(
        lambda _: (Conversation.snoozed_until.is_not(None),),
        Conversation.snoozed_until,
        newest_first=False,
    ),
    "closed": _View(
        lambda _: (Conversation.status == "closed", Conversation.merged_into.is_(None)),
        Conversation.closed_at,
    ),
}


async def page_of_inbox(
    session: AsyncSession, actor: Actor, view: ViewName, wanted: InboxFilter, request: PageRequest
) -> Page[InboxRow]:
    """One page of the view, with all that a list shows; raises CursorInvalid.

    A search looks at the newest thousand matches, and at every word's beginning: `ord` finds
    "order". It searches messages, subjects, and customers' names and addresses.
    """
    shown = VIEWS[view]
    query = query_of(actor, view, wanted, request)
    found = (await session.execute(query)).all()
    kept = found[: request.limit]
    last: Conversation | None = kept[-1][0] if len(found) > request.limit else None
    return Page(
        items=[_row(one) for one in kept],
        next_cursor=cursor_behind(_moment_of(last, shown), last.id) if last else None,
    )


async def rows_of(
    session: AsyncSession, actor: Actor, conversation_ids: Collection[UUID]
) -> list[InboxRow]:
    """These conversations as lists show them, in no order; those that are gone are left out."""
    query = _listed(_me(actor)).where(Conversation.id.in_(conversation_ids))
    return [_row(one) for one in (await session.execute(query)).all()]


def query_of(
    actor: Actor, view: ViewName, wanted: InboxFilter, request: PageRequest
) -> Select[Any]:
    """The rows of one page and one more; the first column is the conversation."""
    shown, me = VIEWS[view], _me(actor)
    query = _listed(me).where(*shown.holds(me), *_narrowed(wanted))
    return by_moment(query, shown.moment, Conversation.id, request, newest_first=shown.newest_first)


async def counts(session: AsyncSession, actor: Actor) -> list[ViewCount]:
    """How many conversations each view holds, at most a thousand of each."""
    parts = [
        select(func.count()).select_from(
            select(literal(1))
            .select_from(Conversation)
            .where(*view.holds(_me(actor)))
            .limit(_MOST_COUNTED)
            .subquery()
        )
        for view in VIEWS.values()
    ]
    row = (await session.execute(select(*(part.scalar_subquery() for part in parts)))).one()
    return [
        ViewCount(view=name, count=count, more=count == _MOST_COUNTED)
        for name, count in zip(VIEWS, row, strict=True)
    ]


def _me(actor: Actor) -> UUID | None:
    return actor.id if actor.kind == "user" else None


def _moment_of(row: Conversation, view: _View) -> datetime:
    moment: datetime = getattr(row, view.moment.key)
    return moment


def words_query(written: str) -> str | None:
    """What somebody typed as a query of PostgreSQL: each word's beginning; None without words."""
    words = _WORD.findall(written.lower())[:10]
    return " & ".join(f"'{word}':*" for word in words) or None


def _narrowed(wanted: InboxFilter) -> Sequence[Condition]:
    conditions: list[Condition] = []
    for column, value in (
        (Conversation.priority, wanted.priority),
        (Conversation.assignee_id, wanted.assignee_id),
        (Conversation.customer_id, wanted.customer_id),
        (Conversation.channel, wanted.channel),
    ):
        if value is not None:
            conditions.append(column == value)
    if wanted.tag is not None:
        conditions.append(
            exists().where(
                ConversationTag.tenant_id == Conversation.tenant_id,
                ConversationTag.conversation_id == Conversation.id,
                ConversationTag.tag == wanted.tag,
            )
        )
    if wanted.q is not None:
        conditions.append(_found(wanted.q))
    return conditions


def _found(written: str) -> Condition:
    query = words_query(written)
    if query is None:
        return literal(False)
    said = func.search_messages(query, _MOST_FOUND).table_valued("id")
    people = func.search_customers(query, _MOST_FOUND).table_valued("id")
    theirs = select(Conversation.id).where(Conversation.customer_id.in_(select(people.c.id)))
    return or_(
        Conversation.id.in_(union(select(said.c.id), theirs.limit(_MOST_FOUND))),
        Conversation.subject.icontains(written, autoescape=True),
    )


def _listed(me: UUID | None) -> Select[Any]:
    """Each conversation with its customer, assignee, last message, tags and what is unread."""
    assignee = aliased(User)
    author = aliased(User)
    last = aliased(Message)
    tags = lateral(
        select(
            func.array_agg(aggregate_order_by(ConversationTag.tag, ConversationTag.tag)).label(
                "names"
            )
        ).where(
            ConversationTag.tenant_id == Conversation.tenant_id,
            ConversationTag.conversation_id == Conversation.id,
        )
    )
    return (
        select(
            Conversation,
            Customer.name.label("customer_name"),
            Customer.email.label("customer_email"),
            assignee.name.label("assignee_name"),
            last.seq.label("last_seq"),
            last.role.label("last_role"),
            func.left(last.text, _SHOWN_OF_TEXT).label("last_text"),
            last.created_at.label("last_at"),
            author.name.label("last_author"),
            tags.c.names.label("tags"),
            _unread(me).label("unread"),
            _mood().label("mood"),
            ServiceClock,
        )
        .outerjoin(Customer, _own(Customer, Conversation.customer_id))
        .outerjoin(assignee, _own(assignee, Conversation.assignee_id))
        .outerjoin(
            last,
            (last.tenant_id == Conversation.tenant_id)
            & (last.conversation_id == Conversation.id)
            & (last.seq == Conversation.last_seq),
        )
        .outerjoin(author, _own(author, last.author_user_id))
        .outerjoin(tags, true())
        .outerjoin(ServiceClock, _own(ServiceClock, Conversation.id))
    )


def _own(table: Any, column: Any) -> Condition:
    return and_(table.tenant_id == Conversation.tenant_id, table.id == column)


def _unread(me: UUID | None) -> Any:
    """How many messages of the customer came after what this member of the team has read."""
    seen = (
        select(ConversationRead.seq)
        .where(
            ConversationRead.tenant_id == Conversation.tenant_id,
            ConversationRead.conversation_id == Conversation.id,
            ConversationRead.user_id == me,
        )
        .correlate(Conversation)
        .scalar_subquery()
    )
    return (
        select(func.count())
        .select_from(Message)
        .where(
            Message.tenant_id == Conversation.tenant_id,
            Message.conversation_id == Conversation.id,
            Message.role == "customer",
            Message.seq > func.coalesce(seen, text("0")),
        )
        .correlate(Conversation)
        .scalar_subquery()
    )


def _mood() -> Any:
    """The mood of what the assistant answered last."""
    return (
        select(StrategyOutcome.state["sentiment"].astext)
        .join(
            Reply,
            and_(Reply.tenant_id == StrategyOutcome.tenant_id, Reply.id == StrategyOutcome.id),
        )
        .where(Reply.tenant_id == Conversation.tenant_id, Reply.conversation_id == Conversation.id)
        .order_by(Reply.created_at.desc())
        .limit(1)
        .correlate(Conversation)
        .scalar_subquery()
    )


def _row(found: Row[Any]) -> InboxRow:
    conversation: Conversation = found[0]
    last = (
        LastMessage(
            seq=found.last_seq,
            role=found.last_role,
            text=found.last_text,
            author=found.last_author,
            created_at=found.last_at,
        )
        if found.last_seq is not None
        else None
    )
    return InboxRow.model_validate(
        {
            **{name: getattr(conversation, name) for name in _OF_THE_ROW},
            "customer": _named(conversation.customer_id, found.customer_name, found.customer_email),
            "assignee": _named(conversation.assignee_id, found.assignee_name),
            "last_message": last,
            "tags": found.tags or [],
            "unread": found.unread,
            "mood": found.mood,
            "service": found.ServiceClock,
        }
    )


_OF_THE_ROW: Final = tuple(
    name for name in InboxRow.model_fields if name in Conversation.__table__.columns
)


def _named(row_id: UUID | None, name: str | None, email: str | None = None) -> Named | None:
    return Named(id=row_id, name=name, email=email) if row_id and name is not None else None
