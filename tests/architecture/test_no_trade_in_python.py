"""No line of the assistant knows a trade, and no sentence for customers stands in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from deskhand.packs.loader import BUILT_IN, built_in
from tests.architecture.source import PACKAGE, Source, dotted, product

LOOKED_AT = ("assistant", "worker", "infra", "interfaces")
# What reads the business's own tables knows their names; older systems speak their own.
LEFT_OUT = ("assistant/tools", "interfaces/api/routes", "interfaces/api/compat")
WORDS_OF_ANY_TRADE = {
    # Intents, nouns and states that are also words of Deskhand itself.
    "customer",  # A tenant's customers are a table; roles and messages are called by it.
    "ticket",  # The team's queue has tickets in every trade.
    "open",
    "pending",
    "closed",
    "solved",
    "active",
    "lost",  # An attempt whose lease is gone.
    "paid",
    "contact",
    "greeting",
    "thanks",
    "confirmed",  # A case that the customer called solved.
}
SENTENCE = re.compile(r"[.?!][\"'”’)]*$")
FEWEST_WORDS = 5


def sources_looked_at() -> list[Source]:
    return [
        source
        for source in product()
        if source.path.relative_to(PACKAGE).parts[0] in LOOKED_AT
        and not any(source.path.is_relative_to(PACKAGE / folder) for folder in LEFT_OUT)
    ]


def words_of_a_trade() -> set[str]:
    """The names of all intents, nouns and states of all packs that come with Deskhand."""
    names: set[str] = set()
    for name in BUILT_IN:
        pack = built_in(name)
        names |= set(pack.intents) | set(pack.nouns)
        names |= {state for noun in pack.nouns.values() for state in noun.states}
    return names - WORDS_OF_ANY_TRADE


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node


def test_no_intent_noun_or_state_of_a_pack_is_named_in_python() -> None:
    names = words_of_a_trade()
    named = [
        f"{source.at(node)}: {node.value}"
        for source in sources_looked_at()
        for node in strings(source.tree)
        if node.value in names
    ]
    assert named == []


def test_the_words_that_are_let_through_are_words_of_a_pack() -> None:
    known: set[str] = set()
    for name in BUILT_IN:
        pack = built_in(name)
        known |= set(pack.intents) | set(pack.nouns)
        known |= {state for noun in pack.nouns.values() for state in noun.states}
    assert known >= WORDS_OF_ANY_TRADE


# Whom a sentence in Python may be for: operators, programmers, models.
NOT_FOR_CUSTOMERS = {
    "log.debug", "log.info", "log.warning", "log.error", "log.exception", "warnings.warn",
    "Field", "Query", "Path", "Header", "Body", "Depends", "Option", "typer.Option",
    "typer.Argument", "Counter", "Gauge", "Histogram", "Tool", "HandOver", "re.compile",
}  # fmt: skip
WRITTEN_FOR_MODELS = ("assistant/model",)
WRITTEN_FOR_CALLERS = ("interfaces/api/openapi.py", "interfaces/web")
"""Descriptions and errors of the HTTP interface, which programmers read."""
WRITTEN_FOR_OPERATORS = (
    "infra/embedded",
    "infra/settings.py",
    "infra/observability",
    "infra/models",
    "infra/db",
    "infra/runtime.py",
    "infra/wakeup",
)


def test_no_sentence_for_customers_stands_in_python() -> None:
    said = [
        f"{source.at(node)}: {node.value!r}"
        for source in sources_looked_at()
        if not _for_others(source)
        for node in _spoken(source.tree)
        if _is_a_sentence(str(node.value))
    ]
    assert said == []


def _for_others(source: Source) -> bool:
    folders = (*WRITTEN_FOR_MODELS, *WRITTEN_FOR_CALLERS, *WRITTEN_FOR_OPERATORS)
    return any(source.path.is_relative_to(PACKAGE / folder) for folder in folders)


def _is_a_sentence(text: str) -> bool:
    is_pattern = "(?" in text or "\\b" in text
    words = len(text.split())
    return words >= FEWEST_WORDS and not is_pattern and SENTENCE.search(text.strip()) is not None


def _spoken(node: ast.AST) -> Iterator[ast.Constant]:
    """String literals outside of docstrings, errors, log lines and descriptions."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Raise | ast.Assert):
            continue
        if isinstance(child, ast.Call) and _is_for_others(child):
            continue
        if isinstance(child, ast.keyword) and child.arg in {"description", "help", "summary"}:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str):
            yield child
        yield from _spoken(child)


def _is_for_others(call: ast.Call) -> bool:
    name = dotted(call.func)
    return name in NOT_FOR_CUSTOMERS or name.split(".")[-1] in NOT_FOR_CUSTOMERS


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("def f():\n    return 'Your parcel is on its way.'", True),
        ("TEXT = {'late': 'We are sorry that it is late!'}", True),
        ("say(f'{number} is late. Shall I cancel it for you now?')", True),
        ('"""This module says what it says here."""', False),
        ("raise Wrong('This is not what was asked for.')", False),
        ("log.info('the parcel is on its way now.')", False),
        ("Field(description='When the parcel is on its way.')", False),
        ("KEY = 'a.b.c'", False),
    ],
)
def test_a_sentence_is_told_from_what_only_programmers_read(code: str, found: bool) -> None:
    literals = [str(node.value) for node in _spoken(ast.parse(code))]
    assert any(_is_a_sentence(text) for text in literals) is found
