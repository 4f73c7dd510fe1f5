"""Nothing stays unanswered: a reply, a person's word, or a place in a person's queue."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from deskhand.assistant.engine import OfflineEngine
from deskhand.domain.accounts.passwords import hash_password
from deskhand.domain.audit import Actor
from deskhand.domain.conversations import ownership
from deskhand.domain.conversations.intake import Accepted
from deskhand.domain.conversations.ownership import ConversationHeldByAnother, TeamMemberUnknown
from deskhand.domain.conversations.schemas import MessageView
from deskhand.domain.conversations.turns import next_waiting
from deskhand.domain.tables import Conversation, Turn, User
from deskhand.infra.ids import new_id
from deskhand.worker.turns import TurnRunner
from tests.workflow.chat import Chat, at_once, text_of
from tests.workflow.conftest import MakeRunner
from tests.workflow.engines import Failing, HeldDraft

PERSON = "I want to talk to a person please."
ORDER = "Where is my order ORD123?"


async def member(chat: Chat, name: str, role: str = "agent", *, active: bool = True) -> Actor:
    """Somebody of the team, or a customer's account."""
    user = User(
        tenant_id=chat.shop.tenant_id,
        id=new_id(),
        email=f"{name.lower()}-{new_id().hex}@example.com",
        name=name,
        password_hash=await hash_password("a pass phrase of the tests"),
        role=role,
        customer_id=chat.shop.maya if role == "customer" else None,
        active=active,
    )
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        session.add(user)
    return Actor(kind="user", id=user.id, role=role)


async def take(
    chat: Chat, actor: Actor, conversation_id: UUID, user_id: UUID | None = None
) -> None:
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        await ownership.change_owner(session, actor, conversation_id, "person", user_id)


async def say(chat: Chat, actor: Actor, conversation_id: UUID, text: str) -> MessageView:
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        message, _ = await ownership.say(session, actor, conversation_id, text)
    return message


async def close(chat: Chat, conversation_id: UUID) -> None:
    async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
        await ownership.close_conversation(session, chat.shop.owner, conversation_id)


async def run_waiting(chat: Chat, runner: TurnRunner, conversation_id: UUID) -> None:
    """All turns that wait."""
    while True:
        async with chat.runtime.database.transaction(chat.shop.tenant_id) as session:
            waiting = await next_waiting(session, conversation_id)
        if waiting is None:
            return
        await runner.run(waiting)


async def answered(chat: Chat, runner: TurnRunner, text: str) -> Accepted:
    accepted = await chat.send(text)
    await runner.run(accepted.turn_id)
    return accepted


async def test_after_a_hand_over_the_assistant_goes_on_until_a_person_comes(
    quiet: Chat, runner: TurnRunner
) -> None:
    first = await answered(quiet, runner, PERSON)
    waiting = await quiet.conversation(first.conversation_id)
    assert (waiting.owner, waiting.owner_user_id) == ("assistant", None)
    assert waiting.waiting_since is not None
    assert waiting.waiting_reason in ("ticket", "handed_over")
    second = await answered(quiet, runner, ORDER)
    assert "ORD123" in text_of(await quiet.turn(second.turn_id))
    assert (await quiet.turn(second.turn_id)).waiting
    still = await quiet.conversation(first.conversation_id)
    assert still.waiting_since == waiting.waiting_since


async def test_a_person_who_writes_is_the_author_and_ends_the_waiting(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, PERSON)
    said = await say(quiet, ann, first.conversation_id, "I am here.")
    assert said.author is not None
    assert (said.author.id, said.author.name) == (ann.id, "Ann")
    assert (await quiet.messages(first.conversation_id))[-1].author == said.author
    owned = await quiet.conversation(first.conversation_id)
    assert (owned.owner, owned.owner_user_id, owned.waiting_since) == ("person", ann.id, None)
    late = await quiet.send("Thanks, and ORD124?")
    assert (await quiet.turn(late.turn_id)).status == "silent"


