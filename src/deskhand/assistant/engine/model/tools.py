"""The tools that a model may call: schemas out, checked calls in, evidence back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from pydantic import ValidationError

from deskhand.assistant.engine.model.prompts import ChatMessage, evidence_block
from deskhand.assistant.engine.port import CallableTool
from deskhand.assistant.evidence import Evidence
from deskhand.infra.errors import DeskhandError

_log = structlog.get_logger(__name__)

MOST_ROUNDS = 4
_MOST_CALLS = 8
_LONGEST_RESULT = 12_000
_LAST_ROUND = "\nNo further look-ups are possible. Write the reply now."

_JSON_TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A call that a model asks for; `arguments` is None when they are no JSON object."""

    id: str
    name: str
    arguments: dict[str, Any] | None


def tool_schemas(tools: Iterable[CallableTool]) -> list[dict[str, Any]]:
    """The tools in the form that LangChain passes on to every provider."""
    return [
        {
            "type": "function",
            "function": {
                "name": tool.name,
                "description": tool.description,
                "parameters": tool.parameters,
            },
        }
        for tool in tools
    ]


def tool_calls_of(message: Any) -> tuple[ToolCall, ...]:
    """The calls in a LangChain message.

    Arguments of a stream are read here and strictly: LangChain completes cut JSON by guessing.
    """
    streamed = getattr(message, "tool_call_chunks", None)
    if streamed:
        return tuple(
            ToolCall(call["id"] or "", call["name"] or "", _arguments(call["args"]))
            for call in streamed
        )
    whole = getattr(message, "tool_calls", None) or []
    broken = getattr(message, "invalid_tool_calls", None) or []
    return tuple(
        ToolCall(call["id"] or "", call["name"] or "", dict(call["args"])) for call in whole
    ) + tuple(ToolCall(call["id"] or "", call["name"] or "", None) for call in broken)


async def run_tools(
    calls: Sequence[ToolCall], tools: Sequence[CallableTool], *, last: bool
) -> tuple[list[ChatMessage], list[Evidence]]:
    """What each call gives: messages for the model, and the evidence found.

    A call that cannot be made is answered with the reason, so that the model can do better.
    One after the other, as tools may share a database session.
    """
    known = {tool.name: tool for tool in tools}
    messages: list[ChatMessage] = []
    evidence: list[Evidence] = []
    for number, call in enumerate(calls):
        if number >= _MOST_CALLS:
            text = f"Error: at most {_MOST_CALLS} calls at once."
        else:
            text, found = await _run(call, known)
            evidence += found
        if last and number == len(calls) - 1:
            text += _LAST_ROUND
        messages.append({"role": "tool", "tool_call_id": call.id, "content": text})
    return messages, evidence


async def _run(call: ToolCall, known: Mapping[str, CallableTool]) -> tuple[str, list[Evidence]]:
    tool = known.get(call.name)
    if tool is None:
        return f"Error: there is no tool of this name. Tools: {', '.join(known)}.", []
    if call.arguments is None:
        return "Error: the arguments are not a JSON object.", []
    complaint = _complaint(tool.parameters, call.arguments)
    if complaint:
        return f"Error: {complaint}.", []
    try:
        found = await tool.call(call.arguments)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, part["loc"])) for part in error.errors())
        return f"Error: not valid: {fields}.", []
    except DeskhandError as error:
        return f"Error: {error.detail}", []
    except Exception:
        _log.exception("model_tool_failed", tool=tool.name)
        return "Error: this look-up does not work at the moment.", []
    items = list(found.items)
    return evidence_block(items)[:_LONGEST_RESULT] or "Nothing was found.", items


def _arguments(written: str | None) -> dict[str, Any] | None:
    try:
        value = json.loads(written or "{}")
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _complaint(schema: Mapping[str, Any], given: Mapping[str, Any]) -> str | None:
    """What is wrong with `given` by the schema's names and types; deeper rules are the tool's."""
    properties: Mapping[str, Any] = schema.get("properties", {})
    missing = [name for name in schema.get("required", ()) if name not in given]
    if missing:
        return f"missing: {', '.join(missing)}"
    unknown = [name for name in given if name not in properties]
    if unknown and schema.get("additionalProperties", True) is False:
        return f"unknown; only these are known: {', '.join(properties)}"
    wrong = [
        name
        for name, value in given.items()
        if name in properties and not _fits(properties[name].get("type"), value)
    ]
    return f"of the wrong type: {', '.join(wrong)}" if wrong else None


def _fits(kinds: Any, value: Any) -> bool:
    if kinds is None:
        return True
    names = [kinds] if isinstance(kinds, str) else kinds
    if isinstance(value, bool):
        return "boolean" in names
    return any(isinstance(value, _JSON_TYPES.get(name, (object,))) for name in names)
