"""What is older than it is kept goes by itself, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select, update

from deskhand.domain.conversations.desk_settings import (
    DeskConfiguration,
    Retention,
    change_settings,
)
from deskhand.domain.privacy import retention
from deskhand.domain.tables import Conversation, IdempotencyKey, Turn
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id, shortly_before
from tests.integration.actions.scene import Scene


async def written(scene: Scene, closed_days_ago: int | None, key: str) -> UUID:
    """A conversation with a message, closed so long ago or open."""
    customer = await scene.tenant.as_("customer")
    conversations = "/api/v1/conversations"
    opened = await scene.tenant.client.post(conversations, json={}, headers=customer)
    conversation = UUID(opened.json()["id"])
    sent = await scene.tenant.client.post(
        f"{conversations}/{conversation}/messages",
        json={"message": "Hello"},
        headers={**customer, "Idempotency-Key": key},
    )
    assert sent.status_code == 202, sent.text
    if closed_days_ago is not None:
        closed = now() - timedelta(days=closed_days_ago)
        async with scene.session() as session:
            await session.execute(
                update(Conversation)
                .where(Conversation.id == conversation)
                .values(status="closed", closed_at=closed)
            )
    return conversation


async def test_closed_conversations_go_after_the_days_that_the_tenant_set(scene: Scene) -> None:
    old = [await written(scene, 40, f"old-{number}") for number in range(3)]
    kept = [await written(scene, 20, "new"), await written(scene, None, "open")]
    database = scene.firewall.database
    assert await retention.let_go(database, scene.tenant.id) == 0
    async with scene.session() as session:
        wanted = DeskConfiguration(retention=Retention(conversations=30))
        await change_settings(session, scene.staff("owner"), wanted)
    assert await retention.let_go(database, scene.tenant.id) == len(old)
    async with scene.session() as session:
        assert set(await session.scalars(select(Conversation.id))) == set(kept)
        assert set(await session.scalars(select(Turn.conversation_id))) == set(kept)
    assert len(await scene.audited("conversation.erased")) == len(old)


async def test_keys_of_repeated_requests_go_after_a_week(scene: Scene) -> None:
    conversation = await written(scene, None, "a-week-ago")
    await written(scene, None, "today")
    async with scene.session() as session:
        turn = select(Turn.id).where(Turn.conversation_id == conversation).scalar_subquery()
        await session.execute(
            update(IdempotencyKey)
            .where(IdempotencyKey.turn_id == turn)
            .values(id=shortly_before(new_id(), timedelta(days=8)))
        )
    assert await retention.let_go(scene.firewall.database, scene.tenant.id) == 1
    async with scene.session() as session:
        assert (await session.scalars(select(IdempotencyKey.key))).all() == ["today"]