async def test_taking_what_is_answered_ends_the_waiting(quiet: Chat, runner: TurnRunner) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, PERSON)
    await take(quiet, ann, first.conversation_id)
    owned = await quiet.conversation(first.conversation_id)
    assert (owned.owner, owned.waiting_since, owned.waiting_reason) == ("person", None, None)


async def test_what_a_person_does_not_answer_waits_since_it_was_written(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, ORDER)
    await take(quiet, ann, first.conversation_id)
    one = await quiet.send("Hello?")
    await quiet.send("Is anybody there?")
    owned = await quiet.conversation(first.conversation_id)
    assert (owned.waiting_since, owned.waiting_reason) == (one.created_at, "unanswered")


async def test_a_message_that_nobody_had_answered_when_a_person_took_it_waits_for_the_person(
    quiet: Chat, offline: OfflineEngine, runner_with: MakeRunner
) -> None:
    ann = await member(quiet, "Ann")
    queued = await quiet.send(ORDER)
    await take(quiet, ann, queued.conversation_id)
    assert (await quiet.conversation(queued.conversation_id)).waiting_since == queued.created_at

    other = replace(quiet, ref="running")
    held = HeldDraft(offline)
    started = await other.send(ORDER)
    running = asyncio.create_task(runner_with(held).run(started.turn_id))
    await held.entered.wait()
    await take(other, ann, started.conversation_id)
    held.go.set()
    await running
    assert (await other.turn(started.turn_id)).status == "silent"
    assert (await other.conversation(started.conversation_id)).waiting_since == started.created_at


async def test_what_was_left_unanswered_is_answered_once_when_the_assistant_gets_it_back(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, "Hello!")
    await take(quiet, ann, first.conversation_id)
    await quiet.send("Where is ORD124?")
    await say(quiet, ann, first.conversation_id, "It is late.")
    silent = await quiet.send("And where is ORD123?", key="again")
    await quiet.send("Please tell me.")
    await quiet.hand_to(first.conversation_id, "assistant")
    await run_waiting(quiet, runner, first.conversation_id)

    said = await quiet.messages(first.conversation_id)
    assert [message.role for message in said[-4:]] == ["agent", "customer", "customer", "assistant"]
    assert "ORD123" in said[-1].text
    assert len({message.turn_id for message in said[-3:]}) == 1
    assert (await quiet.turn(silent.turn_id)).status == "silent"
    repeated = await quiet.send("And where is ORD123?", key="again")
    assert repeated.turn_id == said[-1].turn_id
    assert (await quiet.conversation(first.conversation_id)).waiting_since is None


async def test_nothing_is_answered_again_on_giving_back(quiet: Chat, runner: TurnRunner) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, ORDER)
    await say(quiet, ann, first.conversation_id, "Anything else?")
    await quiet.hand_to(first.conversation_id, "assistant")
    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        assert await next_waiting(session, first.conversation_id) is None


