"""Whether a clause says nothing but what one sentence of the evidence says."""

from __future__ import annotations

from deskhand.assistant.guardrails.grounds import Grounds
from deskhand.assistant.guardrails.parsing import Stretch
from deskhand.assistant.guardrails.records import Quotable

_ENOUGH_OF_A_SENTENCE = 0.4
"""A repeated sentence may be shortened, not to less than this share of what it says: with less,
its scope (for whom, where, of what) was dropped. Set by hand on rewordings that were true."""

_ENOUGH_OF_A_CLAUSE = 0.6
"""The same for the clause itself: without its verb (`has passed`) it may say the contrary."""

_FEWEST_THINGS = 2
"""A clause that says one thing only fits too many sentences of a document."""


class Repetition:
    """A clause to be found in the evidence; what depends on it alone is worked out once.

    `whole` is its sentence, `codes` are the numbers of the records that the sentence names: that
    they stand there is no claim.
    """

    def __init__(
        self, clause: Stretch, whole: Stretch, grounds: Grounds, codes: frozenset[str]
    ) -> None:
        self._clause, self._whole = clause, whole
        polite, lexicon = clause.covered("courtesy"), clause.lexicon
        self._extra = {
            lexicon.alike(clause.words[at].stem)
            for at in clause.content
            if at not in polite and clause.words[at].stem not in lexicon.things
        } - grounds.customer
        self._values = [one for one in clause.values if not one.text or one.text not in codes]
        self._able = clause.has("ability")
        self._negated = clause.negated
        self._limits = clause.terms["limits"]
        self._all_limits = whole.terms["limits"]
        self._hedges = whole.terms["hedges"]
        self._conditional = whole.has("conditions")

    def of(self, one: Quotable) -> bool:
        """Whether `one` says all of it, and none of its terms is changed or dropped."""
        said = one.stretch
        if said.lexicon is not self._clause.lexicon or self._negated != said.negated:
            return False
        if any(stem not in one.sentence.stems and stem not in one.headings for stem in self._extra):
            return False
        known = one.sentence.values
        if not all(any(value.agrees(other) for other in known) for value in self._values):
            return False
        return self._keeps_the_terms(one) and self._keeps_enough(one)

    def _keeps_the_terms(self, one: Quotable) -> bool:
        sentence = one.sentence
        if sentence.has("ability") and not self._whole.has("ability"):
            return False
        # A document permits in many words (`cancel at any time`), a record says so outright.
        if one.own and self._able and not one.sentence.has("ability"):
            return False
        if self._limits - sentence.terms["limits"]:
            return False
        if one.stretch.terms["limits"] - self._all_limits:
            return False
        if one.stretch.terms["hedges"] - self._hedges:
            return False
        return one.row or self._conditional or not one.sentence.has("conditions")

    def _keeps_enough(self, one: Quotable) -> bool:
        said, sentence = one.stretch, one.sentence
        shared = len(self._clause.stems & said.stems) + len(self._values)
        if one.row:
            return shared >= _FEWEST_THINGS
        if shared < max(_FEWEST_THINGS, _ENOUGH_OF_A_CLAUSE * said.weight()):
            return False
        kept = len(self._whole.stems & sentence.stems) + len(self._whole.values)
        return kept >= _ENOUGH_OF_A_SENTENCE * sentence.weight()
