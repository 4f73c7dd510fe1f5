"""Who may do what: every route of the product, for every kind of caller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

CALLERS = (
    "none",
    "customer",
    "other_customer",
    "agent",
    "admin",
    "owner",
    "key",
    "bare_key",
    "foreign",
)
"""`key` has the scope that is needed and the role agent (admin for the scope `admin`); `bare_key`
has every scope but that; `foreign` owns another tenant and uses this one's ids."""


@dataclass(frozen=True)
class Access:
    """What each caller gets at a route. `scope` is what a key needs, None where any will do."""

    expected: Mapping[str, int]
    scope: str | None = None
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


def public(status: int, body: Any = None) -> Access:
    """The same for everybody."""
    return Access(dict.fromkeys(CALLERS, status), None, body)


def signed_in(
    scope: str,
    ok: int,
    body: Any = None,
    *,
    stranger: int | None = None,
    foreign: int | None = None,
) -> Access:
    """For every role. `stranger`: another customer of the tenant; by default as well as anyone."""
    expected = dict.fromkeys(CALLERS, ok) | {
        "none": 401,
        "other_customer": stranger or ok,
        "bare_key": 403,
        "foreign": foreign or ok,
    }
    return Access(expected, scope, body)


def people(status: int, body: Any = None) -> Access:
    """The same for everybody who signed in; keys are no people."""
    keys = {"none": 401, "key": 403, "bare_key": 403}
    return Access(dict.fromkeys(CALLERS, status) | keys, None, body)


def own(scope: str, ok: int, body: Any = None) -> Access:
    """For the team and for the one customer whose it is."""
    return signed_in(scope, ok, body, stranger=404, foreign=404)


def staff(scope: str, ok: int, body: Any = None, *, foreign: int | None = None) -> Access:
    """For the team."""
    expected = signed_in(scope, ok, body, foreign=foreign).expected
    return Access({**expected, "customer": 403, "other_customer": 403}, scope, body)


def admins(ok: int, body: Any = None, *, foreign: int | None = None) -> Access:
    """For admins and owners."""
    expected = staff("admin", ok, body, foreign=foreign).expected
    return Access({**expected, "agent": 403}, "admin", body)


GATEWAY = {
    "file": "name: access\nbase_url: https://a.example\nactions: {pause_plan: {operation: rest}}",
    "description": "openapi: 3.1.0\npaths: {/rest: {post: {operationId: rest}}}",
}


def owners(ok: int, body: Any = None, *, foreign: int | None = None) -> Access:
    """For owners alone; no key has their role."""
    expected = admins(ok, body, foreign=foreign).expected
    return Access({**expected, "admin": 403, "key": 403}, "admin", body)


MESSAGE = {"message": "Hello"}
CUSTOMER = {"email": "{unique}@example.com", "name": "New"}
SUBSCRIPTION = {
    "customer_id": "{customer_id}",
    "number": "S-{unique}",
    "plan": "Plus",
    "price_minor": 1,
    "currency": "USD",
    "started_on": "2026-01-01",
}
INVOICE = {
    "customer_id": "{customer_id}",
    "number": "I-{unique}",
    "description": "One month",
    "amount_minor": 1,
    "currency": "USD",
    "issued_on": "2026-01-01",
    "due_on": "2026-01-02",
}
OWN_CUSTOMER = {"email": "{unique}@example.com", "name": "New"}
OWN_ORDER = {
    "customer_id": "{customer_id}",
    "status": "pending",
    "currency": "USD",
    "total_minor": 1,
    "placed_on": "2026-01-01",
}
OWN_PAYMENT = {
    "order": "ORD123",
    "amount_minor": 1,
    "paid_on": "2026-01-01",
    "method": "Visa",
}
OWN_REFUND = {
    "order": "ORD123",
    "amount_minor": 1,
    "currency": "USD",
    "issued_at": "2026-01-01T00:00:00Z",
}
NUMBERED = {"number": "{unique}"}
ROWS: dict[str, Any] = {"rows": [{}]}
USER = {
    "email": "{unique}@example.com",
    "name": "New",
    "password": "a long pass phrase",
    "role": "agent",
}
REGISTRATION = {
    "tenant_name": "New",
    "name": "New",
    "email": "{unique}@example.com",
    "password": "a long pass phrase",
}
REFUND = {"action": "refund", "number": "12345"}
DECIDES = Access(
    # A person of the team, but not the admin who asked for it, and no program.
    {**staff("write", 200, foreign=404).expected, "admin": 403, "key": 403},
    "write",
    {"note": "Looked into it"},
)
DOCUMENT = {"content": "# {unique}", "filename": "{unique}.md"}