async def test_closing_ends_the_waiting_and_who_writes_again_is_answered_by_the_assistant(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann = await member(quiet, "Ann")
    first = await answered(quiet, runner, PERSON)
    await say(quiet, ann, first.conversation_id, "Solved.")
    await quiet.send("Thanks.")
    await close(quiet, first.conversation_id)
    assert (await quiet.conversation(first.conversation_id)).waiting_since is None
    again = await answered(quiet, runner, ORDER)

    opened = await quiet.conversation(first.conversation_id)
    assert (opened.status, opened.owner, opened.owner_user_id) == ("open", "assistant", None)
    assert "ORD123" in text_of(await quiet.turn(again.turn_id))
    said = await quiet.messages(first.conversation_id)
    assert said[-2].turn_id == said[-3].turn_id == again.turn_id  # The thanks are not forgotten.


async def test_a_turn_that_failed_for_good_waits_for_a_person(
    quiet: Chat, offline: OfflineEngine, runner: TurnRunner, runner_with: MakeRunner
) -> None:
    accepted = await quiet.send(ORDER)
    for _ in range(3):
        await runner_with(Failing(offline)).run(accepted.turn_id)
        await at_once(quiet, accepted.turn_id)
    failed = await quiet.conversation(accepted.conversation_id)
    assert (await quiet.turn(accepted.turn_id)).status == "failed"
    assert (failed.owner, failed.waiting_reason) == ("assistant", "failed")
    again = await answered(quiet, runner, ORDER)
    assert "ORD123" in text_of(await quiet.turn(again.turn_id))


async def test_an_agent_does_not_write_over_another_without_taking_it(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann, ben = await member(quiet, "Ann"), await member(quiet, "Ben")
    boss = await member(quiet, "Ada", "admin")
    first = await answered(quiet, runner, ORDER)
    await say(quiet, ann, first.conversation_id, "Hello, Ann here.")
    with pytest.raises(ConversationHeldByAnother, match="Ann"):
        await say(quiet, ben, first.conversation_id, "Hello, Ben here.")
    await say(quiet, boss, first.conversation_id, "A word from me.")
    assert (await quiet.conversation(first.conversation_id)).owner_user_id == ann.id
    await take(quiet, ben, first.conversation_id)
    await say(quiet, ben, first.conversation_id, "Ben here now.")
    with pytest.raises(ConversationHeldByAnother, match="Ben"):
        await say(quiet, ann, first.conversation_id, "And me?")


async def test_a_conversation_is_assigned_to_an_active_member_of_the_team_only(
    quiet: Chat, runner: TurnRunner
) -> None:
    ann, ben = await member(quiet, "Ann"), await member(quiet, "Ben")
    gone = await member(quiet, "Gone", active=False)
    customer = await member(quiet, "Maya", "customer")
    first = await answered(quiet, runner, ORDER)
    await take(quiet, ann, first.conversation_id, ben.id)
    assert (await quiet.conversation(first.conversation_id)).owner_user_id == ben.id
    for wrong in (gone.id, customer.id, new_id()):
        with pytest.raises(TeamMemberUnknown):
            await take(quiet, ann, first.conversation_id, wrong)
    assert (await quiet.conversation(first.conversation_id)).owner_user_id == ben.id


async def unanswered(chat: Chat, conversation_id: UUID) -> list[MessageView]:
    """Customer messages without a reply of their turn and without a later word of the team."""
    said = await chat.messages(conversation_id)
    replied = {message.turn_id for message in said if message.role == "assistant"}
    spoken = max((message.seq for message in said if message.role == "agent"), default=0)
    return [
        message
        for message in said
        if message.role == "customer" and message.turn_id not in replied and message.seq > spoken
    ]


@pytest.mark.parametrize("seed", range(8))
async def test_every_message_ends_in_an_answer_or_in_a_persons_queue(
    quiet: Chat, runner: TurnRunner, seed: int
) -> None:
    dice, ann = random.Random(seed), await member(quiet, "Ann")
    boss = await member(quiet, "Ada", "owner")
    conversation_id = (await quiet.send(ORDER)).conversation_id
    for _ in range(15):
        match dice.choice(["write", "write", "ask", "run", "run", "take", "say", "back", "close"]):
            case "write":
                await quiet.send(ORDER)
            case "ask":
                await quiet.send(PERSON)
            case "run":
                await run_waiting(quiet, runner, conversation_id)
            case "take":
                await take(quiet, dice.choice([ann, boss]), conversation_id)
            case "say":
                await say(quiet, boss, conversation_id, "A word of the team.")
            case "back":
                await quiet.hand_to(conversation_id, "assistant")
            case _:
                await close(quiet, conversation_id)
    await quiet.send(ORDER)  # Opens it, if it was closed.
    await run_waiting(quiet, runner, conversation_id)

    async with quiet.runtime.database.transaction(quiet.shop.tenant_id) as session:
        owned = (
            await session.scalars(select(Conversation).where(Conversation.id == conversation_id))
        ).one()
        open_turns = await session.scalars(
            select(Turn.id).where(
                Turn.conversation_id == conversation_id, Turn.status.in_(("queued", "running"))
            )
        )
        assert list(open_turns) == []
    left = await unanswered(quiet, conversation_id)
    if left:
        assert (owned.owner, owned.waiting_reason) == ("person", "unanswered")
        assert owned.waiting_since is not None
        assert owned.waiting_since <= left[0].created_at
