"""Answers from the documents: their own sentences, or the honest word that they say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from deskhand.assistant.agents import sections
from deskhand.assistant.agents.codes import unknown_code
from deskhand.assistant.agents.told import Told
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, MAY_HELP_ACROSS, Judged
from deskhand.assistant.answering.questions import Focus, leans, offers, read_question
from deskhand.assistant.answering.sentences import Unit, UnitKind, sentences_of, units_of
from deskhand.assistant.learning.policy import Manner
from deskhand.assistant.plan.steps import Ask, Step
from deskhand.assistant.procedures.runner import OFFER_PERSON, quote_of
from deskhand.assistant.procedures.world import World
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import same_word
from deskhand.domain.conversations.dialogue import Dialogue, Topic
from deskhand.packs.phrases import folded

_MOST_REMEMBERED = 12
_MOST_FACTS, _MOST_INSTRUCTIONS = 70, 110
"""So many words are quoted; people read no more in a chat."""
_ACROSS_LANGUAGES = 0.8
"""Without a model for both languages a question is judged by names and numbers alone."""
_SURE_ACROSS = 0.75
"""From here on nine of ten are right across languages (`python -m benchmarks.languages`)."""
_DOUBT = 0.01
_CLOSE = 0.7
"""Of the best passage's probability: nearer ones are offered beside it as choices."""
_FAR = 0.3
"""Of single passages below it fewer than one in three answered (shared and own dialogues)."""
_FEW = 2
_MOST_NAMED_ROWS = 3
"""So many rows are no longer the one that is asked for: the whole table answers."""
_NEIGHBOURS = 2
"""From this run of sentences on they are only told because they stand around the answer."""
_FIGURES = {
    Focus.WHEN: frozenset({"clock"}),
    Focus.HOW_LONG: frozenset({"time"}),
    Focus.HOW_MUCH: frozenset({"money", "number"}),
}
"""What a sentence has to offer to be told beside the best one, by what is asked."""
_FOR_ITS_WORDS = 0.2
"""Of the best passage's probability: "and a cat?" is answered where alone cats are named."""
_AS_LIKELY = 0.5
"""Of the best passage's probability: from here on the one before counts as well."""


async def answer(
    world: World,
    act: Act,
    dialogue: Dialogue,
    intent: str,
    *,
    context: str = "",
    manner: Manner = Manner(),
) -> Told:
    """The sentences that answer the clause, asked after `context` where it leans on that.

    Below what is sure they are shown as "this may help" with the offer of a person; where
    nothing is near enough, that is said, and a person is offered.
    """
    asked = world.pack.intents[intent].question
    apart = not await world.reads_both()
    judged = await world.passages(act.unnumbered, context)
    if (code := unknown_code(act, judged)) is not None:
        return _no_such_code(code, act, dialogue, intent)
    best = _in_focus(world, act, judged, dialogue) if context else next(iter(judged), None)
    if best is not None and not world.foreign:
        best = sections.offering(act.unnumbered, judged, best, world.language)
    best = _giving(world, act, judged, best)
    named = None if context else _by_title(world, act, judged)
    best = named or best
    sure = best is not None and best.probability >= ANSWERS and not apart
    if world.foreign and asked is not None and not sure:
        return await _by_the_pack(world, asked, dialogue, intent)
    topic = Topic(intent=intent, asked=act.text)
    dialogue = dialogue.with_topic(topic).model_copy(
        update={"question": f"{context} {act.unnumbered}".strip()[-300:], "open": None}
    )
    least = await _least(world)
    if best is None or best.probability < least or _shares_nothing(world, act, context, best):
        return unknown(dialogue, intent)
    close = 0.0 if manner.asks_sooner else _CLOSE
    goes_on = bool(context) and best.evidence.id in dialogue.passages[-1:]
    near = () if goes_on or named else sections.near(act.unnumbered, judged, best, close)
    if len(near) > 1:
        return sections.which(near, dialogue, intent)
    if not (named or goes_on) and _is_far(world, act, best):
        return unknown(dialogue, intent)
    whole = world.pack.intents[intent].whole
    most = max(manner.words, _MOST_INSTRUCTIONS) if whole else manner.words
    best = near[0] if near else best
    focus = read_question(act.unnumbered, world.language).focus
    best = replace(best, sentences=readable(world, best, most, focus=focus))
    best = best if named else _doubted(world, act, context, best)
    told = noted(world, quoted(best, dialogue, intent))
    outside = world.pack.intents[intent].outside
    return replace(told, unclear=True) if outside and best.probability < ANSWERS else told


