"""What was understood of a message."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Intent(StrEnum):
    """What a customer wants; each belongs to one category and one agent."""

    ORDER_STATUS = "order_status"
    DELIVERY_PROBLEM = "delivery_problem"
    CANCEL_ORDER = "cancel_order"
    CHANGE_ORDER = "change_order"
    RETURN_ITEM = "return_item"
    REFUND_REQUEST = "refund_request"
    REFUND_STATUS = "refund_status"
    REPLACEMENT = "replacement"
    INVOICE_QUESTION = "invoice_question"
    DOUBLE_CHARGE = "double_charge"
    PAYMENT_PROBLEM = "payment_problem"
    SUBSCRIPTION_DETAILS = "subscription_details"
    CANCEL_SUBSCRIPTION = "cancel_subscription"
    ACCOUNT_ACCESS = "account_access"
    ACCOUNT_DETAILS = "account_details"
    TECHNICAL_PROBLEM = "technical_problem"
    HOW_TO = "how_to"
    POLICY_QUESTION = "policy_question"
    TICKET_STATUS = "ticket_status"
    TALK_TO_PERSON = "talk_to_person"
    COMPLAINT = "complaint"
    GREETING = "greeting"
    THANKS = "thanks"
    OUT_OF_SCOPE = "out_of_scope"


class Category(StrEnum):
    """The broad subject of a turn, as reports and the compatibility paths name it."""

    SHIPPING = "SHIPPING"
    REFUND = "REFUND"
    ORDER = "ORDER"
    BILLING = "BILLING"
    SUBSCRIPTION = "SUBSCRIPTION"
    ACCOUNT = "ACCOUNT"
    TECHNICAL = "TECHNICAL"
    GENERAL = "GENERAL"
    ESCALATION = "ESCALATION"


class Entities(BaseModel):
    """Things named in a message, normalised."""

    model_config = ConfigDict(frozen=True)

    order_numbers: tuple[str, ...] = ()
    invoice_numbers: tuple[str, ...] = ()
    ticket_numbers: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    amounts: tuple[str, ...] = Field((), description="As written, such as `$49.00`.")
    dates: tuple[str, ...] = Field((), description="ISO 8601.")
    products: tuple[str, ...] = ()


class Understanding(BaseModel):
    """Facts about a message; no decision."""

    model_config = ConfigDict(frozen=True)

    intent: Intent
    confidence: float = Field(ge=0, le=1)
    category: Category
    urgency: Literal["low", "normal", "high"] = "normal"
    sentiment: Literal["positive", "neutral", "negative"] = "neutral"
    frustrated: bool = False
    language: str = Field("en", description="ISO 639-1.")
    entities: Entities = Entities()
    dialogue_act: Literal["ask", "confirm", "decline", "thank", "greet", "complain", "inform"] = (
        "ask"
    )
    wants_person: bool = False
    alternatives: tuple[tuple[Intent, float], ...] = ()
