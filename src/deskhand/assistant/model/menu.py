"""What a model may choose from for one reply: sentences that are proven, each with an id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby

from deskhand.assistant.engine import Brief
from deskhand.assistant.guardrails.lexicon import lexicon_of
from deskhand.assistant.model.quotable import Quotable, quotable_of
from deskhand.assistant.plan.rendering import PlanUnsound, Renderer
from deskhand.assistant.plan.steps import Ask, Plan, Quote, Say, Step, rests_on
from deskhand.packs.reading import parsed

_KEPT = frozenset({"refused", "waiting", "done", "unknown"})
"""Kinds of sentences that are said whatever is chosen: what was decided, done, or is not known."""
_ROOM = 640
"""Characters of sentences, the plain reply's first: a look-up stays below 640 tokens in all."""
_LATELY = 4
"""A courtesy among so many wordings said last is not said again."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Steps that are said together, as they read; `plain` when the plain reply says them."""

    id: str
    steps: tuple[Step, ...]
    text: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Courtesy:
    """A sentence of the phrase bank, and when it fits."""

    id: str
    fits: str


@dataclass(frozen=True, slots=True)
class Menu:
    """The choice of one turn.

    `before` and `closing` are said whatever is chosen, `after` is how the closing reads. `plain`
    are the ids that make the plain reply, `proof` the evidence that it rests on, `needed` that
    of it which a reply may not leave out.
    """

    sayings: tuple[Saying, ...]
    passages: tuple[Quotable, ...]
    courtesies: tuple[Courtesy, ...]
    may_offer: bool
    before: tuple[Step, ...]
    closing: tuple[Step, ...]
    after: str
    plain: tuple[str, ...]
    proof: frozenset[str]
    needed: frozenset[str]
    quoted: tuple[Quote, ...]
    may_write: bool = False
    """Whether sentences of the model's own are allowed, and can be checked in this language."""

    @property
    def sentence_ids(self) -> tuple[str, ...]:
        return tuple(one.id for passage in self.passages for one in passage.sentences)

    @property
    def leaves_a_choice(self) -> bool:
        """Whether anything but the plain reply could be chosen in its place."""
        ids = (*(one.id for one in self.sayings), *self.sentence_ids)
        plain = set(self.plain) & set(ids)
        return bool(plain) and (len(ids) > 1 or self.may_write)


@cache
def courtesies() -> Mapping[str, str]:
    """The phrase bank: ids of sentences that claim and ask nothing, with when each fits."""
    file = resources.files("deskhand.packs") / "languages" / "courtesies.yaml"
    return {str(name): str(fits) for name, fits in parsed(file.read_text("utf-8")).items()}


def menu_of(brief: Brief) -> Menu:
    """What may be chosen for the reply that `brief` asks for."""
    turn, steps = brief.turn, brief.plain.steps
    renderer = Renderer(
        turn.pack, brief.reading.language, brief.evidence, turn.today, turn.dialogue.said
    )
    closing = tuple(step for step in steps if _closes(step))
    before = tuple(step for step in steps if _leads(step))
    rest = [step for step in steps if not (_closes(step) or _leads(step) or _is_courtesy(step))]
    sayings = _sayings(rest, brief, renderer)
    aside = any(rests_on(step) for step in steps) and not brief.plain.quotes
    # Where records alone answer, the documents were searched for something aside.
    passages = () if aside else quotable_of(brief)
    said = frozenset(turn.dialogue.said[-_LATELY:])
    return Menu(
        sayings=sayings,
        passages=passages,
        courtesies=tuple(
            Courtesy(name, fits)
            for name, fits in courtesies().items()
            if renderer.wording.has(name) and name not in said
        ),
        may_offer=brief.plain.question is None,
        before=before,
        closing=closing,
        after=_read(closing, renderer) or "",
        plain=tuple(_plain_ids(steps, sayings, passages)),
        proof=frozenset(one for step in steps for one in rests_on(step)),
        needed=_needed(rest, brief),
        quoted=brief.plain.quotes,
        may_write=_may_write(brief),
    )


def _may_write(brief: Brief) -> bool:
    """Whether the tenant chose assisted wording, and the second lock reads the language."""
    assisted = brief.turn.pack.about.wording == "assisted"
    return assisted and lexicon_of(brief.reading.language) is not None


def _needed(rest: Sequence[Step], brief: Brief) -> frozenset[str]:
    """The records that the customer named; of several clauses what each answer rests on."""
    proof = frozenset(one for step in rest for one in rests_on(step))
    if len(brief.reading.acts) > 1:
        return proof
    named = {mention.record.number for act in brief.reading.acts for mention in act.mentions}
    numbers = {item.id: str(item.fact("number")) for item in brief.evidence.records()}
    return frozenset(one for one in proof if numbers.get(one) in named)


