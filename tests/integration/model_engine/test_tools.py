"""The look-ups that a model asks for."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from deskhand.assistant.engine.port import CallableTool
from deskhand.assistant.evidence import Evidence, EvidenceSet
from deskhand.infra.errors import NotFound
from tests.integration.model_engine.conftest import PLAIN, Bench, brief_of
from tests.scripted_model import CallsTools, Fails, Says, reply_text

Call = Callable[[dict[str, Any]], Awaitable[EvidenceSet]]


def find_invoice(call: Call) -> CallableTool:
    return CallableTool(
        "find_invoice",
        "Finds an invoice.",
        {
            "type": "object",
            "properties": {"number": {"type": "string"}, "lines": {"type": "integer"}},
            "required": ["number"],
            "additionalProperties": False,
        },
        call,
    )


class Invoices:
    """A tool's data: every number is known, except those that begin with X."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []

    async def __call__(self, given: dict[str, Any]) -> EvidenceSet:
        self.asked.append(given)
        number = given["number"]
        if number.startswith("X"):
            raise NotFound("No invoice has this number.")
        if number.startswith("Y"):
            raise RuntimeError("the database is gone")
        return EvidenceSet((Evidence(f"invoice:{number}", "record", "invoice", "It is paid."),))


def tool_results(bench: Bench, request: int) -> list[str]:
    return [
        said["content"]
        for said in bench.model.requests[request]["messages"]
        if said["role"] == "tool"
    ]


async def test_a_look_up_becomes_evidence_that_can_be_cited(bench: Bench) -> None:
    invoices = Invoices()
    bench.model.plays(
        CallsTools((("find_invoice", {"number": "INV-7"}),)),
        Says(reply_text("It is paid.", cited=["invoice:INV-7"])),
    )
    drafted = await bench.draft(brief_of(tools=(find_invoice(invoices),)))
    assert invoices.asked == [{"number": "INV-7"}]
    assert [item.id for item in drafted.evidence.items] == ["invoice:INV-7"]
    assert drafted.draft.cited == ("invoice:INV-7",)
    assert drafted.usage.calls == 2
    assert bench.model.requests[0]["tools"][0]["function"]["name"] == "find_invoice"
    assert 'id="invoice:INV-7"' in tool_results(bench, 1)[0]
    assert bench.shown == ["It is paid."]


async def test_look_ups_may_take_two_rounds_and_several_calls(bench: Bench) -> None:
    invoices = Invoices()
    bench.model.plays(
        CallsTools((("find_invoice", {"number": "A"}), ("find_invoice", {"number": "B"}))),
        CallsTools((("find_invoice", {"number": "C"}),)),
        Says(reply_text("All are paid.")),
    )
    drafted = await bench.draft(brief_of(tools=(find_invoice(invoices),)))
    assert [call["number"] for call in invoices.asked] == ["A", "B", "C"]
    assert len(drafted.evidence.items) == 3
    assert drafted.draft.text == "All are paid."


async def test_a_tool_that_does_not_exist_is_answered_with_those_that_do(bench: Bench) -> None:
    bench.model.plays(CallsTools((("refund_all", {}),)), Says(reply_text("I cannot do that.")))
    drafted = await bench.draft(brief_of(tools=(find_invoice(Invoices()),)))
    assert "no tool of this name" in tool_results(bench, 1)[0]
    assert "find_invoice" in tool_results(bench, 1)[0]
    assert drafted.draft.text == "I cannot do that."


async def test_bad_arguments_are_told_to_the_model_and_the_tool_is_not_called(
    bench: Bench,
) -> None:
    invoices = Invoices()
    bench.model.plays(
        CallsTools(
            (
                ("find_invoice", '{"number": "IN'),
                ("find_invoice", {}),
                ("find_invoice", {"number": 7}),
                ("find_invoice", {"number": "A", "all": True}),
            )
        ),
        Says(reply_text("Which invoice do you mean?")),
    )
    drafted = await bench.draft(brief_of(tools=(find_invoice(invoices),)))
    assert invoices.asked == []
    results = tool_results(bench, 1)
    for told, part in zip(results, ("not a JSON", "missing", "wrong type", "unknown"), strict=True):
        assert part in told
    assert drafted.draft.text == "Which invoice do you mean?"


async def test_a_refused_look_up_is_told_and_a_broken_one_is_hidden(bench: Bench) -> None:
    bench.model.plays(
        CallsTools((("find_invoice", {"number": "X"}), ("find_invoice", {"number": "Y"}))),
        Says(reply_text("I found no invoice.")),
    )
    drafted = await bench.draft(brief_of(tools=(find_invoice(Invoices()),)))
    refused, broken = tool_results(bench, 1)
    assert "No invoice has this number." in refused
    assert "database" not in broken
    assert drafted.fallback is None


async def test_a_model_that_never_stops_looking_up_falls_back(bench: Bench) -> None:
    invoices = Invoices()
    bench.model.plays(*[CallsTools((("find_invoice", {"number": str(n)}),)) for n in range(9)])
    drafted = await bench.draft(brief_of(tools=(find_invoice(invoices),)))
    assert len(invoices.asked) == 4
    assert "No further look-ups" in tool_results(bench, 4)[-1]
    assert drafted.fallback == "model_answer_invalid"
    assert drafted.draft == PLAIN


async def test_evidence_found_before_a_failure_is_kept(bench: Bench) -> None:
    bench.model.plays(
        CallsTools((("find_invoice", {"number": "A"}),)), Fails(500), Fails(500), Fails(500)
    )
    drafted = await bench.draft(brief_of(tools=(find_invoice(Invoices()),)))
    assert drafted.fallback == "model_unavailable"
    assert [item.id for item in drafted.evidence.items] == ["invoice:A"]
    assert drafted.usage.calls == 1
