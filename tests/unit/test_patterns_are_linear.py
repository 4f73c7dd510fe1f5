"""No pattern of ours can be made slow: every compiled one is fed with hostile text."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

import pytest
import yaml

import deskhand
from deskhand.assistant.guardrails.lexicon import known_languages, lexicon_of
from deskhand.packs.patterns import PatternText

PACKS = Path(deskhand.__path__[0]) / "packs"
SHORT, LONG = 3_000, 12_000
QUICK = 0.02
"""Processor seconds under which the long text tells nothing: the clock is as coarse as that."""
MOST = 9
"""Four times the text may take four times as long; the rest is for a busy machine."""
TRIES = 3
UNITS = (
    "[a](", "1", " ", "a@", '"', "a", "A", ".", "-", "_", "a.", "a-", "1 ", "1.", "1-", "(1", "<",
    "<a", "](", "\n", "\t ", ": ", "a b ", "A b ", "ä", "١", "a@b.", "http://a.", "|", "| a ",
    "$1 ", "#", "'", "A1-", "ab:", "+1 ",
)  # fmt: skip
ANCHORED = {
    "deskhand.assistant.answering.sentences._FENCE": "matched at the start of a line",
    "deskhand.domain.knowledge.chunkers.sentences._BULLET": "matched at the start of a line",
    "deskhand.evaluation.world._REFERENCE": "matched against one short reference of a case",
    "deskhand.packs.wording._YEAR": "searched in a pattern of CLDR, never in a text",
}
"""Patterns that no text is searched with, and why; searching would try them at every place."""
_WORD = re.compile(r"[^\W\d_]{3,}")


class Searching(Protocol):
    """What a compiled pattern of either engine can do."""

    def finditer(self, text: str, /) -> Any: ...


def _python_patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for found in pkgutil.walk_packages(deskhand.__path__, "deskhand."):
        # Running the command line and the migrations' environment is not importing them.
        if found.name.endswith(("__main__", "migrations.env")):
            continue
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            for pattern in _within(value):
                if isinstance(pattern.pattern, str):
                    yield f"{found.name}.{name}", pattern


def _within(value: object, depth: int = 3) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for one in value.values():
            yield from _within(one, depth - 1)
    elif depth and isinstance(value, tuple | list | frozenset | set):
        for one in value:
            yield from _within(one, depth - 1)


def _pack_patterns() -> Iterator[tuple[str, PatternText]]:
    for path in sorted(PACKS.rglob("*.yaml")):
        # Every scalar stays text, so that no word of a language is read as yes or no.
        read = yaml.load(path.read_text("utf-8"), Loader=yaml.BaseLoader)
        for source in _patterns_of(read):
            yield str(path.relative_to(PACKS)), PatternText(source)


def _patterns_of(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            if key == "pattern" and isinstance(one, str):
                yield one
            yield from _patterns_of(one)
    elif isinstance(value, list):
        for one in value:
            yield from _patterns_of(one)


def _hostile(source: str) -> Iterator[str]:
    yield from UNITS
    words = _WORD.findall(source)[:8]
    yield from (f"{word} " for word in words)
    yield from words
    yield " ".join(words)


def _seconds(pattern: Searching, unit: str, length: int) -> float:
    text = (unit * (length // len(unit) + 1))[:length]
    began = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - began


def _grows_too_fast(pattern: Searching, unit: str) -> bool:
    for _ in range(TRIES):
        long = _seconds(pattern, unit, LONG)
        if long < QUICK or long <= MOST * _seconds(pattern, unit, SHORT):
            return False
    return True


def _slow(patterns: Iterable[tuple[str, Searching, str]]) -> list[str]:
    found = []
    for name, pattern, source in patterns:
        if name in ANCHORED:
            continue
        unit = next(
            (one for one in _hostile(source) if one and _grows_too_fast(pattern, one)), None
        )
        if unit is not None:
            found.append(f"{name}: {source[:60]} on {unit!r}")
    return found


def test_every_pattern_of_the_code_takes_time_in_line_with_the_text() -> None:
    patterns = {(p.pattern, p.flags): (name, p, p.pattern) for name, p in _python_patterns()}
    assert len(patterns) > 20
    assert _slow(patterns.values()) == []


def test_every_pattern_of_the_packs_takes_time_in_line_with_the_text() -> None:
    patterns = {p.source: (name, p, p.source) for name, p in _pack_patterns()}
    assert any(path.endswith("lock.yaml") for path, _, _ in patterns.values())
    assert _slow(patterns.values()) == []


def test_a_slow_pattern_would_be_noticed() -> None:
    # A busy machine may disturb one measurement, not each of many.
    assert any(_grows_too_fast(re.compile(r"a+b"), "a") for _ in range(20))


@pytest.mark.parametrize("language", known_languages())
def test_every_language_has_its_own_signs_of_instructions(language: str) -> None:
    lexicon = lexicon_of(language)
    assert lexicon is not None
    assert lexicon.file.instructs