def _without_number(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != "number"}


def own_records(
    kind: str, body: dict[str, Any], *, key: str = "number", foreign: int | None = None
) -> dict[str, Access]:
    """The four paths by which records of a kind come in. `foreign`: who names this customer."""
    path, one = f"/api/v1/{kind}", f"/api/v1/{kind}/by-{key}/{{own_id}}"
    return {
        f"POST {path}": staff("write", 201, {**body, key: "{unique}"}, foreign=foreign),
        f"PUT {one}": staff("write", 201, body, foreign=foreign),
        # Nobody has a record of this number yet, whoever may change one.
        f"PATCH {one}": staff("write", 404, {}),
        f"POST {path}/batch": staff("write", 200, ROWS),
    }


TABLE: Mapping[str, Access] = {
    "GET /": public(200),
    "GET /static/console/{name}": public(404),
    "GET /static/console/{release}/{name:path}": public(404),
    # Customers' pages know browsers that are signed in; a guest's tenant has to be named.
    "GET /my": public(401),
    "GET /my/sign-in": public(404),
    "POST /my/sign-in": public(403),
    "GET /my/sign-up": public(404),
    "GET /my/forgotten": public(404),
    "POST /my/code": public(403),
    "GET /my/code/{code_id}": public(404),
    "POST /my/code/{code_id}": public(403),
    "POST /my/sign-out": public(403),
    "POST /my/talks/{conversation_id}/attachments": public(403),
    "GET /my/talks/{conversation_id}/attachments/{attachment_id}": public(401),
    "GET /my/account": public(401),
    "POST /my/account/password": public(403),
    "POST /my/account/sign-ins/{sign_in_id}/end": public(403),
    "POST /my/account/sign-out-everywhere": public(403),
    "GET /my/account/export": public(401),
    "GET /my/account/erasure": public(401),
    "POST /my/account/erasure": public(403),
    "GET /console/forgotten": public(200),
    "POST /console/forgotten": public(403),
    "POST /console/forgotten/code": public(403),
    "GET /my/list/{noun}": public(401),
    "GET /my/item/{noun}/{number:path}": public(401),
    "GET /my/act/{action}": public(401),
    "POST /my/act/{action}": public(403),
    "GET /my/proposals/{proposal_id}": public(401),
    "POST /my/proposals/{proposal_id}": public(403),
    "GET /my/talks": public(401),
    "GET /my/talks/{conversation_id}": public(401),
    "POST /my/talks/{conversation_id}/rating": public(403),
    "GET /help": public(404),
    "GET /help/{document_id}": public(404),
    # The console knows browsers that are signed in, and no other credential.
    "GET /console/sign-in": public(200),
    "POST /console/sign-in": public(403),
    "POST /console/sign-out": public(403),
    "GET /console": public(401),
    "GET /console/conversations/{conversation_id}": public(401),
    "POST /console/conversations/{conversation_id}/reply": public(403),
    "POST /console/conversations/{conversation_id}/take": public(403),
    "POST /console/conversations/{conversation_id}/hand-back": public(403),
    "POST /console/conversations/{conversation_id}/assign": public(403),
    "POST /console/conversations/{conversation_id}/note": public(403),
    "POST /console/conversations/{conversation_id}/notes/{note_id}/remove": public(403),
    "POST /console/conversations/{conversation_id}/attachments": public(403),
    "GET /console/conversations/{conversation_id}/attachments/{attachment_id}": public(401),
    "GET /console/conversations/{conversation_id}/macros/{macro_id}": public(401),
    "POST /console/conversations/{conversation_id}/priority": public(403),
    "POST /console/conversations/{conversation_id}/snooze": public(403),
    "POST /console/conversations/{conversation_id}/tags": public(403),
    "POST /console/conversations/{conversation_id}/merge": public(403),
    "POST /console/conversations/{conversation_id}/unmerge": public(403),
    "POST /console/conversations/{conversation_id}/read": public(403),
    "POST /console/conversations/{conversation_id}/presence": public(403),
    "POST /console/conversations/{conversation_id}/close": public(403),
    "GET /console/answers/{turn_id}": public(401),
    "GET /console/approvals": public(401),
    "GET /console/approvals/{approval_id}": public(401),
    "POST /console/approvals/{approval_id}/grant": public(403),
    "POST /console/approvals/{approval_id}/decline": public(403),
    "GET /console/tickets": public(401),
    "GET /console/tickets/export.csv": public(401),
    "GET /console/tickets/{ticket_id}": public(401),
    "POST /console/tickets/{ticket_id}": public(403),
    "GET /console/customers": public(401),
    "GET /console/customers/export.csv": public(401),
    "GET /console/customers/{customer_id}": public(401),
    "GET /console/orders": public(401),
    "GET /console/orders/export.csv": public(401),
    "GET /console/orders/{order_id}": public(401),
    "GET /console/knowledge": public(401),
    "POST /console/knowledge": public(403),
    "GET /console/knowledge/export.csv": public(401),
    "GET /console/knowledge/{document_id}": public(401),
    "POST /console/knowledge/{document_id}/delete": public(403),
    "GET /console/settings": public(401),
    "POST /console/settings/sessions/{session_id}/revoke": public(403),
    "POST /console/settings/people": public(403),
    "POST /console/settings/people/{user_id}": public(403),
    "POST /console/settings/keys": public(403),
    "POST /console/settings/keys/{key_id}/revoke": public(403),
    "GET /console/settings/audit": public(401),
    "GET /console/acting": public(401),
    "POST /console/acting/propose": public(403),
    "GET /console/acting/{proposal_id}": public(401),
    "GET /console/acting/{proposal_id}/evidence": public(401),
    "POST /console/acting/{proposal_id}/settle": public(403),
    "GET /console/knowledge/writing/gaps": public(401),
    "GET /console/knowledge/writing": public(401),
    "GET /console/knowledge/writing/{document_id}": public(401),
    "POST /console/knowledge/writing/preview": public(403),
    "POST /console/knowledge/writing": public(403),
    "GET /console/teach": public(401),
    "GET /console/teach/intents": public(401),
    "GET /console/teach/policies": public(401),
    "GET /console/teach/procedures/{name}": public(401),
    "GET /console/teach/files": public(401),
    "POST /console/teach/files": public(403),
    "GET /console/teach/versions/{number}": public(401),
    "POST /console/teach/versions/{number}/check": public(403),
    "POST /console/teach/versions/{number}/publish": public(403),
    "POST /console/teach/rollback": public(403),
    "GET /console/insights": public(401),
    "GET /console/insights/{figure}": public(401),
    "GET /console/macros": public(401),
    "POST /console/macros": public(403),
    "POST /console/macros/{macro_id}": public(403),
    "POST /console/macros/{macro_id}/remove": public(403),
    "GET /console/settings/service": public(401),
    "POST /console/settings/service": public(403),
    "GET /console/settings/webhooks": public(401),
    "POST /console/settings/webhooks": public(403),
    "GET /console/settings/webhooks/{webhook_id}": public(401),
    "POST /console/settings/webhooks/{webhook_id}/active": public(403),
    "POST /console/settings/webhooks/{webhook_id}/remove": public(403),
    "POST /console/settings/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": public(403),
    "GET /console/settings/mail": public(401),
    "GET /console/settings/mail/{mail_id}": public(401),
    "POST /console/settings/mail/{mail_id}/send-again": public(403),
    "GET /console/first-day": public(401),
    "GET /design": public(200),
    "WEBSOCKET /console/live": public(401),
    "GET /health": public(200),
    "GET /api/v1/openapi.json": public(200),
    "GET /metrics": Access(
        staff("read", 200).expected,
        "read",
    ),
    "POST /api/v1/auth/register": public(201, REGISTRATION),
    "POST /api/v1/auth/login": public(401, {"email": "nobody@example.com", "password": "x"}),
    "POST /api/v1/auth/refresh": public(401, {"refresh_token": "x"}),
    "POST /api/v1/auth/logout": public(401, {"refresh_token": "x"}),
    "POST /api/v1/auth/password": people(
        401, {"current_password": "wrong", "new_password": "a long pass phrase"}
    ),
    "GET /api/v1/auth/sessions": people(200),
    "DELETE /api/v1/auth/sessions/{session_id}": people(404),
    "GET /api/v1/auth/me": Access(dict.fromkeys(CALLERS, 200) | {"none": 401}),
    "GET /api/v1/tenant": signed_in("read", 200),
    "GET /api/v1/users": staff("read", 200),
    "POST /api/v1/users": admins(201, USER),
    "GET /api/v1/users/{user_id}": staff("read", 200, foreign=404),
    "PATCH /api/v1/users/{user_id}": admins(200, {"name": "Other"}, foreign=404),
    "GET /api/v1/api-keys": admins(200),
    "POST /api/v1/api-keys": admins(201, {"name": "New"}),
    "DELETE /api/v1/api-keys/{key_id}": admins(204, foreign=404),
    "GET /api/v1/widget-keys": admins(200),
    "POST /api/v1/widget-keys": admins(201, {"name": "New", "origins": ["https://a.example"]}),
    "GET /api/v1/widget-keys/{widget_key_id}": admins(200, foreign=404),
    "DELETE /api/v1/widget-keys/{widget_key_id}": admins(204, foreign=404),
    # What stands in a page is known to everybody; a key that does not exist opens nothing.
    "GET /widget.js": public(200),
    "GET /api/v1/widget/{key}": public(404),
    "OPTIONS /api/v1/widget/{key}/sessions": public(404),
    "POST /api/v1/widget/{key}/sessions": public(404, {}),
    "POST /api/v1/conversations": signed_in("chat", 201, {}),
    "GET /api/v1/conversations": signed_in("read", 200),
    "GET /api/v1/conversations/{conversation_id}": own("read", 200),
    "GET /api/v1/conversations/{conversation_id}/messages": own("read", 200),
    "POST /api/v1/conversations/{conversation_id}/messages": own("chat", 202, MESSAGE),
    "POST /api/v1/conversations/{conversation_id}/close": own("chat", 200),
    "POST /api/v1/conversations/{conversation_id}/owner": staff(
        "write", 200, {"owner": "assistant"}, foreign=404
    ),
    "PATCH /api/v1/conversations/{conversation_id}": staff(
        "write", 200, {"owner": "person"}, foreign=404
    ),
    "POST /api/v1/conversations/{conversation_id}/replies": staff(
        "write", 201, MESSAGE, foreign=404
    ),
    "GET /api/v1/conversations/{conversation_id}/work": staff("read", 200, foreign=404),
    "GET /api/v1/conversations/{conversation_id}/thread": staff("read", 200, foreign=404),
    "GET /api/v1/conversations/{conversation_id}/service": staff("read", 200, foreign=404),
    "GET /api/v1/conversations/{conversation_id}/attachments": own("read", 200),
    "POST /api/v1/conversations/{conversation_id}/attachments": signed_in("chat", 422, {}),
    "GET /api/v1/conversations/{conversation_id}/attachments/{attachment_id}": own("read", 404),
    "GET /api/v1/conversations/{conversation_id}/notes": staff("read", 200, foreign=404),
    "POST /api/v1/conversations/{conversation_id}/notes": staff(
        "write", 201, {"text": "For the team"}, foreign=404
    ),
    # Whose note it is decides; an agent and a key are not the owner who wrote this one.
    "DELETE /api/v1/conversations/{conversation_id}/notes/{note_id}": Access(
        {**staff("write", 204, foreign=404).expected, "agent": 403, "key": 403}, "write"
    ),
    "GET /api/v1/conversations/{conversation_id}/tags": staff("read", 200, foreign=404),
    "POST /api/v1/conversations/{conversation_id}/tags": staff(
        "write", 200, {"add": ["vip"]}, foreign=404
    ),
    "GET /api/v1/tags": staff("read", 200),
    "POST /api/v1/conversations/{conversation_id}/read": staff(
        "write", 204, {"seq": 1}, foreign=404
    ),
    "GET /api/v1/conversations/{conversation_id}/presence": staff("read", 200, foreign=404),
    # A program is nowhere present.
    "POST /api/v1/conversations/{conversation_id}/presence": Access(
        {**staff("write", 200, foreign=404).expected, "key": 403},
        "write",
        {"doing": "looking"},
    ),
    "POST /api/v1/conversations/{conversation_id}/merge": staff(
        "write", 200, {"into": "{into_id}"}, foreign=404
    ),
    "POST /api/v1/conversations/{conversation_id}/unmerge": staff("write", 200, foreign=404),
    "DELETE /api/v1/conversations/{conversation_id}": own("write", 204),
    "GET /api/v1/inbox": staff("read", 200),
    "GET /api/v1/inbox/counts": staff("read", 200),
    "GET /api/v1/macros": staff("read", 200),
    "POST /api/v1/macros": Access(
        # A program has no macros of its own, and the team's are the administrators'.
        {**staff("write", 201).expected, "key": 403},
        "write",
        {"name": "M"},
    ),
    "PUT /api/v1/macros/{macro_id}": Access(
        {**staff("write", 200, foreign=404).expected, "agent": 403, "key": 403},
        "write",
        {"name": "M", "shared": True},
    ),
    "DELETE /api/v1/macros/{macro_id}": Access(
        {**staff("write", 204, foreign=404).expected, "agent": 403, "key": 403}, "write"
    ),
    "GET /api/v1/conversations/{conversation_id}/macros/{macro_id}": staff(
        "read", 200, foreign=404
    ),
    "POST /api/v1/conversations/{conversation_id}/macros/{macro_id}": staff(
        "write", 200, foreign=404
    ),
    "GET /api/v1/team": staff("read", 200),
    # Who is meant is the agent, who may say that one is away; a key of an agent is somebody else.
    "PATCH /api/v1/team/{user_id}": Access(
        {**staff("write", 200, foreign=422).expected, "key": 403}, "write", {"away": False}
    ),
    "GET /api/v1/desk": staff("read", 200),
    "PUT /api/v1/desk": admins(200, {}),
    "GET /api/v1/conversations/{conversation_id}/resolutions": own("read", 200),
    # It was not closed yet; whose it is not is not told even that.
    "POST /api/v1/conversations/{conversation_id}/rating": own(
        "chat", 409, {"rating": "satisfied"}
    ),
    "GET /api/v1/insights": staff("read", 200),
    "GET /api/v1/insights/{figure}/conversations": staff("read", 404),
    "GET /api/v1/turns/{turn_id}": own("read", 200),
    "POST /api/v1/turns/{turn_id}/feedback": own("chat", 200, {"rating": "escalate"}),
    "POST /api/v1/documents/ingest": staff("write", 202, DOCUMENT),
    "GET /api/v1/documents": staff("read", 200),
    "POST /api/v1/documents/search": staff("read", 200, {"query": "lamp"}),
    "GET /api/v1/documents/{document_id}": staff("read", 200, foreign=404),
    "DELETE /api/v1/documents/{document_id}": staff("write", 204, foreign=404),
    "GET /api/v1/customers": signed_in("read", 200),
    **own_records("customers", OWN_CUSTOMER, key="reference"),
    "GET /api/v1/customers/{customer_id}": own("read", 200),
    "GET /api/v1/customers/{customer_id}/export": Access(
        {**own("admin", 200).expected, "agent": 403}, "admin"
    ),
    "GET /api/v1/customers/{customer_id}/erasure": admins(200, foreign=404),
    "POST /api/v1/customers/{customer_id}/erasure": admins(
        422, {"email": "nobody@example.com"}, foreign=404
    ),
    **own_records("orders", OWN_ORDER, foreign=404),
    **own_records("shipments", {"order": "ORD123"}),
    **own_records("payments", OWN_PAYMENT, key="reference"),
    **own_records("refunds", OWN_REFUND),
    "GET /api/v1/orders": signed_in("read", 200),
    "GET /api/v1/orders/{order_id}": own("read", 200),
    "GET /api/v1/orders/{order_id}/refunds": own("read", 200),
    "GET /api/v1/refunds": signed_in("read", 200),
    "GET /api/v1/subscriptions": signed_in("read", 200),
    **own_records("subscriptions", _without_number(SUBSCRIPTION), foreign=404),
    "GET /api/v1/invoices": signed_in("read", 200),
    **own_records("invoices", _without_number(INVOICE), foreign=404),
    # Who may import and sends no file.
    "POST /api/v1/imports/{kind}": staff("write", 422, {}),
    "GET /api/v1/records/{noun}": signed_in("read", 200),
    # The tenant's pack has no noun of this name.
    "POST /api/v1/records/{noun}": staff("write", 404, NUMBERED),
    "PUT /api/v1/records/{noun}/by-number/{own_id}": staff("write", 404, {}),
    "PATCH /api/v1/records/{noun}/by-number/{own_id}": staff("write", 404, {}),
    "POST /api/v1/records/{noun}/batch": staff("write", 404, ROWS),
    "GET /api/v1/tickets": signed_in("read", 200),
    "POST /api/v1/tickets": signed_in("chat", 201, {"subject": "Help"}),
    "GET /api/v1/tickets/{ticket_id}": own("read", 200),
    "PATCH /api/v1/tickets/{ticket_id}": staff("write", 200, {"priority": "high"}, foreign=404),
    "GET /api/v1/actions": staff("read", 200),
    # A customer's own order; another tenant has one of the same number.
    "GET /api/v1/actions/options": staff("read", 422),
    "POST /api/v1/actions": signed_in("write", 201, REFUND, stranger=409),
    "POST /api/v1/actions/preview": signed_in("write", 200, REFUND),
    "GET /api/v1/actions/{action_id}": own("read", 200),
    "POST /api/v1/actions/{action_id}/confirm": Access(
        # Only whoever proposed it, which is the customer.
        dict.fromkeys(CALLERS, 404) | {"none": 401, "customer": 200, "bare_key": 403},
        "write",
        {"yes": False},
    ),
    "GET /api/v1/actions/{action_id}/evidence": staff("read", 200, foreign=404),
    "GET /api/v1/actions/{action_id}/evidence.txt": staff("read", 200, foreign=404),
    "GET /api/v1/actions/{action_id}/evidence.html": staff("read", 200, foreign=404),
    "GET /api/v1/approvals": staff("read", 200),
    "GET /api/v1/approvals/{approval_id}": staff("read", 200, foreign=404),
    "POST /api/v1/approvals/{approval_id}/grant": DECIDES,
    "POST /api/v1/approvals/{approval_id}/decline": DECIDES,
    "GET /api/v1/actions/action_log.jsonl": admins(200),
    "GET /api/v1/intents": staff("read", 200),
    "POST /api/v1/intents": admins(201, {"name": "{unique}"}),
    "GET /api/v1/intents/examples": staff("read", 200),
    "PATCH /api/v1/intents/examples/{example_id}": admins(200, {}, foreign=404),
    "DELETE /api/v1/intents/examples/{example_id}": admins(204, foreign=404),
    # Without a file, without an example, and before any training.
    "POST /api/v1/intents/import": admins(422),
    "POST /api/v1/intents/train": admins(409),
    "POST /api/v1/intents/try": staff("read", 409, {"text": "Hello"}),
    "GET /api/v1/intents/versions": staff("read", 200),
    "GET /api/v1/intents/versions/{number}": staff("read", 404),
    "POST /api/v1/intents/versions/{number}/switch": admins(404),
    "POST /api/v1/intents/rollback": admins(409),
    "GET /api/v1/intents/{name}": staff("read", 200, foreign=404),
    "PUT /api/v1/intents/{name}": admins(200, {}, foreign=404),
    "DELETE /api/v1/intents/{name}": admins(204, foreign=404),
    "POST /api/v1/intents/{name}/examples": admins(200, {"texts": ["{unique}"]}, foreign=404),
    "GET /api/v1/packs": admins(200),
    "POST /api/v1/packs": admins(201, {"files": {"pack.yaml": "name: unfinished\n"}}),
    # Who belongs to another tenant has no version of this number, and none to roll back.
    "POST /api/v1/packs/rollback": admins(200, foreign=409),
    "GET /api/v1/packs/{number}": admins(200, foreign=404),
    "GET /api/v1/packs/{number}/diff": admins(200, foreign=404),
    "POST /api/v1/packs/{number}/check": admins(200, foreign=404),
    "POST /api/v1/packs/{number}/publish": admins(200, foreign=404),
    "GET /api/v1/events": staff("read", 200),
    "GET /api/v1/mails": admins(200),
    "GET /api/v1/mails/{mail_id}": owners(200, foreign=404),
    # It waits: on its way already.
    "POST /api/v1/mails/{mail_id}/send-again": admins(409, foreign=404),
    "GET /api/v1/webhooks": admins(200),
    "POST /api/v1/webhooks": admins(201, {"url": "https://example.com/hook"}),
    "PATCH /api/v1/webhooks/{webhook_id}": admins(200, {"description": "Other"}, foreign=404),
    "DELETE /api/v1/webhooks/{webhook_id}": admins(204, foreign=404),
    "POST /api/v1/webhooks/{webhook_id}/secret": admins(200, foreign=404),
    "GET /api/v1/webhooks/{webhook_id}/deliveries": admins(200, foreign=404),
    # There is no delivery yet; who may not ask is told so first.
    "POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/replay": admins(404),
    "GET /api/v1/gateways": admins(200),
    "POST /api/v1/gateways": admins(201, GATEWAY),
    "GET /api/v1/gateways/{gateway_id}": admins(200, foreign=404),
    "PATCH /api/v1/gateways/{gateway_id}": admins(200, GATEWAY, foreign=404),
    "DELETE /api/v1/gateways/{gateway_id}": admins(204, foreign=404),
    "GET /api/v1/audit": admins(200),
    "GET /api/v1/audit/verify": admins(200),
    "POST /support/reply": signed_in("chat", 202, MESSAGE),
    "GET /support/status/{task_id}": own("read", 200),
    "POST /api/chat": signed_in("chat", 202, MESSAGE),
    "POST /api/chat/sync": signed_in("chat", 200, MESSAGE),
    "GET /api/chat/status/{task_id}": own("read", 200),
    "GET /api/conversations": signed_in("read", 200),
    "GET /api/conversations/{conversation_id}": own("read", 200),
    "GET /api/conversations/{conversation_id}/messages": own("read", 200),
    "POST /api/conversations/{conversation_id}/close": own("chat", 200),
    "GET /api/knowledge": staff("read", 200),
    "POST /api/knowledge": staff("write", 202, DOCUMENT),
    "POST /api/knowledge/search": staff("read", 200, {"query": "lamp"}),
    "GET /api/customers": signed_in("read", 200),
    "POST /api/customers": staff("write", 201, CUSTOMER),
    "GET /api/subscriptions": signed_in("read", 200),
    "POST /api/subscriptions": staff("write", 201, SUBSCRIPTION, foreign=404),
    "GET /api/invoices": signed_in("read", 200),
    "POST /api/invoices": staff("write", 201, INVOICE, foreign=404),
    "GET /api/tickets": signed_in("read", 200),
    "POST /api/tickets": signed_in("chat", 201, {"subject": "Help"}),
    "POST /chat": signed_in("chat", 200, MESSAGE),
    "POST /support/resolve": signed_in("chat", 200, {"user_input": "Hello"}),
    "GET /conversation/{conversation_id}": own("read", 200),
    "DELETE /conversation/{conversation_id}": own("write", 204),
    "WEBSOCKET /ws/{session_id}": own("chat", 101),
}
"""`METHOD path` without a slash at its end, and what each caller gets there. 101: connected."""

LISTS_OF_ONES_OWN = (
    "/api/v1/conversations",
    "/api/v1/customers",
    "/api/v1/orders",
    "/api/v1/refunds",
    "/api/v1/subscriptions",
    "/api/v1/invoices",
    "/api/v1/tickets",
    "/api/conversations",
    "/api/customers",
    "/api/subscriptions",
    "/api/invoices",
    "/api/tickets",
)
"""Lists in which a customer finds its own rows and nobody else's."""
