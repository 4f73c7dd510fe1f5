"""S1, the specialist agents: chat, conversations, knowledge and the shop's records."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from deskhand.domain.actions.tickets import open_ticket_by_hand
from deskhand.domain.commerce import customers, subscriptions
from deskhand.domain.commerce.incoming import OwnCustomer, OwnInvoice, OwnSubscription
from deskhand.domain.commerce.kinds import KINDS
from deskhand.domain.commerce.schemas import (
    CustomerView,
    InvoiceView,
    SubscriptionView,
)
from deskhand.domain.conversations import history
from deskhand.domain.conversations.history import ConversationNotFound
from deskhand.domain.conversations.schemas import (
    ConversationDetail,
    ConversationView,
    MessageView,
)
from deskhand.domain.knowledge.documents import all_documents
from deskhand.domain.knowledge.schemas import DocumentView, HitView, Ingesting, SearchRequest
from deskhand.domain.tables import Conversation, Customer, Document, Subscription, Ticket
from deskhand.domain.tickets import tickets
from deskhand.domain.tickets.schemas import NewTicket, TicketView
from deskhand.infra.db.paging import Page, paginate
from deskhand.interfaces.api.compat.asking import (
    ask,
    id_or_refuse,
    result_now,
    still_processing,
    task_status,
    turn_and_result,
    waited,
)
from deskhand.interfaces.api.compat.schemas import ChatAnswer, ChatStatus, ChatTask, Question
from deskhand.interfaces.api.compat.slashes import serve
from deskhand.interfaces.api.own_records import added
from deskhand.interfaces.api.routes.conversations import (
    IdempotencyHeader,
    MessageCursor,
    MessageLimit,
    detail_of,
    page_of_messages,
)
from deskhand.interfaces.api.routes.documents import find_passages
from deskhand.interfaces.api.routes.invoices import one_with_payments, page_of_invoices
from deskhand.interfaces.channels import team
from deskhand.interfaces.channels.uploads import REQUEST_BODY, take_document
from deskhand.interfaces.web.deps import (
    GroundDep,
    LocalChatter,
    LocalReader,
    LocalStaffReader,
    LocalStaffWriter,
    LocalTenantSession,
    Paging,
)

router = APIRouter(tags=["S1 agents"])


@serve(router, "POST", "/api/chat/", status_code=202, summary="Write, and be answered later")
async def chat(
    body: Question,
    caller: LocalChatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> ChatTask:
    """Store the message; ask for the task."""
    accepted = await ask(
        ground, caller, body, body.message, route="/api/chat/", idempotency_key=idempotency_key
    )
    return ChatTask(task_id=accepted.turn_id, conversation_id=accepted.conversation_id)


@serve(
    router,
    "POST",
    "/api/chat/sync/",
    response_model=ChatAnswer,
    responses={202: {"model": ChatTask, "description": "It takes longer; ask for the task."}},
    summary="Write, and wait for the answer",
)
async def chat_sync(
    body: Question,
    caller: LocalChatter,
    ground: GroundDep,
    idempotency_key: IdempotencyHeader = None,
) -> ChatAnswer | JSONResponse:
    """The answer itself; after 30 seconds 202, and the task goes on."""
    accepted = await ask(
        ground, caller, body, body.message, route="/api/chat/sync/", idempotency_key=idempotency_key
    )
    turn = await waited(ground, caller, accepted)
    if turn is None:
        return still_processing(accepted)
    return ChatAnswer.model_validate(await result_now(ground, caller, turn))


@serve(router, "GET", "/api/chat/status/{task_id}/", summary="Where a task stands")
async def chat_status(task_id: str, caller: LocalReader, ground: GroundDep) -> ChatStatus:
    """The result as soon as there is one; an unknown task is 404."""
    turn, result = await turn_and_result(ground, caller, id_or_refuse(task_id))
    return ChatStatus.model_validate(
        {
            "status": task_status(turn),
            "result": result,
            "task_id": turn.id,
            "conversation_id": turn.conversation_id,
        }
    )


@serve(
    router,
    "GET",
    "/api/conversations/",
    response_model=Page[ConversationView],
    summary="List conversations",
)
async def list_conversations(
    caller: LocalReader,
    ground: GroundDep,
    session: LocalTenantSession,
    page: Paging,
    status: Literal["open", "closed"] | None = None,
) -> Page[Any]:
    """The conversations that the caller may see, the newest first."""
    query = history.visible_conversations(ground.authenticator.seen_by(caller))
    if status is not None:
        query = query.where(Conversation.status == status)
    return await paginate(session, query, Conversation.id, page)


@serve(router, "GET", "/api/conversations/{conversation_id}/", summary="One conversation")
async def get_conversation(
    conversation_id: str, caller: LocalReader, session: LocalTenantSession
) -> ConversationDetail:
    """The conversation with its messages, oldest first."""
    wanted = id_or_refuse(conversation_id, ConversationNotFound)
    return await detail_of(session, caller.actor, wanted)


@serve(
    router,
    "GET",
    "/api/conversations/{conversation_id}/messages/",
    summary="Messages of a conversation",
)
async def list_messages(
    conversation_id: str,
    caller: LocalReader,
    session: LocalTenantSession,
    limit: MessageLimit = 50,
    cursor: MessageCursor = 0,
) -> Page[MessageView]:
    """Messages after `cursor`, oldest first."""
    wanted = id_or_refuse(conversation_id, ConversationNotFound)
    return await page_of_messages(session, caller.actor, wanted, cursor, limit)


@serve(
    router,
    "POST",
    "/api/conversations/{conversation_id}/close/",
    response_model=ConversationView,
    summary="Close a conversation",
)
async def close_conversation(
    conversation_id: str, caller: LocalChatter, ground: GroundDep
) -> Conversation:
    """Close it; a new message opens it again."""
    return await team.close(ground, caller, id_or_refuse(conversation_id, ConversationNotFound))


@serve(
    router, "GET", "/api/knowledge/", response_model=Page[DocumentView], summary="List documents"
)
async def list_knowledge(
    caller: LocalStaffReader, session: LocalTenantSession, page: Paging
) -> Page[Any]:
    """The tenant's documents, the newest first."""
    return await paginate(session, all_documents(), Document.id, page)


