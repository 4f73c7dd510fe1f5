"""A text together with its situation, read once; the rules look at it from their sides."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from deskhand.assistant.guardrails.finding import Finding
from deskhand.assistant.guardrails.grounds import Grounds, grounds_of
from deskhand.assistant.guardrails.judging import Judge, Judgement
from deskhand.assistant.guardrails.lexicon import Lexicon
from deskhand.assistant.guardrails.parsing import Sentence, parse
from deskhand.assistant.guardrails.situation import Situation
from deskhand.assistant.guardrails.values import Kind, Value


@dataclass(frozen=True)
class Reading:
    """A text, its situation and the language it is read in."""

    text: str
    situation: Situation
    lexicon: Lexicon

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The text's sentences in order."""
        return parse(self.text, self.lexicon, self.situation.today)

    @cached_property
    def grounds(self) -> Grounds:
        """What the text may rest on."""
        return grounds_of(self.situation, self.lexicon)

    @cached_property
    def judgements(self) -> tuple[tuple[Sentence, tuple[Judgement, ...]], ...]:
        """Each sentence with what its clauses stand on."""
        judge = Judge(self.grounds)
        return tuple((sentence, judge.judge(sentence)) for sentence in self.sentences)

    def values(self, *kinds: Kind) -> tuple[Value, ...]:
        """The values of some kinds that the text states."""
        return tuple(
            value
            for sentence in self.sentences
            for value in sentence.whole.values
            if value.kind in kinds
        )

    def finding(
        self, rule: str, start: int, end: int, reason: str, evidence: str | None = None
    ) -> Finding:
        """A finding at a place of the text."""
        return Finding(rule, self.text[start:end].strip(), start, end, reason, evidence)

    def unknown_values(self, rule: str, reason: str, *kinds: Kind) -> tuple[Finding, ...]:
        """A finding for each value of these kinds that stands nowhere in the evidence."""
        return tuple(
            self.finding(rule, value.start, value.end, reason)
            for value in self.values(*kinds)
            if not self.grounds.somewhere(value)
        )
