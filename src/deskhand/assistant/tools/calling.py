"""Tools as a model may call them: JSON in, evidence out, reading only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from deskhand.assistant.engine.port import CallableTool
from deskhand.assistant.evidence import EvidenceSet
from deskhand.assistant.tools.port import Desk, Tool
from deskhand.assistant.tools.registry import TOOLS


def callable_tools(desk: Desk, names: Sequence[str]) -> tuple[CallableTool, ...]:
    """The named tools at `desk`. A tool that writes is never among them."""
    return tuple(_bound(desk, TOOLS[name]) for name in names if not TOOLS[name].writes)


def _bound(desk: Desk, tool: Tool[Any]) -> CallableTool:
    async def call(arguments: dict[str, Any]) -> EvidenceSet:
        return EvidenceSet(await tool.run(desk, tool.arguments.model_validate(arguments)))

    return CallableTool(tool.name, tool.description, _parameters(tool.name), call)


@cache
def _parameters(name: str) -> dict[str, Any]:
    """The JSON schema of a tool's arguments, made once: it takes longer than most look-ups."""
    schema: dict[str, Any] = TOOLS[name].arguments.model_json_schema()
    return schema
