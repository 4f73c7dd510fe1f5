"""A message cut into what it says: readable text, its sentences, and whether it leans on others."""

from __future__ import annotations

import re
import unicodedata

from deskhand.assistant.understanding.dialogue import (
    confirms,
    declines,
    is_only_greeting,
    is_only_thanks,
    simplified,
)

_LONGEST = 8_000
_HEAD, _TAIL = 2_400, 800
_FIRST, _LAST = 4, 3
_SENTENCE_HEAD, _SENTENCE_TAIL = 400, 200

_END = re.compile(r"(?<=[.!?…。！？])\s+(?=\S)|\n+")
_OPENING = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|dear (?:\w+ )?(?:team|support|sir|madam))"
    r"(?: (?:there|team|all|everyone|again))?\s*[,!.:–-]+\s*",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"^(?:(?:kind|best|warm) regards|regards|best|sincerely|yours|cheers|br)\b[\s,.]*\w*[\s.]*$",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^(?:and|also|but|what about|how about|what of|same|still|again|then|so|ok so|okay so|or|it|"
    r"its|it's|that|this|those|these|the other|the second|the first|that one|this one|the one|"
    r"both|any (?:news|updates?|luck|progress)|why not|since when|really|are you sure|nothing|"
    r"not yet|no idea|i did|i already|already)\b"
)
_IDENTIFIER = re.compile(
    r"(?:\b(?:my |the )?(?:order|invoice|ticket)(?: (?:number|no\.?|nr\.?|id))?(?: is|:)?\s)?"
    r"[#№]?\b[A-Za-z]{0,5}[-_#\s]?\d[\dA-Za-z-]*\b",
    re.IGNORECASE,
)
_ASKS_WHERE = frozenset({"where", "where's", "wheres", "when", "when's"})
_FEW_WORDS = 6
_FUNCTION = (
    "a an and the it its it's this that these those one ones other another both all any some my "
    "your our i me we you he she they them is are was were be been am do does did has have had "
    "can could will would should may of to in on at for with from by as so then also too but or "
    "not no yes ok okay please pls thanks sure what which who whose where when why how about again "
    "still yet now here there just only same else more really well number ord id e-mail "
    "email nothing anything something first second third last next it'll that's what's and"
)
_FUNCTION_WORDS = frozenset(_FUNCTION.split())


def readable(message: str) -> str:
    """At most 8,000 characters without control characters; blank runs made one blank or break."""
    unified = unicodedata.normalize("NFKC", message[:_LONGEST])
    shown = "".join(c if c.isprintable() or c == "\n" else " " for c in unified)
    lines = (" ".join(line.split()) for line in shown.split("\n"))
    return "\n".join(line for line in lines if line)


def clipped(text: str) -> str:
    """The beginning and the end of a long text, where people say what they want."""
    return text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]} … {text[-_TAIL:]}"


def requests_in(text: str) -> tuple[str, ...]:
    """The sentences that may ask for something: no greetings, thanks, or closing lines.

    At most seven: the first four and the last three. Empty when there is nothing else.
    """
    found: list[str] = []
    for sentence in _END.split(text):
        bare = _OPENING.sub("", sentence.strip())
        if len(bare) > _SENTENCE_HEAD + _SENTENCE_TAIL:
            bare = f"{bare[:_SENTENCE_HEAD]} … {bare[-_SENTENCE_TAIL:]}"
        if not any(letter.isalnum() for letter in bare) or _NAME.match(bare):
            continue
        if is_only_greeting(bare) or is_only_thanks(bare):
            continue
        found.append(bare)
    if len(found) > _FIRST + _LAST:
        found = found[:_FIRST] + found[-_LAST:]
    return tuple(found)


def says_nothing_itself(text: str) -> bool:
    """Whether `text` has no word of substance: "yes", "and the other one?", "ORD124", "why?"."""
    if confirms(text) or declines(text):
        return True
    said, named = _without_identifiers(text)
    words = said.split()
    if named and _ASKS_WHERE.intersection(words):
        return False
    return all(word in _FUNCTION_WORDS for word in words)


def leans_on_the_past(text: str) -> bool:
    """Whether `text` may not be understood alone.

    That is a text that says nothing itself, or at most six words that begin as a follow-up
    does ("what about my refund", "still no parcel", "and cancel it").
    """
    if is_only_greeting(text) or is_only_thanks(text):
        return False
    said, _ = _without_identifiers(text)
    short = len(said.split()) <= _FEW_WORDS
    return says_nothing_itself(text) or (short and bool(_LEANS.match(said)))


def _without_identifiers(text: str) -> tuple[str, bool]:
    bare, named = _IDENTIFIER.subn(" ", text[:_HEAD])
    return simplified(bare).replace("?", ""), named > 0
