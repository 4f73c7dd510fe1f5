"""Whole turns with a scripted language model: audited, redrafted, replaced when it fails."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import pytest

from deskhand.assistant.engine.model.engine import ModelEngine
from deskhand.assistant.engine.offline.engine import OfflineEngine
from deskhand.domain.conversations.schemas import ReplyView
from deskhand.infra.models.chat import open_chat_model
from deskhand.infra.models.retries import Pacing
from deskhand.infra.settings import ModelSettings
from deskhand.worker.turns import TurnRunner
from tests.scripted_model import (
    CallsTools,
    Cuts,
    Entry,
    Fails,
    Garbles,
    Hangs,
    Says,
    ScriptedModel,
    reply_text,
    running,
)
from tests.workflow.chat import Chat, tickets
from tests.workflow.conftest import MakeRunner

LATE = "Where is my order ORD124?"
REFUND = "I want a refund for order ORD125"
GOOD = "Your order ORD124 is delayed. There is no delivery date on record for it."
DECLINED = "I'm sorry, but order ORD125 is not eligible for a refund."


@dataclass
class ModelDesk:
    """A desk whose engine is the scripted model."""

    chat: Chat
    model: ScriptedModel
    runner: TurnRunner

    async def ask(self, text: str) -> ReplyView:
        accepted = await self.chat.send(text)
        await self.runner.run(accepted.turn_id)
        reply = (await self.chat.turn(accepted.turn_id)).reply
        assert reply is not None
        return reply


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with running(ScriptedModel()) as served:
        yield served


@pytest.fixture
async def desk(
    quiet: Chat, model: ScriptedModel, offline: OfflineEngine, runner_with: MakeRunner
) -> AsyncIterator[ModelDesk]:
    async def no_pause(seconds: float) -> None:
        return None

    settings = ModelSettings.model_validate(
        {
            "OPENAI_API_KEY": "sk-of-a-test-1234567890",
            "CHAT_MODEL_BASE_URL": model.base_url,
            "CHAT_TIMEOUT_SECONDS": 0.5,
            "CHAT_MAX_RETRIES": 1,
        }
    )
    model.plays()
    model.otherwise = Says(reply_text(GOOD))
    engine = ModelEngine(
        lambda: open_chat_model(settings),
        fallback=offline,
        settings=settings,
        pacing=Pacing(sleep=no_pause),
    )
    await engine.warm()
    yield ModelDesk(quiet, model, runner_with(engine))
    await engine.aclose()


BREAKS = [
    ("no_invented_dates", LATE, "Your order ORD124 is delayed and will arrive within 3 days."),
    ("refund_integrity", REFUND, "Good news: your refund for ORD125 is approved."),
    ("no_unbacked_action", LATE, "I have cancelled your order ORD124 for you."),
    ("status_evidence", LATE, "Your order ORD124 was delivered."),
    ("evidence_for_facts", LATE, "Your order ORD124 is delayed. Its total was $77.77."),
    ("other_customers_data", LATE, "Your order ORD124 was sent to jonas@example.com."),
    ("clean_output", LATE, "Your order ORD124 is delayed, {{customer_name}}."),
]


@pytest.mark.parametrize(("rule", "question", "draft"), BREAKS, ids=[rule for rule, _, _ in BREAKS])
async def test_a_draft_that_breaks_a_rule_again_and_again_ends_with_a_person(
    desk: ModelDesk, rule: str, question: str, draft: str
) -> None:
    desk.model.otherwise = Says(reply_text(draft))
    reply = await desk.ask(question)

    assert draft not in reply.message.text
    assert reply.message.escalated
    assert reply.message.compliance_checked
    assert reply.fallback == "audit"
    opened = await tickets(desk.chat)
    assert len(opened) == 1
    assert f"TCK-{opened[0].number}" in reply.message.text
    assert reply.findings is not None
    assert [finding["rule"] for finding in reply.findings].count(rule) >= 4
    assert reply.trace is not None
    assert [step.node for step in reply.trace].count("act") == 4  # One draft, three redrafts.


@pytest.mark.parametrize(("rule", "question", "draft"), BREAKS, ids=[rule for rule, _, _ in BREAKS])
async def test_a_draft_that_breaks_a_rule_once_is_written_anew(
    desk: ModelDesk, rule: str, question: str, draft: str
) -> None:
    better = DECLINED if question == REFUND else GOOD
    desk.model.plays(Says(reply_text(draft)), Says(reply_text(better)))
    reply = await desk.ask(question)

    assert reply.message.text == better
    assert reply.engine == "model"
    assert reply.fallback is None
    assert reply.message.compliance_checked
    assert not reply.message.escalated
    assert reply.findings is not None
    assert rule in {finding["rule"] for finding in reply.findings}
    assert not await tickets(desk.chat)
    told = str(desk.model.requests[1]["messages"])
    assert all(str(finding["correction"])[:30] in told for finding in reply.findings)


FAILURES: dict[str, tuple[Entry, str]] = {
    "a server error": (Fails(500), "model_unavailable"),
    "a rate limit": (Fails(429), "rate_limited"),
    "a used up quota": (Fails(429, code="insufficient_quota"), "model_unavailable"),
    "a model that hangs": (Hangs(), "model_timed_out"),
    "a stream cut in the middle": (Cuts("Your order is"), "model_stream_broken"),
    "a stream that ends too early": (Cuts("Your order is", clean=True), "model_stream_broken"),
    "a stream of garbage": (Garbles(), "model_stream_broken"),
    "an answer of nothing": (Says(""), "model_answer_invalid"),
    "a tool that does not exist": (
        CallsTools((("delete_everything", {"really": True}),)),
        "model_answer_invalid",
    ),
}


@pytest.mark.parametrize("failure", list(FAILURES))
async def test_when_the_model_fails_the_offline_engine_answers_and_says_so(
    desk: ModelDesk, failure: str
) -> None:
    entry, code = FAILURES[failure]
    desk.model.otherwise = entry
    reply = await desk.ask("Where is my order ORD123?")

    assert "SP100000123" in reply.message.text
    assert reply.engine == "offline"
    assert reply.fallback == code
    assert reply.message.compliance_checked
    assert not reply.message.escalated


async def test_a_look_up_by_the_model_becomes_evidence_of_its_answer(desk: ModelDesk) -> None:
    desk.model.plays(
        CallsTools((("find_orders", {"numbers": ["ORD123"]}),)),
        Says(reply_text("Your order ORD123 is in transit. The tracking number is SP100000123.")),
    )
    reply = await desk.ask(LATE)

    assert "SP100000123" in reply.message.text
    assert reply.engine == "model"
    assert reply.usage is not None
    assert reply.usage["calls"] == 2
    assert reply.usage["cost"] > 0


async def test_a_model_may_not_look_up_another_customers_order(desk: ModelDesk) -> None:
    desk.model.plays(
        CallsTools((("find_orders", {"numbers": ["ORD201"]}),)), Says(reply_text(GOOD))
    )
    await desk.ask(LATE)

    assert "SE200000201" not in str(desk.model.requests)
