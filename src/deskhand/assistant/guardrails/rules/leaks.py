"""Nothing of other customers, nothing of the machinery, no markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule
from deskhand.assistant.guardrails.values import Kind

ID = "leaks"
_MACHINERY = re.compile(
    r"(?<!\w)[A-Za-z]{1,40}(?:_[A-Za-z]{1,40}){1,6}(?!\w)"  # A field's internal name.
    r"|</?[A-Za-z][^<>\n]{0,200}>?"  # A tag.
    r"|!?\]\("  # A link or a picture in Markdown.
    r"|```|\{\{|\}\}|<\||\|>|&[a-z]{2,8};"
)


def _check(reading: Reading) -> Iterable[Finding]:
    yield from _foreign(reading)
    for match in _MACHINERY.finditer(reading.text):
        yield reading.finding(ID, *match.span(), "machinery or markup is not for a customer")
    for sentence in reading.sentences:
        for cue in sentence.whole.of("internal"):
            words = sentence.whole.words[cue.first : cue.last]
            yield reading.finding(ID, words[0].start, words[-1].end, "this speaks of the machinery")


def _foreign(reading: Reading) -> Iterator[Finding]:
    for value in reading.values(Kind.IDENTIFIER, Kind.EMAIL, Kind.PHONE):
        shown = "".join(sign for sign in value.text.upper() if sign.isalnum())
        if shown in reading.grounds.foreign:
            yield reading.finding(ID, value.start, value.end, "this belongs to another customer")


RULE = Rule(ID, "Nothing leaks", _check)