@serve(
    router,
    "POST",
    "/api/knowledge/",
    status_code=202,
    summary="Add a document",
    openapi_extra=REQUEST_BODY,
)
async def add_knowledge(request: Request, caller: LocalStaffWriter, ground: GroundDep) -> Ingesting:
    """Text as JSON, or a file in a form; read in the background."""
    return await take_document(ground, caller, request)


@serve(router, "POST", "/api/knowledge/search/", summary="Search passages")
async def search_knowledge(
    body: SearchRequest, caller: LocalStaffReader, ground: GroundDep
) -> Page[HitView]:
    """The passages that most likely answer, best first."""
    return await find_passages(ground, caller, body)


@serve(
    router, "GET", "/api/customers/", response_model=Page[CustomerView], summary="List customers"
)
async def list_customers(
    caller: LocalReader, ground: GroundDep, session: LocalTenantSession, page: Paging
) -> Page[Any]:
    """All for the team; a customer sees itself."""
    return await paginate(
        session,
        customers.visible_customers(ground.authenticator.seen_by(caller)),
        Customer.id,
        page,
    )


@serve(
    router,
    "POST",
    "/api/customers/",
    status_code=201,
    response_model=CustomerView,
    summary="Add a customer",
)
async def add_customer(
    body: OwnCustomer, caller: LocalStaffWriter, session: LocalTenantSession
) -> Customer:
    """Add a customer; it gets the next short number."""
    customer: Customer = await added(session, caller.actor, KINDS["customers"], body)
    return customer


@serve(
    router,
    "GET",
    "/api/subscriptions/",
    response_model=Page[SubscriptionView],
    summary="List subscriptions",
)
async def list_subscriptions(
    caller: LocalReader, ground: GroundDep, session: LocalTenantSession, page: Paging
) -> Page[Any]:
    """All for the team; a customer sees its own."""
    query = subscriptions.visible_subscriptions(ground.authenticator.seen_by(caller))
    return await paginate(session, query, Subscription.id, page)


@serve(
    router,
    "POST",
    "/api/subscriptions/",
    status_code=201,
    response_model=SubscriptionView,
    summary="Record a subscription",
)
async def add_subscription(
    body: OwnSubscription, caller: LocalStaffWriter, session: LocalTenantSession
) -> Subscription:
    """Record a subscription of a customer."""
    new: Subscription = await added(session, caller.actor, KINDS["subscriptions"], body)
    return new


@serve(router, "GET", "/api/invoices/", summary="List invoices")
async def list_invoices(
    caller: LocalReader, ground: GroundDep, session: LocalTenantSession, page: Paging
) -> Page[InvoiceView]:
    """All for the team; a customer sees its own."""
    return await page_of_invoices(session, ground.authenticator.seen_by(caller), page)


@serve(router, "POST", "/api/invoices/", status_code=201, summary="Record an invoice")
async def add_invoice(
    body: OwnInvoice, caller: LocalStaffWriter, session: LocalTenantSession
) -> InvoiceView:
    """Record an invoice of a customer."""
    invoice = await added(session, caller.actor, KINDS["invoices"], body)
    return await one_with_payments(session, invoice)


@serve(router, "GET", "/api/tickets/", response_model=Page[TicketView], summary="List tickets")
async def list_tickets(
    caller: LocalReader, ground: GroundDep, session: LocalTenantSession, page: Paging
) -> Page[Any]:
    """All for the team; a customer sees its own."""
    return await paginate(
        session, tickets.visible_tickets(ground.authenticator.seen_by(caller)), Ticket.id, page
    )


@serve(
    router,
    "POST",
    "/api/tickets/",
    status_code=201,
    response_model=TicketView,
    summary="Open a ticket",
)
async def open_ticket(body: NewTicket, caller: LocalChatter, session: LocalTenantSession) -> Ticket:
    """A new ticket; a customer's is its own, whatever the request names."""
    return await open_ticket_by_hand(session, caller.actor, body)