def _giving(world: World, act: Act, judged: Sequence[Judged], best: Judged | None) -> Judged | None:
    """`best`, or where it holds no such figure as is asked for, one about as likely that does."""
    focus = read_question(act.unnumbered, world.language).focus
    wanted = _FIGURES.get(focus)
    if best is None or wanted is None or _holds(best, wanted):
        return best
    least = _AS_LIKELY * best.probability
    others = (one for one in judged if one.probability >= least and _holds(one, wanted))
    return next(others, best)


def _holds(judged: Judged, wanted: frozenset[str]) -> bool:
    return any(wanted <= offers(unit) for unit in sentences_of(judged.evidence.text))


def _is_far(world: World, act: Act, best: Judged) -> bool:
    """Whether a passage that hardly answers has not even most of the question's words."""
    if best.probability >= _FAR:
        return False
    asked = set(read_question(act.unnumbered, world.language).content)
    return 2 * len(_matched(asked, _read(best))) < len(asked)


def _by_title(world: World, act: Act, judged: Sequence[Judged]) -> Judged | None:
    """The passage whose title asks the same, or alone names the thing that the clause names."""
    text, language = act.unnumbered, world.language
    return sections.titled(text, judged, language) or sections.naming_the_thing(
        text, judged, language
    )


async def _least(world: World) -> float:
    """From which probability on a passage is quoted."""
    if not world.foreign:
        return MAY_HELP
    return MAY_HELP_ACROSS if await world.reads_both() else _ACROSS_LANGUAGES


def _says_little(world: World, act: Act, context: str) -> bool:
    return not context and len(read_question(act.text, world.language).content) <= _FEW


def _doubted(world: World, act: Act, context: str, best: Judged) -> Judged:
    """A passage in another language that a clause of a word or two is like: it may help.

    Likeness to so few words proves little.
    """
    little = world.foreign and _says_little(world, act, context) and best.probability < _SURE_ACROSS
    return replace(best, probability=min(best.probability, ANSWERS - _DOUBT)) if little else best


async def chosen(world: World, identity: str, dialogue: Dialogue, intent: str) -> Told | None:
    """The passage that the customer chose of those that were offered."""
    for one in await world.passages(dialogue.question):
        if one.evidence.id == identity:
            sentences = readable(world, one, _MOST_INSTRUCTIONS)
            whole = replace(one, sentences=sentences, probability=1.0)
            after = dialogue.model_copy(update={"open": None})
            return noted(world, quoted(whole, after, intent))
    return None


async def _by_the_pack(world: World, asked: str, dialogue: Dialogue, intent: str) -> Told:
    """For a language that the documents are not in: what the pack asks them for this intent."""
    first = world.pack.about.languages[0]
    question = world.pack.example(first).questions[asked]
    best = next(iter(await world.passages(question, language=first)), None)
    if best is None or best.probability < MAY_HELP:
        return unknown(dialogue, intent)
    best = replace(best, sentences=readable(world, best, _MOST_FACTS), probability=1.0)
    return noted(world, quoted(best, dialogue, intent))


def noted(world: World, told: Told) -> Told:
    """With a note before the quote where the documents are in another language."""
    return replace(told, steps=(*world.note_of_language(), *told.steps))


def _shares_nothing(world: World, act: Act, context: str, best: Judged) -> bool:
    """Whether a clause of a word or two has no word in common with the passage: a near miss.

    Words of two languages have little in common in any case.
    """
    if world.foreign:
        return False
    asked = read_question(f"{context} {act.text}").content
    if len(asked) > _FEW or act.general or act.procedural:
        return False
    passage = best.evidence.passage
    heading = " ".join(passage.heading_path) if passage else ""
    said = read_question(f"{heading} {best.evidence.text}").content
    return not any(same_word(one, other) for one in asked for other in said)


def _in_focus(
    world: World, act: Act, judged: Sequence[Judged], dialogue: Dialogue
) -> Judged | None:
    """A follow-up is answered by the passage that names what it names ("and for tents?"), where
    one does, and rather where the answer before it came from."""
    best = next(iter(judged), None)
    if best is None or not dialogue.passages:
        return best
    words = set(read_question(act.text).content)
    least = _AS_LIKELY * best.probability
    near = (one for one in judged if words and one.probability >= least)
    naming = [one for one in near if words <= _matched(words, _read(one))]
    before = next((one for one in judged if one.evidence.id == dialogue.passages[-1]), None)
    if before is not None and before in naming:
        return _of_the_words(world, before, words)
    if naming:
        return best if best in naming else naming[0]
    least = _FOR_ITS_WORDS * best.probability
    apart = (one for one in judged if words and one.probability >= least)
    far = next((one for one in apart if words <= _matched(words, _read(one))), None)
    if far is not None:
        return _of_the_words(world, far, words)
    same = before is not None and before.probability >= least
    return before if same else best


