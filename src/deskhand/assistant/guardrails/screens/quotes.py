"""Sentences of documents that must never be quoted: they talk to the assistant or to one customer.

Whoever may write a document of the knowledge base does not thereby speak for the ledger: a page
that says "your refund has been approved" would be read by every customer as theirs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Literal

from deskhand.assistant.guardrails.lexicon import Lexicon, known_languages, lexicon_of
from deskhand.assistant.guardrails.parsing import Stretch, parse
from deskhand.assistant.guardrails.screens.injection import looks_like_injection
from deskhand.assistant.guardrails.values import Kind

_LIKELY = 0.6
"""Above what one sign alone gives that manuals use too (`say "discover devices"`)."""

_REMEMBERED = 8192
"""Sentences whose verdict is kept: the same ones are found again and again."""

_FEWEST_WORDS = 3
"""No instruction is shorter."""


@dataclass(frozen=True, slots=True)
class SuspiciousSpan:
    """A sentence at `start` to `end` of a document, and whom it talks to."""

    start: int
    end: int
    talks_to: Literal["assistant", "one_customer"]


@lru_cache(_REMEMBERED)
def speaks_to_the_assistant(sentence: str) -> bool:
    """Whether a sentence reads like an instruction to the assistant, in any known language."""
    return looks_like_injection(sentence) > _LIKELY


@lru_cache(_REMEMBERED)
def speaks_of_this_customer(sentence: str, language: str) -> bool:
    """Whether a sentence tells one reader what was done or granted for them.

    In a language without a dictionary all known languages are tried: a page is often written in
    another language than the question.
    """
    own = lexicon_of(language)
    return any(
        _tells_a_deed(stretch) for lexicon in _lexicons(own) for stretch in _read(sentence, lexicon)
    )


def screen_document(text: str) -> tuple[SuspiciousSpan, ...]:
    """The sentences of a document that must not be quoted, in order."""
    found: dict[tuple[int, int], SuspiciousSpan] = {}
    for lexicon in _lexicons(None):
        for one in _read(text, lexicon):
            if _tells_a_deed(one):
                place = (one.start, one.end)
                found[place] = SuspiciousSpan(*place, "one_customer")
    # Signs of any language are looked for at once, so that one language's sentences are enough.
    for one in _read(text, _lexicons(None)[0]):
        if len(one.words) >= _FEWEST_WORDS and speaks_to_the_assistant(one.excerpt):
            found[one.start, one.end] = SuspiciousSpan(one.start, one.end, "assistant")
    return tuple(found[place] for place in sorted(found))


def _lexicons(own: Lexicon | None) -> tuple[Lexicon, ...]:
    if own is not None:
        return (own,)
    return tuple(one for name in known_languages() if (one := lexicon_of(name)) is not None)


def _read(text: str, lexicon: Lexicon) -> tuple[Stretch, ...]:
    # No day matters here: only words are looked at.
    return tuple(one.whole for one in parse(text, lexicon, date.min))


def _tells_a_deed(one: Stretch) -> bool:
    """Whether it speaks of what is this reader's, as done or granted, and not of a rule."""
    if one.has("conditions", "ability"):
        return False
    done = one.has("passives", "past") and one.has("acts", "flags", "gifts")
    sums = one.has("flags", "gifts") and any(value.kind is Kind.AMOUNT for value in one.values)
    return one.has("this_customer") and (done or sums)
