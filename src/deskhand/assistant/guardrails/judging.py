"""Whether a clause is polite talk, repeats a document, tells a record, or stands on nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from deskhand.assistant.guardrails.grounds import Grounds
from deskhand.assistant.guardrails.lexicon import Means
from deskhand.assistant.guardrails.parsing import Sentence, Stretch
from deskhand.assistant.guardrails.phrasebook import Cue
from deskhand.assistant.guardrails.records import Record, named_by
from deskhand.assistant.guardrails.repeating import Repetition
from deskhand.assistant.guardrails.telling import Telling
from deskhand.assistant.guardrails.values import Kind

CLAIMS = ("states", "flags", "done", "acts", "gifts", "advice", "internal", "answers")
"""Cues that say something; where one stands, a clause is more than polite talk."""


_LABEL = 2
"""More words than these, with nothing polite among them, are a statement (`It will turn up`)."""


class Standing(StrEnum):
    """What a clause stands on."""

    POLITE = "polite"
    QUOTED = "quoted"
    TOLD = "told"
    DENIED = "denied"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A clause and what it stands on. `cue` is what the record denies, when it does."""

    clause: Stretch
    standing: Standing
    evidence: str | None = None
    cue: Cue[Means] | None = None


@dataclass
class Judge:
    """Judges the sentences of one text in order; it remembers which record was named last."""

    grounds: Grounds
    named: tuple[Record, ...] = field(default=())

    def judge(self, sentence: Sentence) -> tuple[Judgement, ...]:
        """The clauses of a sentence, or the whole where that stands by itself."""
        whole = sentence.whole
        named = self._named_in(whole)
        if self._polite(whole) or (sentence.asks and not whole.has("gifts", "advice")):
            self.named = named or self.named
            return (Judgement(whole, Standing.POLITE),)
        quoted = self._quoted(whole, whole, named)
        if quoted is not None:
            self.named = named or self.named
            return (Judgement(whole, Standing.QUOTED, quoted),)
        return tuple(self._clauses(sentence, named))

    def _clauses(self, sentence: Sentence, named: tuple[Record, ...]) -> Iterator[Judgement]:
        judged = [self._clause(clause, sentence.whole, named) for clause in sentence.clauses]
        firm = any(one.standing in (Standing.QUOTED, Standing.TOLD) for one in judged)
        for one in judged:
            # `Yes` promises nothing where the same sentence goes on to say what.
            if firm and self._only_answers(one.clause):
                yield Judgement(one.clause, Standing.POLITE)
            else:
                yield one

    def _clause(self, clause: Stretch, whole: Stretch, named: tuple[Record, ...]) -> Judgement:
        here = self._named_in(clause)
        self.named = here or self.named
        if self._polite(clause):
            return Judgement(clause, Standing.POLITE)
        quoted = self._quoted(clause, whole, named)
        if quoted is not None:
            return Judgement(clause, Standing.QUOTED, quoted)
        return self._told(clause, here)

    def _polite(self, clause: Stretch) -> bool:
        if clause.values or clause.has(*CLAIMS):
            return False
        courtesy = clause.covered("courtesy")
        if not courtesy and len(clause.words) > _LABEL:
            return False
        return all(
            at in courtesy
            or clause.words[at].stem in clause.lexicon.things
            or clause.words[at].stem in self.grounds.own_words
            for at in clause.content
        )

    def _only_answers(self, clause: Stretch) -> bool:
        covered = clause.covered("answers", "courtesy")
        return clause.has("answers") and all(at in covered for at in clause.content)

    def _quoted(self, clause: Stretch, whole: Stretch, named: tuple[Record, ...]) -> str | None:
        """The document (or the record's own sentence) that says this; None when nothing does.

        What is said of a named record must be that record's own sentence: a general rule may
        not hold for it.
        """
        ids = {record.item.id for record in named}
        codes = frozenset(code for record in named for code in record.numbers)
        repetition = Repetition(clause, whole, self.grounds, codes)
        for one in self.grounds.quotable:
            if (not ids or one.evidence in ids) and repetition.of(one):
                return one.evidence
        return None

    def _told(self, clause: Stretch, here: tuple[Record, ...]) -> Judgement:
        # `no unpaid invoices` and `all are paid` speak of every record.
        every = not here and (clause.has("all_of") or (clause.negated and not self.named))
        records = here or (self._stateful() if every else ()) or self._meant(clause)
        needs_all = every or len(here) > 1
        denied: Judgement | None = None
        found: Judgement | None = None
        for record in records:
            reading = Telling(clause, record, self.grounds)
            if reading.denied is not None:
                denied = denied or Judgement(
                    clause, Standing.DENIED, record.item.id, reading.denied
                )
            elif reading.complete:
                found = found or Judgement(clause, Standing.TOLD, record.item.id)
                if not needs_all:
                    break
                continue
            if needs_all:
                found = None
                break
        return found or denied or Judgement(clause, Standing.NOTHING)

    def _meant(self, clause: Stretch) -> tuple[Record, ...]:
        """The records that a clause without a number speaks of, as well as that can be known."""
        by_words = tuple(
            record
            for record in self.grounds.records
            if record.item.subject != "customer" and record.words & _bare_stems(clause)
        )
        asked = tuple(
            record
            for record in self.grounds.records
            if record.codes
            and any(
                value.kind is Kind.IDENTIFIER and value.text in record.codes
                for value in self.grounds.asked.values
            )
        )
        return self.named or by_words or asked or self.grounds.records

    def _stateful(self) -> tuple[Record, ...]:
        return tuple(
            record
            for record in self.grounds.records
            if record.item.kind == "record" and record.stated
        )

    def _named_in(self, stretch: Stretch) -> tuple[Record, ...]:
        return named_by(self.grounds.records, stretch.values)


def _bare_stems(clause: Stretch) -> frozenset[str]:
    return frozenset(clause.words[at].stem for at in clause.content)
