"""What the team does with a conversation, and that its customer sees none of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx

from deskhand.domain.packs.store import PackStore
from deskhand.infra import clock
from deskhand.infra.runtime import Runtime
from deskhand.infra.wakeup.port import desk_of, stream_of
from deskhand.worker.desk import keep_desk
from tests.integration.api.test_inbox import API, conversation_of, listed, take
from tests.support.desk import MakeTenant, RoleName, Tenant

PACKS = PackStore()


async def send(
    tenant: Tenant, method: str, path: str, body: Any = None, role: RoleName = "agent"
) -> httpx.Response:
    return await tenant.client.request(
        method, f"{API}/{path}", json=body, headers=await tenant.as_(role)
    )


async def done(
    tenant: Tenant, method: str, path: str, body: Any = None, role: RoleName = "agent"
) -> Any:
    answer = await send(tenant, method, path, body, role)
    assert answer.is_success, answer.text
    return answer.json() if answer.content else None


async def actions_of(tenant: Tenant, conversation: str) -> list[str]:
    """What the audit trail tells of the conversation, oldest first."""
    answer = await tenant.client.get(
        "/api/v1/audit", params={"limit": 200}, headers=await tenant.as_("owner")
    )
    return [
        entry["action"]
        for entry in answer.json()["items"][::-1]
        if entry["target"] == f"conversation:{conversation}"
        and entry["action"] != "conversation.opened"
    ]


async def test_a_note_reaches_the_team_and_nothing_that_the_customer_can_read(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Where is my parcel?")
    note = await done(tenant, "POST", f"{conversation}/notes", {"text": "secret-of-the-team"})
    assert note["author"]["id"] == str(tenant.users["agent"])
    assert note["after_seq"] == 1
    assert await done(tenant, "GET", f"{conversation}/notes") == [note]
    customer = await tenant.as_("customer")
    for path in (
        f"{API}/{conversation}",
        f"{API}/{conversation}/messages",
        f"/api/conversations/{conversation}",
        f"/conversation/{conversation}",
    ):
        shown = await tenant.client.get(path, headers=customer)
        assert shown.status_code == 200
        assert "secret-of-the-team" not in shown.text
    seen = await runtime.events.kept(stream_of(tenant.id, UUID(conversation)), 0)
    assert not any(event.type == "note" for event in seen)
    told = await runtime.events.kept(desk_of(tenant.id), 0)
    assert ("note", conversation) in [(one.type, one.data["conversation_id"]) for one in told]
    trail = await tenant.client.get("/api/v1/audit", headers=await tenant.as_("owner"))
    assert "secret-of-the-team" not in trail.text


async def test_a_note_is_taken_away_by_its_author_or_an_administrator(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    note = await done(tenant, "POST", f"{conversation}/notes", {"text": "One"}, "admin")
    path = f"{conversation}/notes/{note['id']}"
    refused = await send(tenant, "DELETE", path)
    assert (refused.status_code, refused.json()["code"]) == (403, "note_of_another")
    await done(tenant, "DELETE", path, role="owner")
    assert (await send(tenant, "DELETE", path, role="owner")).status_code == 404


async def test_tags_group_conversations_and_are_counted(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    one = await conversation_of(tenant, "One")
    two = await conversation_of(tenant, "Two")
    assert await done(tenant, "POST", f"{one}/tags", {"add": ["VIP", " late parcel "]}) == [
        "late parcel",
        "vip",
    ]
    await done(tenant, "POST", f"{two}/tags", {"add": ["vip"]})
    assert {row["id"] for row in await listed(tenant, "all", tag="vip")} == {one, two}
    assert await done(tenant, "POST", f"{one}/tags", {"remove": ["vip"]}) == ["late parcel"]
    all_tags = await tenant.client.get("/api/v1/tags", headers=await tenant.as_("agent"))
    assert all_tags.json() == [
        {"tag": "late parcel", "conversations": 1},
        {"tag": "vip", "conversations": 1},
    ]
    many = {"add": [f"tag {number}" for number in range(20)]}
    for number in range(3):
        answer = await send(
            tenant, "POST", f"{one}/tags", {"add": [f"{t} {number}" for t in many["add"]]}
        )
    assert answer.json()["code"] == "too_many_tags"


async def test_a_snoozed_conversation_is_away_until_its_time_or_the_customer_comes(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Call me back next week")
    until = clock.now() + timedelta(hours=1)
    changed = await done(
        tenant, "PATCH", conversation, {"snoozed_until": until.isoformat(), "reason": "parts come"}
    )
    assert changed["assignee_id"] == str(tenant.users["agent"])
    assert [row["id"] for row in await listed(tenant, "snoozed")] == [conversation]
    assert await listed(tenant, "mine") == []
    await keep_desk(runtime, PACKS, tenant.id)
    assert await listed(tenant, "mine") == []
    with clock.frozen(until + timedelta(seconds=1)):
        await keep_desk(runtime, PACKS, tenant.id)
    assert [row["id"] for row in await listed(tenant, "mine")] == [conversation]
    assert await actions_of(tenant, conversation) == [
        "conversation.snoozed",
        "conversation.woken",
    ]
    await done(tenant, "PATCH", conversation, {"snoozed_until": until.isoformat()})
    await done(tenant, "POST", f"{conversation}/messages", {"message": "Hello?"}, "customer")
    assert await listed(tenant, "snoozed") == []


async def test_what_cannot_be_snoozed_or_changed_is_refused(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    past = (clock.now() - timedelta(hours=1)).isoformat()
    for body, code in (
        ({"snoozed_until": past}, "snooze_not_ahead"),
        ({}, "invalid_input"),
        ({"priority": None}, "invalid_input"),
        ({"priority": "huge"}, "invalid_input"),
        ({"assignee_id": str(tenant.users["customer"])}, "team_member_unknown"),
        ({"snoozed_until": "2030-01-01T00:00:00"}, "invalid_input"),
    ):
        answer = await send(tenant, "PATCH", conversation, body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), body
    await done(tenant, "POST", f"{conversation}/close", {"reason": "spam"})
    assert (await done(tenant, "GET", f"{conversation}/work"))["close_reason"] == "spam"
    later = (clock.now() + timedelta(hours=1)).isoformat()
    answer = await send(tenant, "PATCH", conversation, {"snoozed_until": later})
    assert answer.json()["code"] == "conversation_is_closed"


async def test_whoever_is_assigned_sees_to_it_while_the_assistant_goes_on(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    admin = str(tenant.users["admin"])
    assigned = await done(
        tenant, "PATCH", conversation, {"assignee_id": admin, "priority": "urgent"}
    )
    assert (assigned["owner"], assigned["assignee_id"]) == ("assistant", admin)
    assert assigned["priority"] == "urgent"
    await take(tenant, conversation)
    assert (await done(tenant, "GET", f"{conversation}/work"))["assignee_id"] == str(
        tenant.users["agent"]
    )
    handed = await done(tenant, "PATCH", conversation, {"assignee_id": admin, "reason": "leave"})
    assert (handed["owner_user_id"], handed["assignee_id"]) == (admin, admin)
    back = await done(tenant, "PATCH", conversation, {"owner": "assistant"})
    assert (back["owner"], back["assignee_id"]) == ("assistant", None)


async def test_reading_is_remembered_for_each_member_of_the_team(make_tenant: MakeTenant) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "One")
    await take(tenant, conversation)
    await done(tenant, "POST", f"{conversation}/messages", {"message": "Two"}, "customer")
    assert (await listed(tenant, "mine"))[0]["unread"] == 2
    await done(tenant, "POST", f"{conversation}/read", {"seq": 2})
    await done(tenant, "POST", f"{conversation}/read", {"seq": 1})
    assert (await listed(tenant, "mine"))[0]["unread"] == 0
    theirs = await tenant.client.get("/api/v1/inbox", headers=await tenant.as_("admin"))
    assert theirs.json()["items"][0]["unread"] == 2


async def test_presence_shows_who_looks_and_writes_and_the_customer_only_that_somebody_writes(
    runtime: Runtime, make_tenant: MakeTenant
) -> None:
    tenant = await make_tenant()
    conversation = await conversation_of(tenant, "Hello")
    await done(tenant, "POST", f"{conversation}/presence", {"doing": "looking"}, "admin")
    there = await done(tenant, "POST", f"{conversation}/presence", {"doing": "writing"})
    assert {(one["id"], one["doing"]) for one in there} == {
        (str(tenant.users["admin"]), "looking"),
        (str(tenant.users["agent"]), "writing"),
    }
    await done(tenant, "POST", f"{conversation}/presence", {"doing": "writing"})
    await done(tenant, "POST", f"{conversation}/presence", {"doing": "gone"}, "admin")
    there = await done(tenant, "GET", f"{conversation}/presence")
    assert [one["id"] for one in there] == [str(tenant.users["agent"])]
    told = [
        event.data["doing"]
        for event in await runtime.events.kept(desk_of(tenant.id), 0)
        if event.type == "presence"
    ]
    assert told == ["looking", "writing", "gone"]  # Saying it again changes nothing.
    seen = await runtime.events.kept(stream_of(tenant.id, UUID(conversation)), 0)
    assert {event.type for event in seen} >= {"agent.typing"}
    assert not any(event.type == "presence" for event in seen)


async def test_merged_conversations_are_read_as_one_and_part_again(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    source = await conversation_of(tenant, "First")
    target = await conversation_of(tenant, "Second")
    stranger = await conversation_of(tenant, "Somebody else", "other_customer")
    for into in (source, stranger):
        refused = await send(tenant, "POST", f"{source}/merge", {"into": into})
        assert (refused.status_code, refused.json()["code"]) == (
            409,
            "conversations_not_mergeable",
        )
    await take(tenant, source)
    merged = await done(tenant, "POST", f"{source}/merge", {"into": target})
    assert (merged["status"], merged["close_reason"]) == ("closed", "merged")
    assert merged["merged_into"] == target
    # Who waited in the one waits in the other.
    assert {row["id"] for row in await listed(tenant, "waiting")} == {target}
    assert source not in {row["id"] for row in await listed(tenant, "all")}
    again = await send(tenant, "POST", f"{source}/merge", {"into": target})
    assert again.status_code == 409
    parted = await done(tenant, "POST", f"{source}/unmerge")
    assert (parted["status"], parted["merged_into"]) == ("open", None)
    assert {row["id"] for row in await listed(tenant, "waiting")} == {source, target}
    assert (await send(tenant, "POST", f"{source}/unmerge")).status_code == 409
    assert await actions_of(tenant, target) == ["conversation.merged", "conversation.unmerged"]


async def test_a_merged_conversation_stands_by_itself_when_its_customer_writes_in_it(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    source = await conversation_of(tenant, "First")
    target = await conversation_of(tenant, "Second")
    await done(tenant, "POST", f"{source}/merge", {"into": target})
    await done(tenant, "POST", f"{source}/messages", {"message": "And now?"}, "customer")
    after = await done(tenant, "GET", f"{source}/work")
    assert (after["status"], after["merged_into"], after["close_reason"]) == ("open", None, None)


async def test_the_conversation_into_which_another_was_merged_can_be_erased(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    source = await conversation_of(tenant, "First")
    target = await conversation_of(tenant, "Second")
    await done(tenant, "POST", f"{source}/merge", {"into": target})
    await done(tenant, "DELETE", target, role="owner")
    assert (await done(tenant, "GET", f"{source}/work"))["merged_into"] is None


async def test_the_team_reads_messages_notes_and_events_of_merged_conversations_in_one_line(
    make_tenant: MakeTenant,
) -> None:
    tenant = await make_tenant()
    source = await conversation_of(tenant, "First")
    target = await conversation_of(tenant, "Second")
    await done(tenant, "POST", f"{source}/notes", {"text": "Both are about the lamp"})
    await done(tenant, "POST", f"{source}/merge", {"into": target})
    seen: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = await done(tenant, "GET", f"{target}/thread?limit=2{cursor}")
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    told = [
        (
            one["conversation_id"],
            (one["message"] or one["note"] or {}).get("text") or one["event"]["type"],
        )
        for one in seen
    ]
    assert sorted(told) == sorted(
        [
            (source, "conversation.opened"),
            (source, "First"),
            (source, "Both are about the lamp"),
            (source, "note.added"),
            (target, "conversation.opened"),
            (target, "Second"),
            (source, "conversation.merged"),
            (target, "conversation.merged"),
        ]
    )
    moments = [one["created_at"] for one in seen]
    assert moments == sorted(moments, reverse=True)
    alone = await done(tenant, "GET", f"{source}/thread")
    assert {one["conversation_id"] for one in alone["items"]} == {source}
