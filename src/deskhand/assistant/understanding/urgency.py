"""How urgent a message is, by what it says: danger, law, deadlines, money lost, shouting."""

from __future__ import annotations

import re
from typing import Literal

Urgency = Literal["low", "normal", "high"]

_READ = 4_000

_HIGH = re.compile(
    r"\b(?:urgent(?:ly)?|asap|a\.s\.a\.p|as soon as possible|immediate(?:ly)?|right now|right away|"
    r"emergency|critical|straight away|at once|top priority|life or death)\b"
    r"|\b(?:smok(?:e|ing)|fire|burn(?:t|ed|ing|s)?|sparks?|sparking|shock(?:ed)?|explod\w+|"
    r"overheat\w*|injur\w+|"
    r"allergic|bleeding|hospital|dangerous|unsafe|hazard\w*|poison\w*|choking|melt(?:ed|ing))\b"
    r"|\b(?:lawyers?|attorney|sue|suing|legal action|court|ombudsman|trading standards|"
    r"consumer protection|chargeback|police|fraud\w*|scam(?:med)?|regulator|small claims)\b"
    r"|\b(?:hacked|stolen|breach\w*|compromised|unauthori[sz]ed|identity theft|"
    r"didn'?t authori[sz]e|someone (?:else )?"
    r"(?:logged|accessed|used|is using|changed))\b"
    r"|\b(?:charged|billed|debited|paid) (?:me )?(?:twice|two times|double|three times|again)\b"
    r"|\bdouble[- ]charged\b|\b(?:money|payment) (?:is |was |has been )?(?:gone|missing|lost|"
    r"taken)\b"
    r"|\b(?:site|service|system|server|everything|platform|production|checkout|shop) (?:is |"
    r"has been |went |are )?"
    r"(?:completely |totally )?(?:down|offline|unavailable)\b|\boutage\b"
    r"|\b(?:need|needs|needed|must|has to|have to|want|deadline|wedding|birthday|event|trip|flight|"
    r"travel(?:l?ing)?|leav(?:e|ing)|funeral|meeting|arrive)\b[^.!?\n]{0,40}\b(?:today|tonight|"
    r"tomorrow|this "
    r"(?:morning|afternoon|evening)|in (?:an?|one|two|\d{1,2}) hours?|by (?:monday|tuesday|"
    r"wednesday|"
    r"thursday|friday|saturday|sunday|noon|midnight|end of (?:the )?day))\b"
    r"|\bbefore (?:it'?s too late|midnight|noon|tonight|tomorrow)\b"
    r"|\b(?:dringend|sofort|urgente|urgentemente|inmediatamente|d'urgence|immédiatement|subito|"
    r"pilne)\b",
    re.IGNORECASE,
)
_NOT_URGENT = re.compile(
    r"\b(?:not|isn'?t|nothing|no|non)[\s-](?:that |very |really |so |an? )?"
    r"(?:urgent|urgency|emergency|critical|rush)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\bfire (?:tv|stick|tablet|hd)\b|\b(?:smoke|fire) (?:detector|alarm|gr[ae]y)s?\b|\bcampfire\b",
    re.IGNORECASE,
)
_LOW = re.compile(
    r"\b(?:no rush|not urgent|isn'?t urgent|no hurry|whenever you (?:can|have time)|"
    r"when you (?:get a chance|have time)|"
    r"just (?:curious|wondering|asking|browsing)|out of curiosity|in general|at some point|"
    r"thinking (?:of|about)|might (?:buy|order)|some day|take your time|quick question)\b",
    re.IGNORECASE,
)
_MANY_MARKS = re.compile(r"!{3,}|(?:!\s*\?|\?\s*!){2,}|\?{4,}")
_CAPITALS = re.compile(r"\b[A-Z]{2,}(?:'[A-Z]+)?\b")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_REPEATED = re.compile(
    r"\b(?:third|3rd|fourth|4th|fifth|5th|\d{1,2}(?:st|nd|rd|th)|many|several|three|four|"
    r"five) (?:time|message|email|mail|call)s?\b"
    r"|\b(?:still (?:no|nothing|waiting|not|haven'?t|hasn'?t)|again and again|over and over|"
    r"for (?:weeks|months))\b",
    re.IGNORECASE,
)


def urgency_of(text: str, *, frustrated: bool = False) -> Urgency:
    """`high` when waiting does harm or the writer shouts, `low` when they say it can wait.

    Words about danger, law, theft, lost money, an outage or a near deadline are enough alone.
    Capitals, rows of exclamation marks, and weariness (frustration, repeated attempts) count
    half each.
    """
    read = text[:_READ]
    if _HIGH.search(_HARMLESS.sub(" ", _NOT_URGENT.sub(" ", read))):
        return "high"
    weary = frustrated or _REPEATED.search(read) is not None
    signs = sum((is_shouting(read), _MANY_MARKS.search(read) is not None, weary))
    if signs >= 2:
        return "high"
    if signs == 0 and (_LOW.search(read) or _NOT_URGENT.search(read)):
        return "low"
    return "normal"


def is_shouting(text: str) -> bool:
    """Whether most words of four or more are written in capitals, identifiers aside."""
    words = _WORDS.findall(text[:_READ])
    loud = [word for word in _CAPITALS.findall(text[:_READ]) if word not in _ABBREVIATIONS]
    return len(words) >= 4 and len(loud) >= 3 and len(loud) * 2 > len(words)


_ABBREVIATIONS = frozenset(
    {"ORD", "INV", "TCK", "USD", "EUR", "GBP", "FAQ", "PDF", "SMS", "USB", "PIN", "OK", "ID", "US"}
)