def _closes(step: Step) -> bool:
    return isinstance(step, Ask) or (isinstance(step, Say) and step.kind in _KEPT)


def _is_courtesy(step: Step) -> bool:
    return isinstance(step, Say) and step.kind == "courtesy"


def _leads(step: Step) -> bool:
    """A courtesy that leads up to what follows ("as said:"); those of the bank are chosen."""
    return isinstance(step, Say) and step.kind == "courtesy" and step.wording not in courtesies()


def _sayings(rest: Sequence[Step], brief: Brief, renderer: Renderer) -> tuple[Saying, ...]:
    """The plain reply's sentences, then others: of its records, then of the turn's other ones."""
    found = [
        (together, text, True)
        for together in _together(rest, brief, renderer)
        if (text := _read(together, renderer)) is not None
    ]
    room = _ROOM - sum(len(text) for _, text, _ in found)
    for say in _others(brief):
        text = _read((say,), renderer)
        if text is None or any(text in known for _, known, _ in found) or len(text) > room:
            continue
        room -= len(text)
        found.append(((say,), text, False))
    return tuple(
        Saying(f"s{number}", steps, text, plain)
        for number, (steps, text, plain) in enumerate(found, start=1)
    )


def _others(brief: Brief) -> list[Say]:
    """What else could be said of the plain reply's records, then what other ones of their kind are.

    Records of another kind are not shown: the model has no need to see them.
    """
    mine = {record for step in brief.plain.steps for record in rests_on(step)}
    kind_of = {item.id: item.subject for item in brief.evidence.records()}
    nouns = {kind_of[record] for record in mine if record in kind_of}
    nouns |= {mention.record.noun for act in brief.reading.acts for mention in act.mentions}
    told = {noun.told for noun in brief.turn.pack.nouns.values()}
    near = [say for say in brief.sayable if kind_of.get(say.record or "") in nouns]
    return sorted(
        near, key=lambda say: 0 if say.record in mine else 1 if say.wording in told else 2
    )


def _together(rest: Sequence[Step], brief: Brief, renderer: Renderer) -> Iterator[tuple[Step, ...]]:
    """Steps that only make sense together: a list is whole or not there, its heading with it.

    What leads up to something, as by ending with a colon, is said with what it leads up to.
    """
    listed = {noun.listed for noun in brief.turn.pack.nouns.values() if noun.listed != noun.told}
    groups = [tuple(group) for _, group in groupby(rest, key=lambda step: _list_of(step, listed))]
    leading: tuple[Step, ...] = ()
    for number, group in enumerate(groups):
        if isinstance(group[0], Say) and group[0].wording in listed:
            yield (*leading, *group)
            leading = ()
            continue
        follows = groups[number + 1][0] if number + 1 < len(groups) else None
        before_list = isinstance(follows, Say) and follows.wording in listed
        for at, step in enumerate(group):
            if isinstance(step, Quote):
                continue
            leading = (*leading, step)
            last = at == len(group) - 1
            if not (last and before_list) and not _leads_on(step, renderer):
                yield leading
                leading = ()
    if leading:
        yield leading


def _list_of(step: Step, listed: set[str]) -> str | None:
    """The wording of a list's lines, which stand together; None for what is no list."""
    return step.wording if isinstance(step, Say) and step.wording in listed else None


def _leads_on(step: Step, renderer: Renderer) -> bool:
    """Whether it is a heading, or a sentence about nothing that comes before the answer."""
    text = _read((step,), renderer) or ""
    return text.rstrip().endswith((":", "：")) or (isinstance(step, Say) and not rests_on(step))


def _read(steps: Iterable[Step], renderer: Renderer) -> str | None:
    """How the steps read; None when one of them cannot be said."""
    try:
        return renderer.render(Plan(tuple(steps))).text
    except PlanUnsound:
        return None


def _plain_ids(
    steps: Sequence[Step], sayings: Sequence[Saying], passages: Sequence[Quotable]
) -> Iterator[str]:
    """The plain reply in ids, in its own order."""
    ids = {one.passage: one.sentences for one in passages}
    for step in steps:
        if isinstance(step, Quote):
            yield from (one.id for one in ids.get(step.passage, ()) if one.number in step.sentences)
        elif isinstance(step, Say) and step.wording in courtesies():
            yield step.wording
        else:
            yield from (one.id for one in sayings if one.plain and one.steps[0] == step)
