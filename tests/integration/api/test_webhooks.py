"""Events from the audit trail: the feed, and webhooks that never lose one and sign each."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from deskhand.domain.audit import SYSTEM
from deskhand.domain.tables import Webhook
from deskhand.domain.webhooks import webhooks
from deskhand.domain.webhooks.deliveries import GIVEN_UP_AFTER, PAUSES
from deskhand.domain.webhooks.webhooks import NewWebhook
from deskhand.infra import clock
from deskhand.infra.runtime import Runtime
from deskhand.worker.webhooks import send_of_tenant
from tests.integration.api.test_desk import done
from tests.integration.api.test_inbox import conversation_of
from tests.integration.api.test_service_clocks import at_moment
from tests.integration.api.test_team import call
from tests.support.desk import MakeTenant, Tenant
from tests.support.environment import settings_from
from tests.support.receiver import receiving


def open_to_private(runtime: Runtime) -> Runtime:
    """The same ground, whose operator allows webhooks to this machine."""
    return replace(runtime, settings=settings_from({"WEBHOOK_ALLOW_PRIVATE": "true"}))


async def hook_to(runtime: Runtime, tenant: Tenant, url: str, *types: str) -> Webhook:
    async with runtime.database.transaction(tenant.id) as session:
        return await webhooks.add_webhook(
            session, SYSTEM, NewWebhook(url=url, types=list(types) or ["*"])
        )


async def deliveries(tenant: Tenant, webhook_id: UUID) -> list[dict[str, Any]]:
    answer = await call(tenant, "GET", f"webhooks/{webhook_id}/deliveries", role="admin")
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


async def test_the_feed_tells_in_order_and_never_what_a_customer_wrote(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "very-secret-words")
    await done(tenant, "POST", f"{conversation}/tags", {"add": ["vip"]})
    first = (await call(tenant, "GET", "events")).json()
    types = [event["type"] for event in first["items"]]
    assert types == ["conversation.opened", "message.accepted", "conversation.tagged"]
    assert "very-secret-words" not in json.dumps(first)
    assert not any(event["type"].startswith("user.") for event in first["items"])
    again = (await call(tenant, "GET", f"events?cursor={first['cursor']}")).json()
    assert again["items"] == []
    await done(tenant, "POST", f"{conversation}/close", {"reason": "spam"})
    (closed,) = (await call(tenant, "GET", f"events?cursor={again['cursor']}")).json()["items"]
    assert (closed["type"], closed["data"]) == ("conversation.closed", {"reason": "spam"})
    assert closed["target"] == f"conversation:{conversation}"
    only = (await call(tenant, "GET", "events?type=conversation.*")).json()["items"]
    assert {event["type"].split(".")[0] for event in only} == {"conversation"}
    pages, cursor = [], 0
    for _ in range(10):
        page = (await call(tenant, "GET", f"events?cursor={cursor}&limit=1")).json()
        pages += [event["type"] for event in page["items"]]
        cursor = page["cursor"]
    assert pages == [*types, "conversation.closed"]


async def test_an_event_is_sent_once_signed_and_can_be_replayed(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    ground = open_to_private(runtime)
    async with receiving() as receiver:
        hook = await hook_to(runtime, tenant, receiver.url, "conversation.closed")
        conversation = await conversation_of(tenant, "Hello")
        await done(tenant, "POST", f"{conversation}/close")
        assert await send_of_tenant(ground, tenant.id) == 1
        assert await send_of_tenant(ground, tenant.id) == 0
        ((headers, body),) = receiver.got
        told = json.loads(body)
        assert told["type"] == "conversation.closed"
        assert told["data"]["target"] == f"conversation:{conversation}"
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
        key = base64.b64decode(hook.secret.removeprefix("whsec_"))
        digest = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        assert headers["webhook-signature"] == f"v1,{digest}"
        (delivery,) = await deliveries(tenant, hook.id)
        assert (delivery["status"], delivery["answered"]) == ("delivered", 200)
        path = f"webhooks/{hook.id}/deliveries/{delivery['id']}/replay"
        assert (await call(tenant, "POST", path, role="admin")).status_code == 200
        assert await send_of_tenant(ground, tenant.id) == 1
        assert receiver.got[1][1] == body
        assert receiver.got[1][0]["webhook-id"] == headers["webhook-id"]


async def test_what_fails_comes_again_later_until_it_is_given_up(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    ground = open_to_private(runtime)
    async with receiving() as receiver:
        receiver.status = 500
        hook = await hook_to(runtime, tenant, receiver.url, "conversation.opened")
        await conversation_of(tenant, "Hello")
        moment = clock.now()
        for tries, pause in enumerate(PAUSES, 1):
            with clock.frozen(moment):
                assert await send_of_tenant(ground, tenant.id) == 1
                assert await send_of_tenant(ground, tenant.id) == 0, "not before its time"
            (delivery,) = await deliveries(tenant, hook.id)
            assert (delivery["status"], delivery["attempts"]) == ("queued", tries)
            moment += pause
            if moment - clock.now() > GIVEN_UP_AFTER:
                break
        with clock.frozen(moment):
            await send_of_tenant(ground, tenant.id)
        (delivery,) = await deliveries(tenant, hook.id)
        assert delivery["status"] == "failed"
        assert len({headers["webhook-id"] for headers, _ in receiver.got}) == 1
        assert len(receiver.got) == len(PAUSES) + 1


async def test_a_webhook_that_fails_for_days_or_is_gone_is_switched_off_and_can_be_switched_on(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    ground = open_to_private(runtime)
    async with receiving() as receiver:
        receiver.status = 410
        gone = await hook_to(runtime, tenant, receiver.url, "conversation.opened")
        await conversation_of(tenant, "Hello")
        await send_of_tenant(ground, tenant.id)
        shown = (await call(tenant, "GET", "webhooks", role="admin")).json()[0]
        assert shown["disabled_reason"] == "the address answered 410"
        receiver.status = 200
        await conversation_of(tenant, "While it is off")
        assert await send_of_tenant(ground, tenant.id) == 0
        path = f"webhooks/{gone.id}"
        on = await call(tenant, "PATCH", path, {"active": True}, "admin")
        assert on.json()["disabled_at"] is None
        assert await send_of_tenant(ground, tenant.id) == 1  # What came meanwhile is not lost.
        receiver.status = 500
        await conversation_of(tenant, "One")
        await send_of_tenant(ground, tenant.id)
    with at_moment(tenant, clock.now() + timedelta(days=6)):
        await conversation_of(tenant, "Two")
        await send_of_tenant(ground, tenant.id)
        shown = (await call(tenant, "GET", "webhooks", role="admin")).json()[0]
        assert shown["disabled_reason"] == "failed for five days"


async def test_a_private_address_is_refused_unless_the_operator_allows_it(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    for url in ("http://example.com/", "https://127.0.0.1/", "https://[::1]:443/x"):
        answer = await call(tenant, "POST", "webhooks", {"url": url}, "admin")
        assert (answer.status_code, answer.json()["code"]) == (422, "address_refused"), url
    async with receiving() as receiver:
        hook = await hook_to(runtime, tenant, receiver.url)
        await conversation_of(tenant, "Hello")
        assert await send_of_tenant(runtime, tenant.id) > 0
        assert receiver.got == []
        assert {one["status"] for one in await deliveries(tenant, hook.id)} == {"queued"}


async def test_a_secret_is_shown_once_and_can_be_renewed(tenant: Tenant) -> None:
    body = {"url": "https://example.com/hook", "types": ["ticket.*"]}
    made = (await call(tenant, "POST", "webhooks", body, "admin")).json()
    assert made["secret"].startswith("whsec_")
    listed = (await call(tenant, "GET", "webhooks", role="admin")).json()
    assert "secret" not in next(one for one in listed if one["id"] == made["id"])
    path = f"webhooks/{made['id']}"
    renewed = (await call(tenant, "POST", f"{path}/secret", role="admin")).json()
    assert renewed["secret"] != made["secret"]
    for types in ([], ["x"], ["a.b.c"], ["*.closed"]):
        wrong = await call(tenant, "PATCH", path, {"types": types}, "admin")
        assert wrong.status_code == 422, types
    assert (await call(tenant, "DELETE", path, role="admin")).status_code == 204
    assert (await call(tenant, "DELETE", path, role="admin")).status_code == 404
