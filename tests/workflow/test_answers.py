"""What a customer gets to read: look-ups, policies, honest refusals, and a person when needed."""

from __future__ import annotations

import re

from deskhand.domain.knowledge.documents import delete_document
from tests.workflow.chat import Chat, text_of, tickets

TIME_FRAME = re.compile(
    r"\d+\s*(?:-|to|–)?\s*\d*\s*(?:business |working )?(?:hour|day|week)s?\b|tomorrow|today|soon"
    r"|\b(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)


async def test_an_order_in_transit_is_answered_with_date_and_tracking(chat: Chat) -> None:
    turn = await chat.ask("Where is my order ORD123?")

    text, arrival = text_of(turn), chat.shop.arrival
    assert turn.status == "completed"
    assert "on its way with Sample Parcel" in text
    assert "SP100000123" in text
    assert f"{arrival:%A, %B} {arrival.day}" in text
    assert turn.reply is not None
    assert turn.reply.message.category == "SHIPPING"
    assert turn.reply.message.compliance_checked


async def test_a_message_of_nothing_that_needs_an_answer_is_answered_all_the_same(
    chat: Chat,
) -> None:
    turn = await chat.ask("<marquee onstart=window.__ran=1>")

    assert turn.status == "completed"
    assert text_of(turn)


async def test_no_time_frame_is_stated_for_an_order_without_a_delivery_date(chat: Chat) -> None:
    text = text_of(await chat.ask("When will my order ORD124 arrive?"))

    assert "delayed" in text
    assert "no new delivery date yet" in text
    assert not TIME_FRAME.search(text)


async def test_a_refund_that_is_not_eligible_is_declined_politely(chat: Chat) -> None:
    turn = await chat.ask("I want a refund for order ORD125")

    text = text_of(turn)
    assert "sorry" in text.lower()
    assert "can't be refunded" in text
    assert "30 days" in text
    assert turn.reply is not None
    assert not turn.reply.message.escalated
    assert not await tickets(chat)


async def test_another_customers_order_is_not_disclosed(chat: Chat) -> None:
    text = text_of(await chat.ask("Where is order ORD201?"))

    assert "can't find the order ORD201" in text
    assert "SE200000201" not in text
    assert "Sample Express" not in text
    assert "out for delivery" not in text


async def test_an_unknown_order_number_is_told_with_where_to_find_it(chat: Chat) -> None:
    turn = await chat.ask("Where is my order ORD999?")

    assert "ORD999" in text_of(turn)
    assert "check the number" in text_of(turn)
    assert turn.reply is not None
    assert not turn.reply.message.escalated


async def test_who_is_not_understood_twice_is_offered_a_person(chat: Chat) -> None:
    await chat.ask("asdfgh")
    turn = await chat.ask("qwertz uiop")

    assert "person of our team" in text_of(turn)
    assert not await tickets(chat)
    yes = await chat.ask("yes please")
    opened = await tickets(chat)
    assert len(opened) == 1
    assert f"TCK-{opened[0].number}" in text_of(yes)
    assert (await chat.conversation(turn.conversation_id)).waiting_since is not None


async def test_a_question_about_a_policy_cites_its_source(chat: Chat) -> None:
    turn = await chat.ask("How long do I have to return an unused item?")

    assert "30 days" in text_of(turn)
    assert turn.reply is not None
    source = turn.reply.message.sources[0]
    assert source.document == "Returns"
    assert source.heading_path[-1] == "How long you have"
    assert "30 days" in source.passage
    assert source.document_id == str(chat.shop.documents["returns.md"])


async def test_what_no_document_knows_is_admitted_and_a_person_offered(chat: Chat) -> None:
    turn = await chat.ask("Do you sell concert tickets for the opera in Vienna?")

    assert "I don't know" in text_of(turn)
    assert "person of our team" in text_of(turn)
    assert turn.reply is not None
    assert not turn.reply.message.sources


async def test_a_yes_to_the_offer_of_a_person_opens_a_ticket(chat: Chat) -> None:
    await chat.ask("Do you sell concert tickets for the opera in Vienna?")
    turn = await chat.ask("Yes, please")

    opened = await tickets(chat)
    assert len(opened) == 1
    assert f"TCK-{opened[0].number}" in text_of(turn)
    assert (await chat.conversation(turn.conversation_id)).waiting_since is not None


async def test_a_double_charge_is_disputed_after_a_yes_and_the_team_has_a_ticket(
    chat: Chat,
) -> None:
    turn = await chat.ask("You charged my card twice for invoice INV-2001!")
    assert "PAY-2001-A" in text_of(turn)
    assert "PAY-2001-B" in text_of(turn)
    assert await tickets(chat) == []

    assert "PAY-2001-B" in text_of(await chat.ask("yes"))
    opened = await tickets(chat)
    assert len(opened) == 1
    assert "INV-2001" in opened[0].subject
    assert "PAY-2001-B" in opened[0].description


async def test_a_deleted_document_is_never_cited_again(chat: Chat) -> None:
    shop = chat.shop
    before = await chat.ask("How do I reset my password?")
    assert before.reply is not None
    assert before.reply.message.sources
    async with chat.runtime.database.transaction(shop.tenant_id) as session:
        await delete_document(session, shop.owner, shop.documents["account.md"])

    after = await chat.ask("How can I reset my password?")

    assert after.reply is not None
    cited = {source.document_id for source in after.reply.message.sources}
    assert str(shop.documents["account.md"]) not in cited
    assert "Forgot password" not in text_of(after)
