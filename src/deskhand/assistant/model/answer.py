"""Reading what a language model answered: one JSON object, read strictly, and nothing else."""

from __future__ import annotations

import json
from typing import Any

from deskhand.infra.models.failures import ModelAnswerInvalid, ModelRefused

_CONTROLS = {code: None for code in range(32) if code not in (9, 10)} | {
    code: None
    # Delete and C1; overrides of the writing direction; invisible tags that can smuggle text.
    for span in (
        range(0x7F, 0xA0),
        range(0x202A, 0x202F),
        range(0x2066, 0x206A),
        range(0xFEFF, 0xFF00),
        range(0xE0000, 0xE0080),
    )
    for code in span
}
_CUT_SHORT = frozenset({"length", "max_tokens"})
_REFUSED = frozenset({"content_filter", "refusal"})


def text_of(message: Any) -> str:
    """The text of a LangChain message; the arguments of its first call where it made one instead.

    A provider without a mode for schemas is given the schema as a tool by LangChain. Raises
    ModelRefused, and ModelAnswerInvalid when the model was stopped midway.
    """
    told = message.response_metadata
    finish = told.get("finish_reason") or told.get("stop_reason")
    if finish in _REFUSED or message.additional_kwargs.get("refusal"):
        raise ModelRefused()
    if finish in _CUT_SHORT:
        raise ModelAnswerInvalid(finish=finish)
    content = message.content
    text = content if isinstance(content, str) else str(message.text)
    if not text.strip() and message.tool_calls:
        return json.dumps(message.tool_calls[0]["args"])
    return text


def read_object(raw: str) -> dict[str, Any]:
    """The one JSON object within `raw`; words around it are left unread.

    Raises ModelAnswerInvalid.
    """
    start, end = raw.find("{"), raw.rfind("}")
    try:
        value: Any = json.loads(raw[start : end + 1]) if start >= 0 else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ModelAnswerInvalid("The answer is not one JSON object.")
    return value


def without_controls(text: str) -> str:
    """`text` without control characters and invisible ones that can deceive a reader."""
    return text.translate(_CONTROLS)
