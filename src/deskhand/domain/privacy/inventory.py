"""Every table that holds something of a customer, and what becomes of it when it is erased.

A test compares this with the tables: each is either listed here or among `OF_NOBODY`, and each
column that can hold words is named here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from uuid import UUID

from sqlalchemy import ColumnElement, Select, case, select

from deskhand.domain import tables
from deskhand.domain.tables import Conversation, Customer, Invoice, Order, Proposal, Turn, User
from deskhand.infra.db.base import Base

Fate = Literal["goes", "goes with the conversation", "stays"]
Whose = Callable[[UUID], ColumnElement[bool]]
"""Tells which rows of a table are one customer's."""


@dataclass(frozen=True, slots=True)
class Holding:
    """A table with rows of customers.

    `personal` are the columns that tell something of a person, `plain` those with words that do
    not; numbers, days, switches and ids are neither. `secret` is never told, and `team` not to the
    customer. Where the row stays, `emptied` holds what is written over its personal columns.
    """

    table: type[Base]
    whose: Whose
    fate: Fate
    personal: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    secret: tuple[str, ...] = ()
    team: tuple[str, ...] | Literal["all"] = ()
    emptied: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name."""
        return str(self.table.__tablename__)


def _own(table: Any) -> Whose:
    return lambda customer: table.customer_id == customer


def _conversations(customer: UUID) -> Select[UUID]:
    return select(Conversation.id).where(Conversation.customer_id == customer)


def _in_conversation(column: Any) -> Whose:
    return lambda customer: column.in_(_conversations(customer))


def _in_turn(column: Any) -> Whose:
    return lambda customer: column.in_(
        select(Turn.id).where(Turn.conversation_id.in_(_conversations(customer)))
    )


def _of_record(column: Any, record: Any) -> Whose:
    return lambda customer: column.in_(select(record.id).where(record.customer_id == customer))


def _of_user(column: Any) -> Whose:
    return lambda customer: column.in_(select(User.id).where(User.customer_id == customer))


def _to(column: Any) -> Whose:
    return lambda customer: column.in_(select(Customer.email).where(Customer.id == customer))


def _payments(customer: UUID) -> ColumnElement[bool]:
    of_order = _of_record(tables.Payment.order_id, Order)
    return of_order(customer) | _of_record(tables.Payment.invoice_id, Invoice)(customer)


INVENTORY: Final[tuple[Holding, ...]] = (
    Holding(
        User,
        _own(User),
        "goes",
        personal=("email", "name"),
        plain=("role",),
        secret=("password_hash",),
    ),
    Holding(tables.RefreshToken, _of_user(tables.RefreshToken.user_id), "goes"),
    Holding(
        tables.WebSession,
        _of_user(tables.WebSession.user_id),
        "goes",
        personal=("agent",),
        secret=("digest",),
    ),
    Holding(
        Order,
        _own(Order),
        "stays",
        personal=("tracking_number", "refund_reason", "city", "address"),
        plain=("number", "status", "currency", "items", "carrier"),
        emptied={"tracking_number": None, "refund_reason": None, "city": None, "address": None},
    ),
    Holding(
        tables.Shipment,
        _of_record(tables.Shipment.order_id, Order),
        "stays",
        personal=("tracking_number",),
        plain=("number", "status", "carrier"),
        emptied={"tracking_number": None},
    ),
    Holding(
        tables.Subscription,
        _own(tables.Subscription),
        "stays",
        plain=("number", "plan", "status", "currency", "billing_interval"),
    ),
    Holding(
        Invoice,
        _own(Invoice),
        "stays",
        plain=("number", "description", "currency", "status"),
    ),
    Holding(
        tables.Payment,
        _payments,
        "stays",
        personal=("method",),
        plain=("reference",),
        emptied={"method": ""},
    ),
    Holding(tables.Refund, _own(tables.Refund), "stays", plain=("number", "currency", "status")),
    Holding(
        tables.Request,
        _own(tables.Request),
        "stays",
        personal=("detail",),
        plain=("kind", "noun", "number", "status"),
        emptied={"detail": {}},
    ),
    # What is written over `fields` depends on what stands there: `erasing` keeps sums and days.
    Holding(
        tables.Record,
        _own(tables.Record),
        "stays",
        personal=("fields",),
        plain=("noun", "number"),
    ),
    Holding(
        Conversation,
        _own(Conversation),
        "goes",
        personal=("external_ref", "subject", "summary", "waiting_reason", "close_reason"),
        plain=("channel", "status", "owner", "priority"),
    ),
    Holding(
        tables.DialogueRow,
        _in_conversation(tables.DialogueRow.id),
        "goes with the conversation",
        personal=("state",),
    ),
    Holding(
        Turn,
        _in_conversation(Turn.conversation_id),
        "goes with the conversation",
        personal=("about",),
        plain=("actor", "correlation_id", "status", "lease_owner", "last_error"),
    ),
    Holding(
        tables.Message,
        _in_conversation(tables.Message.conversation_id),
        "goes with the conversation",
        personal=("text",),
        plain=("role",),
    ),
    Holding(
        tables.Reply,
        _in_conversation(tables.Reply.conversation_id),
        "goes with the conversation",
        personal=("sources", "actions", "findings", "trace", "choices", "question", "evidence"),
        plain=(
            "category",
            "intent",
            "agent",
            "engine",
            "fallback",
            "strategy",
            "usage",
            "checked",
        ),
        team=("findings", "trace", "usage", "strategy"),
    ),
    Holding(
        tables.Attachment,
        _in_conversation(tables.Attachment.conversation_id),
        "goes with the conversation",
        personal=("name", "content"),
        plain=("by", "media_type"),
    ),
    Holding(
        tables.Feedback,
        _in_turn(tables.Feedback.turn_id),
        "goes with the conversation",
        personal=("comment",),
        plain=("rating",),
    ),
    Holding(
        tables.Resolution,
        _in_conversation(tables.Resolution.conversation_id),
        "goes with the conversation",
        personal=("comment",),
        plain=("reason", "settled_by", "rating"),
    ),
    Holding(
        tables.IdempotencyKey,
        _in_turn(tables.IdempotencyKey.turn_id),
        "goes with the conversation",
        personal=("principal",),
        plain=("route",),
        secret=("key", "body_digest"),
    ),
    Holding(
        tables.StrategyOutcome,
        _in_turn(tables.StrategyOutcome.id),
        "goes with the conversation",
        personal=("state", "signals"),
        plain=("strategy", "policy"),
        team="all",
    ),
    Holding(
        tables.Case,
        _in_turn(tables.Case.id),
        "goes with the conversation",
        personal=("issue", "products", "resolution"),
        plain=("resolved",),
    ),
    Holding(
        tables.Note,
        _in_conversation(tables.Note.conversation_id),
        "goes with the conversation",
        personal=("text",),
        team="all",
    ),
    Holding(
        tables.ConversationTag,
        _in_conversation(tables.ConversationTag.conversation_id),
        "goes with the conversation",
        personal=("tag",),
        team="all",
    ),
    Holding(
        tables.ConversationRead,
        _in_conversation(tables.ConversationRead.conversation_id),
        "goes with the conversation",
        team="all",
    ),
    Holding(
        tables.ServiceClock,
        _in_conversation(tables.ServiceClock.id),
        "goes with the conversation",
        team="all",
    ),
    Holding(
        tables.Ticket,
        _own(tables.Ticket),
        "stays",
        personal=("subject", "description"),
        plain=("category", "priority", "status", "origin"),
        emptied={
            "subject": "(erased)",
            "description": "",
            "conversation_id": None,
            "turn_id": None,
        },
    ),
    Holding(
        Proposal,
        _own(Proposal),
        "stays",
        personal=("arguments", "facts"),
        plain=(
            "action",
            "noun",
            "number",
            "rules",
            "pack",
            "gateway",
            "state",
            "rule",
            "proposer",
            "answered_by",
        ),
        secret=("key", "digest"),
        emptied={
            "arguments": {},
            "facts": {},
            "conversation_id": None,
            "state": case((Proposal.state == "open", "superseded"), else_=Proposal.state),
        },
    ),
    Holding(
        tables.Approval,
        _of_record(tables.Approval.proposal_id, Proposal),
        "stays",
        personal=("note", "reasons"),
        plain=("state", "role", "decided_by"),
        emptied={"note": "", "reasons": []},
    ),
    Holding(
        tables.LedgerEntry,
        _own(tables.LedgerEntry),
        "stays",
        personal=("arguments", "result"),
        plain=("pack", "gateway", "tool", "target", "state", "actor"),
        secret=("key",),
        emptied={"arguments": {}, "result": {}, "conversation_id": None},
    ),
    # Found by the address, so before the customer's own row loses it. A code goes with its mail.
    Holding(
        tables.EmailCode,
        _to(tables.EmailCode.email),
        "goes",
        personal=("email", "name"),
        secret=("digest",),
    ),
    Holding(
        tables.Mail,
        _to(tables.Mail.recipient),
        "goes",
        # A relay that refuses a mail may name the address.
        personal=("recipient", "subject", "error"),
        plain=("state",),
        # It may hold a code that is still good.
        secret=("body",),
    ),
    Holding(
        Customer,
        lambda customer: Customer.id == customer,
        "stays",
        personal=("reference", "email", "name", "phone", "locale"),
        plain=("tier",),
        # The address must be one of its own: `erased` writes the row's id into it.
        emptied={"reference": None, "name": "Erased customer", "phone": None, "locale": "en"},
    ),
)

OF_NOBODY: Final[Mapping[str, str]] = {
    "tenants": "the company itself",
    "api_keys": "programs of the team",
    "action_slots": "counts of a limit, by ids",
    "audit_entries": "ids and reasons; kept so that the trail stays whole",
    "audit_seals": "digests",
    "macros": "texts of the team",
    "own_intents": "what the company teaches",
    "intent_examples": "what the company teaches, in its own words",
    "intent_versions": "trainings",
    "trained_classifiers": "weights",
    "colleagues": "how the team works",
    "desk_settings": "how the desk works",
    "documents": "the company's own documents",
    "chunks": "their passages",
    "postings": "their words",
    "word_counts": "their words",
    "collections": "counts",
    "chunk_embeddings": "their vectors",
    "ingest_jobs": "documents on their way",
    "ticket_counters": "a count",
    "webhooks": "addresses of programs",
    "gateways": "addresses of the company's own systems",
    "widget_keys": "pages of the company that may hold a chat",
    "webhook_deliveries": "events: ids and reasons, never what a customer wrote",
    "pack_versions": "the company's rules and wording",
}
"""Tables that hold nothing of a customer, and what they hold instead."""