def _read(judged: Judged) -> set[str]:
    passage = judged.evidence.passage
    heading = " ".join(passage.heading_path) if passage else ""
    return set(folded(f"{heading} {judged.evidence.text}").split())


def _matched(words: set[str], others: set[str]) -> set[str]:
    return {word for word in words if any(same_word(word, other) for other in others)}


def _of_the_words(world: World, judged: Judged, words: set[str]) -> Judged:
    """The sentences of a passage in which all the words stand, as an answer that is sure."""
    units = sentences_of(judged.evidence.text)
    found = tuple(
        number
        for number in world.quotable(judged.evidence)
        if words <= _matched(words, set(folded(units[number]).split()))
    )
    if not found:
        return judged
    return Judged(judged.evidence, max(judged.probability, ANSWERS), found)


def _no_such_code(code: str, act: Act, dialogue: Dialogue, intent: str) -> Told:
    asked = dialogue.with_topic(Topic(intent=intent, asked=act.text))
    after = asked.model_copy(update={"open": OFFER_PERSON})
    ask = Ask("code-not-known", OFFER_PERSON, values=(("code", code),))
    return Told((ask,), after, intent, sure=ANSWERS)


def readable(
    world: World, judged: Judged, most: int, *, back: bool = True, focus: Focus = Focus.OTHER
) -> tuple[int, ...]:
    """The sentences that answer with what stands around them, as far as there is room.

    Without `back` only what follows from them. Sentences with such a figure as `focus` asks for
    come before mere neighbours: "the opening hours" are all of a section's hours.

    A passage is written as one answer: a sentence cut out of it often lacks its condition. Rows of
    a table and steps of a list are answers by themselves; a table that is small is told whole,
    where no row of it is asked for.
    """
    units = units_of(judged.evidence.text)
    chosen = sorted(judged.sentences)
    rows = [number for number, unit in enumerate(units) if unit.kind is UnitKind.ROW]
    named = len(set(rows) & set(chosen))
    if 0 < named < _MOST_NAMED_ROWS:
        return tuple(chosen)
    around = range(min(chosen) - 1, -1, -1) if back else range(0)
    runs = (
        [*rows, *range(min(chosen), max(chosen))],
        [number for number, unit in enumerate(units) if back and _gives(focus, unit)],
        around,
        range(max(chosen) + 1, len(units)),
    )
    return _filled(world, judged, units, runs, most)


def _filled(
    world: World,
    judged: Judged,
    units: Sequence[Unit],
    runs: Sequence[Sequence[int]],
    most: int,
) -> tuple[int, ...]:
    """The chosen units with those of each run that still have room; neighbours leave no gap."""
    quotable, kept = world.quotable(judged.evidence), set(judged.sentences)
    room = most - sum(len(units[number].text.split()) for number in kept)
    for place, run in enumerate(runs):
        whole = [number for number in run if units[number].kind is UnitKind.ROW]
        table = sum(len(units[number].text.split()) for number in whole if number not in kept)
        if whole and place == 0 and table <= max(room, _MOST_INSTRUCTIONS):
            kept.update(whole)
            room -= table
        for number in (one for one in run if one in quotable and one not in kept):
            size = len(units[number].text.split())
            if size > room or units[number].kind is UnitKind.ROW:
                if place >= _NEIGHBOURS:
                    break
                continue
            kept.add(number)
            room -= size
    return tuple(sorted(kept))


def _gives(focus: Focus, unit: Unit) -> bool:
    """Whether a sentence stands by itself and gives such a figure as is asked for."""
    wanted = _FIGURES.get(focus)
    alone = unit.kind is UnitKind.SENTENCE and not leans(unit.text)
    return wanted is not None and alone and wanted <= offers(unit.text)


def unknown(dialogue: Dialogue, intent: str | None) -> Told:
    """That nothing is known about it, with the offer of a person."""
    dialogue = dialogue.model_copy(update={"open": OFFER_PERSON})
    return Told((Ask("not-in-documents", OFFER_PERSON),), dialogue, intent, sure=0.2, unclear=True)


def quoted(best: Judged, dialogue: Dialogue, intent: str | None) -> Told:
    """A quote, and the offer of a person where it is not sure."""
    steps: tuple[Step, ...] = (quote_of(best),)
    units = sentences_of(best.evidence.text)
    said = tuple(units[number] for number in best.sentences)
    update: dict[str, object] = {
        "passages": (*dialogue.passages, best.evidence.id)[-_MOST_REMEMBERED:],
        "quoted": (*dialogue.quoted, *said)[-_MOST_REMEMBERED:],
    }
    if best.probability < ANSWERS:
        steps = (*steps, Ask("may-help-offer", OFFER_PERSON))
        update["open"] = OFFER_PERSON
    return Told(steps, dialogue.model_copy(update=update), intent, best.probability)
