"""No proper name without a source: capital words within a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.parsing import Stretch
from deskhand.assistant.guardrails.reading import Reading
from deskhand.assistant.guardrails.rule import Rule

ID = "names"


def _check(reading: Reading) -> Iterable[Finding]:
    if reading.lexicon.file.nouns_are_capital:
        # Capitals tell nothing there; the words themselves still need a source.
        return
    for sentence in reading.sentences:
        yield from _unknown(reading, sentence.whole)


def _unknown(reading: Reading, stretch: Stretch) -> Iterator[Finding]:
    known = stretch.covered("courtesy", "answers", "states", "fields", "asks", "things")
    for at in stretch.content:
        word = stretch.words[at]
        opens = at == 0 or _opens(reading.text[stretch.words[at - 1].end : word.start])
        if opens or not word.text[0].isupper() or at in known:
            continue
        if word.folded not in reading.grounds.names and word.stem not in reading.lexicon.things:
            yield reading.finding(
                ID, word.start, word.end, "this name stands nowhere in the evidence"
            )


def _opens(between: str) -> bool:
    """Whether a capital letter is due: after a mark, a bullet or a cell's border."""
    return any(sign in '.:!?;|*#\n"“„«' for sign in between)


RULE = Rule(ID, "Every proper name stands in the evidence", _check)
