"""Every table, one file per aggregate, no behaviour."""

from deskhand.domain.tables.accounts import (
    ApiKey,
    RefreshToken,
    Tenant,
    User,
    WebSession,
    WidgetKey,
)
from deskhand.domain.tables.actions import ActionSlot, Approval, LedgerEntry, Proposal
from deskhand.domain.tables.attachments import Attachment
from deskhand.domain.tables.audit import AuditEntry, AuditSeal
from deskhand.domain.tables.commerce import (
    Customer,
    Invoice,
    Order,
    Payment,
    Refund,
    Request,
    Shipment,
    Subscription,
)
from deskhand.domain.tables.conversations import (
    Conversation,
    DialogueRow,
    Feedback,
    IdempotencyKey,
    Message,
    Reply,
    Resolution,
    Turn,
)
from deskhand.domain.tables.desk import (
    Colleague,
    ConversationRead,
    ConversationTag,
    DeskSettings,
    Macro,
    Note,
    ServiceClock,
)
from deskhand.domain.tables.gateways import RegisteredGateway
from deskhand.domain.tables.intents import (
    IntentExample,
    IntentVersion,
    OwnIntent,
    TrainedClassifier,
)
from deskhand.domain.tables.knowledge import (
    Chunk,
    ChunkEmbedding,
    Collection,
    Document,
    IngestJob,
    Posting,
    WordCount,
)
from deskhand.domain.tables.mail import EmailCode, Mail
from deskhand.domain.tables.outcomes import Case, StrategyOutcome
from deskhand.domain.tables.packs import PackVersion
from deskhand.domain.tables.records import Record
from deskhand.domain.tables.tickets import Ticket, TicketCounter
from deskhand.domain.tables.webhooks import Webhook, WebhookDelivery

__all__ = [
    "ActionSlot",
    "ApiKey",
    "Approval",
    "Attachment",
    "AuditEntry",
    "AuditSeal",
    "Case",
    "Chunk",
    "ChunkEmbedding",
    "Colleague",
    "Collection",
    "Conversation",
    "ConversationRead",
    "ConversationTag",
    "Customer",
    "DeskSettings",
    "DialogueRow",
    "Document",
    "EmailCode",
    "Feedback",
    "IdempotencyKey",
    "IngestJob",
    "IntentExample",
    "IntentVersion",
    "Invoice",
    "LedgerEntry",
    "Macro",
    "Mail",
    "Message",
    "Note",
    "Order",
    "OwnIntent",
    "PackVersion",
    "Payment",
    "Posting",
    "Proposal",
    "Record",
    "RefreshToken",
    "Refund",
    "RegisteredGateway",
    "Reply",
    "Request",
    "Resolution",
    "ServiceClock",
    "Shipment",
    "StrategyOutcome",
    "Subscription",
    "Tenant",
    "Ticket",
    "TicketCounter",
    "TrainedClassifier",
    "Turn",
    "User",
    "WebSession",
    "Webhook",
    "WebhookDelivery",
    "WidgetKey",
    "WordCount",
]
