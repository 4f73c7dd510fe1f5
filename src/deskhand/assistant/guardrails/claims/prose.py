"""Sentences and clauses of a reply, with negation, conditions, questions and attribution."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

_ABBREVIATIONS = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|no|nr|nos|approx|e\.g|i\.e|etc|vs|st|inc|ltd|ca|bzw|z\.b|sr|sra|jan|feb|"
    r"mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|a\.m|p\.m)|\b\d{1,2})\.$",
    re.IGNORECASE,
)
_BREAK = re.compile(r"\n+|(?<=[.!?…])[\"'”’)]*\s+|(?<=[。！？])")
_CLAUSE = re.compile(
    r"\s*(?:;|—|\s–\s)\s*|,?\s+(?:but|however|yet)\s+|"
    r",?\s+(?:and|so|because|while|although|though|aber|und|pero|y|mais|et)\s+"
    r"(?=(?:i|i['’]\w+|we|we['’]\w+|you|you['’]\w+|it|it['’]s|they|your|the|this|that|a|an|our|there"
    r"|wir|ich|sie|es|nous|je|vous)\b)|"
    r",?\s+or\s+(?=(?:i|we|you|it|they)\b)",
    re.IGNORECASE,
)
_IDIOMS = re.compile(
    r"\b(?:not a (?:problem|worry)|no (?:problem|worries|doubt|trouble|matter)|not to worry|"
    r"(?:don['’]?t|do not) (?:worry|hesitate)|not only|not just|why not|no reason not|"
    r"without (?:any )?(?:doubt|problems?|questions?|delay|hesitation)|"
    r"(?:won['’]?t|will not|don['’]?t|do not|doesn['’]?t) (?:have|need) to(?: \w+)?|"
    r"(?:can['’]?t|cannot) wait|keine sorge|kein problem|no se preocupe|pas de problème)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:not|no|never|none|nothing|nobody|cannot|unable|without|neither|nor|isn|aren|wasn|weren|"
    r"hasn|haven|hadn|won|wouldn|can['’]t|cant|couldn|don|doesn|didn|shouldn|ineligible|impossible|"
    r"declined?|refused?|instead of|rather than|outside|excluded|nicht|keine?[mnrs]?|nie|nunca|"
    r"tampoco|pas|jamais|impossible|aucun|aucune)\b",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"\b(?:if|once|when|whenever|unless|until|till|as soon as|in case|whether|after|before|should you|"
    r"provided|as long as|wenn|sobald|falls|nachdem|si|cuando|quand|lorsque|dès que)\b",
    re.IGNORECASE,
)
_CUSTOMER_DECIDES = re.compile(
    r"\b(?:if|once|when|as soon as|should|wenn|falls|si)\s+(?:you|sie|vous)\b|"
    r"\bif (?:needed|necessary|that helps|so)\b|"
    r"\b(?:reply|answer|confirm|say|tell me|let (?:me|us) know|send (?:me|us))\b.*\b(?:and|then)\b|"
    r"\b(?:with|after|upon|on) your (?:confirmation|permission|approval|go-ahead|ok|okay)\b",
    re.IGNORECASE,
)
_ATTRIBUTION = re.compile(
    r"\b(?:you(?:['’]ve| have| had)?(?: \w+ly| already| also)? "
    r"(?:say|said|mention(?:ed)?|wrote|write|ask(?:ed)?|told|report(?:ed)?|describe[sd]?|note[ds]?|"
    r"claim(?:ed)?|state[sd]?|expect(?:ed)?|want(?:ed)?|need(?:ed)?|request(?:ed)?|hope[sd]?|"
    r"believe[sd]?|think|thought|would like|were (?:told|promised)|are (?:asking|requesting|looking))|"
    r"you['’](?:d like|re (?:asking|requesting|looking))|"
    r"(?:your|the) (?:message|question|request|e-?mail) (?:says|said|about|for|that|to|regarding|on)|"
    r"asking (?:about|for|whether|if))\b",
    re.IGNORECASE,
)
_CANNOT_SAY = re.compile(
    r"\b(?:can(?:no|['’])t|cannot|can not|unable to|not able to|couldn['’]t|could not|won['’]t|"
    r"don['’]t want to|do not want to|not going to)\s+(?:\w+\s+){0,2}?"
    r"(?:say|confirm|promise|guarantee|tell|state|know|see|verify|predict|give)\b|"
    r"\b(?:don['’]t|do not) (?:know|have|see)\b|\bno (?:guarantee|promise|information)\b",
    re.IGNORECASE,
)
_ASKS_CUSTOMER = re.compile(
    r"^\W*(?:\w+,\s+)?(?:did|have|do|are|were|could|can|would) you\b(?!\s+like)|"
    r"^\W*(?:and |so )?(?:when|which|what|where|how|who)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sentence:
    """One sentence or line, at `start` to `end` of the text."""

    start: int
    end: int
    text: str
    paragraph_start: bool

    @cached_property
    def question(self) -> bool:
        """Whether the sentence asks."""
        return self.text.rstrip("\"'”’) ").endswith(("?", "？"))

    @cached_property
    def asks_customer(self) -> bool:
        """Whether it asks the customer about something, and so states nothing."""
        return self.question and bool(_ASKS_CUSTOMER.search(self.text))

    @cached_property
    def customer_decides(self) -> bool:
        """Whether what it says depends on the customer's own word."""
        return bool(_CUSTOMER_DECIDES.search(self.text))

    @cached_property
    def plain(self) -> str:
        """The text with idioms blanked out whose negation denies nothing; same length."""
        return _IDIOMS.sub(lambda found: " " * len(found.group()), self.text)

    def clause(self, at: int) -> tuple[int, int]:
        """Start and end, relative to the sentence, of the clause around the offset `at`."""
        first, last = 0, len(self.text)
        for start, end in self._clause_breaks:
            if end <= at:
                first = end
            elif start >= at:
                last = start
                break
        return first, last

    @cached_property
    def _clause_breaks(self) -> tuple[tuple[int, int], ...]:
        return tuple(found.span() for found in _CLAUSE.finditer(self.text))

    def negated(self, start: int, end: int) -> bool:
        """Whether the words at `start` to `end` are denied in their clause."""
        first, _ = self.clause(start)
        return bool(_NEGATION.search(self.plain[first:end]))

    def negated_anywhere(self, at: int) -> bool:
        """Whether the clause around `at` denies, before or after it."""
        first, last = self.clause(at)
        return bool(_NEGATION.search(self.plain[first:last]))

    def conditional(self, start: int) -> bool:
        """Whether the words at `start` stand in the part that names a condition."""
        first, _ = self.clause(start)
        before = self.text[first:start]
        ends = [found.end() for found in _CONDITION.finditer(before)]
        return bool(ends) and "," not in before[ends[-1] :]

    def has_condition(self) -> bool:
        """Whether any part of the sentence names a condition."""
        return bool(_CONDITION.search(self.text))

    def attributed(self, start: int) -> bool:
        """Whether the words at `start` are given as the customer's own."""
        first, _ = self.clause(start)
        return bool(_ATTRIBUTION.search(self.text[first:start]))

    def cannot_say(self, start: int) -> bool:
        """Whether the sentence refuses to confirm what stands at `start`."""
        first, _ = self.clause(start)
        return bool(_CANNOT_SAY.search(self.text[first:start]))


@lru_cache(maxsize=512)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of `text` in order; a line break ends one."""
    found: list[Sentence] = []
    start = 0
    fresh = True
    for gap in [*_BREAK.finditer(text), None]:
        stop = gap.start() if gap else len(text)
        piece = text[start:stop]
        line_break = gap is not None and "\n" in gap.group()
        if gap and not line_break and _ABBREVIATIONS.search(piece.rstrip("\"'”’) ")):
            continue
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            found.append(Sentence(start + lead, stop, piece.strip(), fresh))
            fresh = False
        if gap:
            fresh = fresh or gap.group().count("\n") > 1
            start = gap.end()
    return tuple(found)
