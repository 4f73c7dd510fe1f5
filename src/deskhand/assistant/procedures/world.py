"""What one turn may look up: records by noun, passages by question; each thing once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from deskhand.assistant.answering.judgement import Judged, judge
from deskhand.assistant.answering.sentences import sentences_of
from deskhand.assistant.evidence import Evidence, EvidenceSet, Fact
from deskhand.assistant.guardrails.screens.quotes import (
    speaks_of_this_customer,
    speaks_to_the_assistant,
)
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.tools.registry import READERS
from deskhand.assistant.tools.search_knowledge_base import KnowledgeQuery
from deskhand.assistant.tools.search_knowledge_base import run as search_documents
from deskhand.domain.knowledge.finding import reader_of
from deskhand.infra.models.embeddings import Embedder
from deskhand.infra.money import Money
from deskhand.packs.loader import Pack
from deskhand.packs.schema import Noun

_MOST_PASSAGES = 5
_LONGEST_QUERY = 2000
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-/"


@dataclass(frozen=True, slots=True)
class Acted:
    """An action as a reply shows it: proposed, or what became of it.

    `evidence` is the id of what proves it, `facts` are the exact arguments by name.
    """

    action: str
    state: str
    noun: str
    number: str
    evidence: str
    proposal: str | None = None
    rule: str | None = None
    facts: tuple[Fact, ...] = ()
    expires_at: datetime | None = None


@dataclass(slots=True)
class World:
    """The look-ups of one turn, remembered; what was found is the turn's evidence."""

    desk: Desk
    pack: Pack
    language: str
    now: datetime
    evidence: EvidenceSet = field(default_factory=EvidenceSet)
    acted: list[Acted] = field(default_factory=list)
    _wishes: int = 0
    _records: dict[str, tuple[Evidence, ...]] = field(default_factory=dict)
    _passages: dict[tuple[str, str, str], tuple[Judged, ...]] = field(default_factory=dict)
    _readers: dict[str, Embedder] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def stranger(self) -> bool:
        """Whether nobody knows who is asking, so that nothing of anybody may be seen."""
        return self.desk.customer_id is None and not self.desk.actor.staff

    def note_of_language(self) -> tuple[Say, ...]:
        """That the documents are in another language than the reply; nothing where they are not."""
        first = self.pack.about.languages[0]
        if not self.foreign or not self.pack.speaks(self.language):
            return ()
        wording = self.pack.wording(self.language)
        name = wording.say(f"language-name-{first}", {}, today=self.today).text
        return (Say("in-language", values=(("language", name),), kind="courtesy"),)

    async def records(self, noun: str) -> tuple[Evidence, ...]:
        """The customer's own records of a noun, newest first."""
        if self.desk.customer_id is None:
            return ()
        if noun not in self._records:
            self._records[noun] = await self._read(noun, ())
        return self._records[noun]

    def next_ordinal(self) -> int:
        """Tells several wishes of one turn apart: counted from 0."""
        self._wishes += 1
        return self._wishes - 1

    def forget(self) -> None:
        """Something was done: what was read of the records is read anew."""
        self._records.clear()

    async def find(self, noun: str, numbers: Sequence[str]) -> tuple[Evidence, ...]:
        """Those of the numbered records that whoever asks may see."""
        if self.stranger or not numbers:
            return ()
        known = {str(record.fact("number")).upper(): record for record in await self.records(noun)}
        missing = tuple(number for number in numbers if number not in known)
        found = (
            {}
            if not missing
            else {str(one.fact("number")).upper(): one for one in await self._read(noun, missing)}
        )
        everything = {**known, **found}
        return tuple(everything[number] for number in numbers if number in everything)

    async def meant(self, noun: str, number: str) -> Evidence | None:
        """The record that a number stands for, whichever noun and spelling its own system has.

        The pack spells `1001` as its own shop does, `ORD1001`; another one's order is `1001`.
        """
        others = [name for name, shape in self.pack.nouns.items() if shape.identifiers]
        for name in (noun, *(one for one in others if one != noun)):
            spellings = (number, number.lstrip(_LETTERS)) if name == noun else (number,)
            for spelling in dict.fromkeys(spellings):
                found = await self.find(name, [spelling]) if spelling else ()
                if found:
                    return found[0]
        return None

    async def _read(self, noun: str, numbers: tuple[str, ...]) -> tuple[Evidence, ...]:
        gone = await self.desk.read_anew(noun, numbers)
        found = tuple(
            one
            for one in await READERS[self.pack.nouns[noun].read](self.desk, noun, numbers)
            if str(one.fact("number")).upper() not in gone
        )
        self.evidence = self.evidence.renewed(*found)
        return found

    @property
    def foreign(self) -> bool:
        """Whether the documents are in another language than the reply."""
        return self.language != self.pack.about.languages[0]

    async def reads_both(self) -> bool:
        """Whether the model that searches reads the customer's language and the documents'."""
        return not self.foreign or await self._reader(self.language) is not self.desk.embedder

    async def _reader(self, language: str) -> Embedder:
        """The model that searches for a question in this language."""
        if self.desk.embedders is None:
            return self.desk.embedder
        if language not in self._readers:
            languages = language, self.pack.about.languages[0]
            model = await reader_of(self.desk.session, self.desk.embedders, *languages)
            self._readers[language] = model
        return self._readers[language]

    async def passages(
        self, question: str, context: str = "", language: str | None = None
    ) -> tuple[Judged, ...]:
        """Passages with the probability that they answer, best first.

        The question is in `language`, that of the reply unless told. What instructs the assistant
        or speaks of this customer is never among their sentences.
        """
        asked_in = language or self.language
        key = (question, context, asked_in)
        if key not in self._passages:
            query = f"{context} {question}".strip()[:_LONGEST_QUERY] or " "
            desk = replace(self.desk, embedder=await self._reader(asked_in))
            found = await search_documents(desk, KnowledgeQuery(query=query, most=_MOST_PASSAGES))
            judged = await judge(
                desk.embedder,
                question,
                found,
                context=context,
                language=asked_in,
                documents=self.pack.about.languages[0],
            )
            self.evidence = self.evidence.with_items(*(one.evidence for one in judged))
            self._passages[key] = tuple(
                safe for one in judged if (safe := self._screened(one)) is not None
            )
        return self._passages[key]

    def _screened(self, judged: Judged) -> Judged | None:
        quotable = set(self.quotable(judged.evidence))
        kept = tuple(number for number in judged.sentences if number in quotable)
        return replace(judged, sentences=kept) if kept else None

    def quotable(self, passage: Evidence) -> tuple[int, ...]:
        """The numbers of a passage's sentences that may be quoted at all."""
        return tuple(
            number
            for number, unit in enumerate(sentences_of(passage.text))
            if not speaks_to_the_assistant(unit)
            and not any(
                speaks_of_this_customer(unit, language)
                for language in {self.language, self.pack.about.languages[0]}
            )
        )

    def condition_values(self, record: Evidence) -> dict[str, Any]:
        """A record as conditions see it: days from today, minor units, groups of its state."""
        noun = self.pack.nouns[record.subject]
        values: dict[str, Any] = {name: None for name in noun.fields}
        for fact in reversed(record.facts):  # The first of a name counts, as in sentences.
            if fact.name in noun.fields:
                values[fact.name] = _plain(fact.value, self.today)
        return {**values, **_groups(noun, record)}


def _groups(noun: Noun, record: Evidence) -> Mapping[str, bool]:
    every = {group for groups in noun.states.values() for group in groups}
    state = str(record.fact(noun.state)) if noun.state else ""
    mine = noun.states.get(state, ())
    return {f"is_{group}": group in mine for group in every}


def _plain(value: object, today: date) -> Any:
    if isinstance(value, date):
        return (value - today).days
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, tuple):
        return list(value)
    return value
