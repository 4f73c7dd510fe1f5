"""A draft, read: its sentences, its claims, and which record each claim is about."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache

from deskhand.assistant.evidence import Evidence, FactKind, Passage
from deskhand.assistant.guardrails.claims import Claim, ClaimKind, extract
from deskhand.assistant.guardrails.claims.identifiers import normal_identifier
from deskhand.assistant.guardrails.claims.prose import Sentence, sentences
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.guardrails.topics import topics

_LEAD_IN = re.compile(
    r"^(?:(?:according to|as per|per|based on|as stated in|under|as)\s+[^,:]{2,60}[,:]\s*|"
    r"(?:our|the)\s+[\w\s-]{2,40}(?:says|states|policy is)(?: that)?[:,]?\s*|"
    r"(?:in general|generally|normally|please note that|please note|note that|so|also|"
    r"in short)[:,]?\s+)",
    re.IGNORECASE,
)
_REFERS_BACK = re.compile(
    r"^\W*(?:it|its|it['’]s|this|that|they|the|your|and|also|status|carrier|tracking|expected|estimated|"
    r"delivery|total|amount|placed|shipped|renews|price|due|issued|paid|plan|we|you|i|there)\b|"
    r"^\W*[\w ]{2,25}:\s",
    re.IGNORECASE,
)


_MARKUP = re.compile(r"[*_`#>|\"“”„]+|^\s*[-•]\s+|\[([^\]]*)\]\([^)]*\)")


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(r" \1 ", text).lower().split()).strip(" .!:;")


@lru_cache(maxsize=512)
def passage_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a passage, with its hard-wrapped lines joined first."""
    joined = re.sub(r"(?<![\n:|])\n(?!\s*(?:[-*•|#>\n]|\d+[.)]))", " ", text)
    return sentences(joined)


@lru_cache(maxsize=512)
def _quotable(text: str) -> frozenset[str]:
    return frozenset(_plain(s.text) for s in (*passage_sentences(text), *sentences(text)))


@dataclass(frozen=True)
class Focus:
    """The evidence that a claim is about.

    `named` is the evidence whose identifier stands nearest, one for each subject. `unknown` is
    true when the nearest identifier belongs to nothing that was looked up.
    """

    named: tuple[Evidence, ...] = ()
    unknown: bool = False


@dataclass(frozen=True)
class Reading:
    """One draft with its situation; everything that the rules ask about it."""

    text: str
    situation: Situation

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The draft's sentences in order."""
        return sentences(self.text)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """The draft's claims in order."""
        return extract(self.text, self.situation.today)

    @cached_property
    def visible(self) -> tuple[Evidence, ...]:
        """Evidence that may be told to who asks."""
        return tuple(item for item in self.situation.evidence.items if self.may_tell(item))

    def may_tell(self, item: Evidence) -> bool:
        """Whether `item` belongs to nobody in particular or to who asks."""
        situation = self.situation
        return situation.staff or item.owner is None or item.owner == situation.customer

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The passages among the evidence."""
        return tuple(item.passage for item in self.visible if item.passage is not None)

    def orders(self, claim: Claim) -> tuple[Evidence, ...]:
        """The order records that `claim` can be about."""
        every = tuple(i for i in self.visible if i.kind == "record" and i.subject == "order")
        named = tuple(i for i in self.focus(claim).named if i in every)
        return named or every

    def sentence(self, claim: Claim) -> Sentence:
        """The sentence in which `claim` starts."""
        return next(s for s in reversed(self.sentences) if s.start <= claim.start)

    def clause(self, claim: Claim) -> str:
        """The clause in which `claim` starts."""
        sentence = self.sentence(claim)
        first, last = sentence.clause(claim.start - sentence.start)
        return sentence.text[first : max(last, claim.end - sentence.start)]

    def offset(self, claim: Claim) -> int:
        """Where `claim` starts within its sentence."""
        return claim.start - self.sentence(claim).start

    def quoted(self, sentence: Sentence) -> bool:
        """Whether a passage says this sentence word for word."""
        said = {_plain(sentence.text), _plain(_LEAD_IN.sub("", sentence.text))}
        return any(said & _quotable(p.text) for p in self.passages if len(min(said)) > 12)

    def topics(self, claim: Claim) -> frozenset[str]:
        """What the claim's clause is about, else its sentence, else the sentence before."""
        sentence = self.sentence(claim)
        index = self.sentences.index(sentence)
        earlier = self.sentences[index - 1].text if index and not sentence.paragraph_start else ""
        for text in (self.clause(claim), sentence.text, earlier):
            found = topics(text)
            if found:
                return found
        return frozenset()

    def _clause_span(self, claim: Claim) -> tuple[int, int]:
        sentence = self.sentence(claim)
        first, last = sentence.clause(claim.start - sentence.start)
        return sentence.start + first, sentence.start + last

    @cached_property
    def _mentions(self) -> tuple[tuple[int, tuple[Evidence, ...]], ...]:
        return tuple(
            (claim.start, self.bearing(str(claim.value)))
            for claim in self.claims
            if claim.kind is ClaimKind.IDENTIFIER
        )

    def bearing(self, identifier: str) -> tuple[Evidence, ...]:
        """Visible records and ledger rows that carry `identifier`."""
        return tuple(
            item
            for item in self.visible
            if any(
                fact.kind in (FactKind.IDENTIFIER, FactKind.DONE)
                and isinstance(fact.value, str | int)
                and normal_identifier(str(fact.value)) == identifier
                for fact in item.facts
            )
        )

    def focus(self, claim: Claim) -> Focus:
        """What `claim` is about, by the identifiers around it."""
        index = self.sentences.index(self.sentence(claim))
        for place in range(index, max(index - 4, -1), -1):
            sentence = self.sentences[place]
            inside = [m for m in self._mentions if sentence.start <= m[0] < sentence.end]
            if inside:
                clause = self._clause_span(claim)
                return _nearest(claim, inside, clause)
            if not _REFERS_BACK.search(sentence.text):
                break
        return Focus()


def _nearest(
    claim: Claim, mentions: list[tuple[int, tuple[Evidence, ...]]], clause: tuple[int, int]
) -> Focus:
    """The mentions before `claim` from near to far, then those after; its own clause first."""
    before = [m for m in reversed(mentions) if m[0] <= claim.start]
    after = [m for m in mentions if m[0] > claim.start]
    inside = [m for m in (*before, *after) if clause[0] <= m[0] < clause[1]]
    ordered = [*inside, *(m for m in (*before, *after) if m not in inside)]
    chosen: dict[str, list[Evidence]] = {}
    for _, items in ordered:
        fresh = {item.subject for item in items} - set(chosen)
        for item in items:
            if item.subject in fresh:
                chosen.setdefault(item.subject, []).append(item)
    nearest = ordered[0]
    return Focus(tuple(i for items in chosen.values() for i in items), unknown=not nearest[1])
