"""Splits text into sentences, knowing abbreviations, decimals, initials, ellipses and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

# An end mark, the quotes and brackets it closes, and white space; ideographic marks need none.
# Possessive, and only from the start of a run of marks, so that a million dots take no longer.
_END = re.compile(
    r"""(?:(?<![.!?…؟।])[.!?…؟।]++["'”’»)\]]*+(?=\s)"""
    r"""|[。！？]+["'”’»」』）)\]]*)\s*"""
)
_LAST_WORD = re.compile(r"[^\s(\[\"'“‘«/]*\Z")
_NEXT = re.compile(r"""["'“‘«¿¡(\[\-–—*•]*(\S?)([\w'’]*)""")
_BULLET = re.compile(r"\s*(?:[-*•–>|#]|\d{1,3}[.)])(?:\s|$)")
_LONGEST_WORD = 24

# Never the end of a sentence.
_JOINING = frozenset(
    [
        *("e.g", "i.e", "eg", "ie", "viz", "cf", "vs", "approx", "ca", "resp", "incl", "excl"),
        *("mr", "mrs", "ms", "mx", "dr", "prof", "st", "rev", "hon", "gen", "sgt", "capt"),
        *("z.b", "d.h", "u.a", "bzw", "ggf", "inkl", "zzgl", "evtl", "hr", "fr"),
        *("p.ej", "sra", "srta", "mme", "mlle"),
    ]
)
# Not the end when a figure follows: No. 5, p. 12, ext. 204.
_NUMBERED = frozenset(
    [
        *("no", "nos", "nr", "núm", "n", "p", "pp", "pg", "fig", "figs", "art", "sec", "ch", "vol"),
        *("ver", "v", "ext", "tel", "item", "max", "min", "est", "jan", "feb", "mar", "apr"),
        *("jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed"),
        *("thu", "thur", "thurs", "fri", "sat", "sun"),
    ]
)
# The end only when the next word is one that sentences begin with: in the U.S. The …
_STARTERS = frozenset(
    [
        *("a", "after", "all", "also", "an", "and", "any", "as", "at", "because", "before", "but"),
        *("by", "can", "check", "choose", "click", "contact", "do", "does", "each", "every"),
        *("for", "from", "go", "he", "her", "his", "how", "however", "i", "i'm", "if", "in", "is"),
        *("it", "it's", "its", "my", "no", "not", "note", "on", "once", "open", "or", "our"),
        *("please", "see", "select", "she", "since", "so", "thank", "thanks", "that", "the"),
        *("their", "then", "there", "these", "they", "this", "those", "to", "use", "we", "what"),
        *("when", "where", "which", "while", "who", "why", "with", "yes", "you", "your"),
    ]
)
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]", re.UNICODE)
_INITIAL = re.compile(r"[^\W\d_]", re.UNICODE)
_ALWAYS_OPEN = frozenset({"a.m", "p.m"})


def split_sentences(text: str) -> list[str]:
    """The sentences of a text, trimmed, in order; only white space between them is dropped.

    A line break ends a sentence too (a list item, a table row, a line of an address) unless the
    next line goes on in lower case. When in doubt, two sentences stay one: nothing is cut apart
    that belongs together. Linear in the text's length.
    """
    return [
        sentence
        for line in _logical_lines(text)
        for part in _split_line(line)
        if (sentence := part.strip())
    ]


def _logical_lines(text: str) -> Iterator[str]:
    """Lines, with those joined that an editor or a mail program wrapped."""
    held: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        goes_on = (
            bool(held)
            and stripped[:1].islower()
            and not _BULLET.match(line)
            and held[-1].rstrip()[-1:] not in tuple(".!?:;…|")
            and not held[-1].lstrip().startswith("|")
        )
        if not goes_on and held:
            yield "\n".join(held)
            held = []
        if stripped:
            held.append(line)
    if held:
        yield "\n".join(held)


def _split_line(line: str) -> Iterator[str]:
    bullet = _BULLET.match(line)
    begin, search_from = 0, bullet.end() if bullet else 0
    lower_case = line == line.lower()
    for mark in _END.finditer(line, search_from):
        if mark.end() < len(line) and _ends_sentence(line, mark, begin, lower_case):
            yield line[begin : mark.end()]
            begin = mark.end()
    yield line[begin:]


def _ends_sentence(line: str, mark: re.Match[str], begin: int, lower_case: bool) -> bool:
    """Whether the end mark ends a sentence, by the words before and after it."""
    marks = mark.group()
    if marks[0] in "。！？":
        return True
    following = _NEXT.match(line, mark.end())
    first, rest = (following.group(1), following.group(2)) if following else ("", "")
    if marks[0] == "." and marks[1:2] != ".":
        before = _LAST_WORD.search(line, max(begin, mark.start() - _LONGEST_WORD), mark.start())
        verdict = _after_dot(before.group() if before else "", first, (first + rest).lower())
        if verdict is not None:
            return verdict
    # An end mark before a small letter is inside a sentence, unless all is written small.
    return lower_case or not first.islower()


def _after_dot(word: str, first: str, following: str) -> bool | None:
    """What the word before a single full stop says; None when it says nothing."""
    small = word.lower()
    if small in _JOINING:
        return False
    if small in _NUMBERED and (first.isdigit() or first in "#№"):
        return False
    if first.islower() and (_DOTTED.fullmatch(word) or small in {"etc", "inc", "ltd", "co"}):
        return False
    if small in _ALWAYS_OPEN:
        return None
    if _DOTTED.fullmatch(word) or (_INITIAL.fullmatch(word) and word.isupper() and word != "I"):
        return following in _STARTERS
    return None
