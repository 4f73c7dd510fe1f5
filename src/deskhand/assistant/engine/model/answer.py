"""Reading a model's answer: reply text first, streamed as it comes, then a block of metadata."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from deskhand.infra.models.failures import ModelAnswerInvalid

LONGEST_REPLY = 4000
"""Characters; a longer reply is cut after a sentence."""

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

_OPENING = re.compile(r"```[ \t]*(?:meta|json)\b")
_MAYBE_OPENING = re.compile(r"(?:`{1,2}|```[ \t]*(?:m|me|met|j|js|jso)?)\Z")
_LONGEST_OPENING = 12
_SENTENCE_END = re.compile(r"[.!?](?=\s|\Z)|[。！？\n]")

M = TypeVar("M", bound=BaseModel)


class Trailer(BaseModel):
    """What a model says about its reply."""

    model_config = ConfigDict(frozen=True)

    cited: tuple[Annotated[str, StringConstraints(max_length=200)], ...] = Field((), max_length=64)
    confidence: float = Field(ge=0, le=1)
    needs_person: bool = False


class ModelAnswer(Trailer):
    """A model's whole answer."""

    text: str = Field(min_length=1)


class ReplyStream:
    """Splits the pieces of an answer into text that can be shown at once and what follows it."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._pending = ""
        self._shown = 0
        self._held = False

    def feed(self, piece: str) -> str:
        """The text that may be shown now that `piece` has come; often empty."""
        piece = without_controls(piece)
        self._pieces.append(piece)
        if self._held:
            return ""
        self._pending += piece
        if not self._started():
            return ""
        cut = self._cut()
        shown, self._pending = self._pending[:cut], self._pending[cut:]
        shown = shown[: max(0, LONGEST_REPLY - self._shown)]
        self._shown += len(shown)
        return shown

    @property
    def raw(self) -> str:
        """Everything that came."""
        return "".join(self._pieces)

    def _cut(self) -> int:
        """Where the pending text stops that can be shown whatever comes next."""
        opening = _OPENING.search(self._pending)
        if opening:
            self._held = True
            return len(self._pending[: opening.start()].rstrip())
        tail = max(0, len(self._pending) - _LONGEST_OPENING)
        maybe = _MAYBE_OPENING.search(self._pending, tail)
        return len(self._pending[: maybe.start() if maybe else None].rstrip())

    def _started(self) -> bool:
        """Whether text began; an answer that begins as JSON is not text and is held whole."""
        if self._shown == 0:
            self._pending = self._pending.lstrip()
            if not self._pending or self._pending in ("`", "``"):
                return False
            if self._pending[0] == "{" or self._pending.startswith("```"):
                self._held = True
                return False
        return True


def read_answer(raw: str, *, text: str = "") -> ModelAnswer:
    """The answer in `raw`; `text` is the reply when `raw` holds the metadata alone.

    A whole answer as one JSON object is understood as well. Raises ModelAnswerInvalid.
    """
    before, block = _parts(raw)
    text = text or before
    if not text:
        return _bounded(read_json(block, ModelAnswer))
    return _bounded(ModelAnswer(text=text, **read_json(block, Trailer).model_dump()))


def reply_part(raw: str) -> str:
    """The reply text of an answer whose metadata is missing or broken; empty when there is none."""
    before, block = _parts(raw)
    return before if before or block.startswith(("{", "`")) else block


def read_json(raw: str, model: type[M]) -> M:
    """The one JSON object within `raw`, validated as `model`. Raises ModelAnswerInvalid."""
    start, end = raw.find("{"), raw.rfind("}")
    try:
        value: Any = json.loads(raw[start : end + 1]) if start >= 0 else None
        return model.model_validate(value)
    except (ValueError, ValidationError, RecursionError):
        raise ModelAnswerInvalid() from None


def without_controls(text: str) -> str:
    """`text` without control characters and invisible ones that can deceive a reader."""
    return text.translate(_CONTROLS)


def _parts(raw: str) -> tuple[str, str]:
    """The reply text and the block of metadata; all is block when no fence tells them apart."""
    raw = without_controls(raw).strip()
    if raw.startswith("{"):
        return "", raw
    openings = list(_OPENING.finditer(raw))
    if not openings:
        return "", raw
    return raw[: openings[-1].start()].strip(), raw[openings[-1].end() :]


def _bounded(answer: ModelAnswer) -> ModelAnswer:
    text = answer.text.strip()
    if not text:
        raise ModelAnswerInvalid()
    if len(text) > LONGEST_REPLY:
        text = text[:LONGEST_REPLY]
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        text = text[: ends[-1]].rstrip() if ends else text
    return answer.model_copy(update={"text": text})
