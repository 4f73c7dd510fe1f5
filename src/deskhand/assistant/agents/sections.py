"""Which of several near sections a question means: by their titles, pairs of words, conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from deskhand.assistant.agents.told import Told
from deskhand.assistant.answering.judgement import ANSWERS, MAY_HELP, Judged
from deskhand.assistant.answering.questions import (
    ANSWERED_BY,
    Focus,
    asking,
    offers,
    read_question,
)
from deskhand.assistant.answering.sentences import sentences_of
from deskhand.assistant.answering.words import stem, words_of
from deskhand.assistant.guardrails.lexicon import lexicon_of
from deskhand.assistant.plan.steps import Ask
from deskhand.assistant.understanding.references import same_word
from deskhand.domain.conversations.dialogue import Choice, Dialogue, OpenQuestion
from deskhand.packs.phrases import folded

_MOST_OFFERED = 3
_HALF_AS_LIKELY = 0.5
"""Of the best passage's probability: a section that names the very thing may be so much less."""
_MOST_CONDITIONS = 2
_TITLED = 0.4
"""So probably a section answers that is believed for its title."""
_SAME_TITLE = 3
"""So many words of substance, and most of the question's, make a title the same question."""
_QUANTITIES = frozenset({Focus.HOW_LONG, Focus.HOW_MUCH, Focus.HOW_MANY})
_UNSURE = 0.01
"""So much below what is sure, an answer is told as one that may help."""


def heading_of(judged: Judged) -> str:
    """The section that a passage stands in, or its document."""
    passage = judged.evidence.passage
    if passage is None:
        return judged.evidence.id
    return passage.heading_path[-1] if passage.heading_path else passage.document


def near(text: str, judged: Sequence[Judged], best: Judged, close: float) -> tuple[Judged, ...]:
    """What may be meant as well as `best`, which is unsure: the passage alone, or several.

    Of sections about as likely, one stands alone whose title has every word of the question.
    """
    if best.probability >= ANSWERS:
        return ()
    found = [best]
    for one in judged:
        titles = [heading_of(other) for other in found]
        least = max(close * best.probability, MAY_HELP)
        if one.probability >= least and heading_of(one) not in titles:
            found.append(one)
    return _titled(text, tuple(found[:_MOST_OFFERED]))


def _titled(text: str, found: tuple[Judged, ...]) -> tuple[Judged, ...]:
    """The only one whose title fits best, or all where none does or several fit as well.

    A title fits that has every word of substance; of several the one that asks in the same
    words: "How long is the warranty?" means "How long the warranty lasts".
    """
    asked, said = read_question(text).content, folded(text).replace("?", " ").split()
    fitting = {
        one: sum(_has(title, word) for word in said)
        for one in found
        if (title := folded(heading_of(one)).split()) and all(_has(title, word) for word in asked)
    }
    most = max(fitting.values(), default=0)
    best = tuple(one for one, words in fitting.items() if words == most)
    return best if asked and len(best) == 1 else found


def _has(title: Sequence[str], word: str) -> bool:
    return any(same_word(word, other) for other in title)


def naming_the_thing(text: str, judged: Sequence[Judged], language: str) -> Judged | None:
    """The passage whose title has two words together as the question has them, if one alone does.

    "Promo code" and "gift card code" share a word and are two things. None where the likeliest
    passage names it too, or nothing does.
    """
    best = next(iter(judged), None)
    if best is None:
        return None
    title = {stem(word) for word in words_of(heading_of(best))}
    pairs = {pair for pair in _pairs(text, language) if not title.issuperset(pair)}
    least = _HALF_AS_LIKELY * best.probability
    found = [
        one
        for one in judged
        if one.probability >= least and pairs & _pairs(heading_of(one), language)
    ]
    return found[0] if found else None


def _pairs(text: str, language: str) -> set[tuple[str, str]]:
    """Words of substance that stand side by side, as stems."""
    known = asking(language)
    return {
        (stem(one), stem(other))
        for one, other in pairwise(words_of(text))
        if known.carries(one) and known.carries(other)
    }


def titled(text: str, judged: Sequence[Judged], language: str) -> Judged | None:
    """The likeliest passage, as an answer that is sure, if its title asks the very question."""
    best = next(iter(judged), None)
    if best is None or best.probability < _TITLED:
        return None
    if _shared(text, best, language) < _SAME_TITLE:
        return None
    return replace(best, probability=max(best.probability, ANSWERS))


def offering(text: str, judged: Sequence[Judged], best: Judged, language: str) -> Judged:
    """`best`, or where it offers no such thing as is asked for, a passage about it that does.

    "How long is the warranty on my thermostat?" wants a time; a passage that only says that a
    fault is under warranty does not answer, however much it speaks of thermostats.
    """
    focus = read_question(text, language).focus
    if focus not in _QUANTITIES or _offers(best, focus):
        return best
    asked = read_question(text, language).content
    others = (
        one
        for one in judged
        if _offers(one, focus)
        and any(_has(folded(heading_of(one)).split(), word) for word in asked)
    )
    unsure = min(best.probability, ANSWERS - _UNSURE)
    return next(others, replace(best, probability=unsure))


def _offers(judged: Judged, focus: Focus) -> bool:
    """Whether a sentence that was chosen has such a figure; "after a restart" is no length."""
    units = sentences_of(judged.evidence.text)
    wanted = set(ANSWERED_BY[focus])
    found = (offers(units[number]) for number in judged.sentences)
    return any("number" in one and not wanted.isdisjoint(one) for one in found)


def _shared(text: str, judged: Judged, language: str) -> int:
    """How many words of substance question and title share; 0 where those are not most of them."""
    title = read_question(heading_of(judged), language).content
    asked = read_question(text, language).content
    both = [word for word in asked if _has(title, word)]
    most = 3 * len(both) >= len(asked) + len(title)
    return len(both) if most else 0


def which(found: Sequence[Judged], dialogue: Dialogue, intent: str) -> Told:
    """One question with choices in place of a paragraph that may be about something else."""
    choices = tuple(Choice(value=one.evidence.id, label=heading_of(one)) for one in found)
    question = OpenQuestion(kind="passage", choices=choices)
    labels = tuple(choice.label for choice in choices)
    ask = Ask("which-section", question, values=(("choices", labels),))
    after = dialogue.model_copy(update={"open": question})
    return Told((ask,), after, intent, sure=found[0].probability)


def on_condition(
    text: str, judged: Judged, quotable: Sequence[int], languages: tuple[str, str]
) -> tuple[int, ...]:
    """The sentences of a passage that tell what comes if something is as the clause says.

    A clause without a word of substance ("and if I'm not?") means all of them, else one that
    shares such a word; what follows from it may stand in the sentence behind. `languages` are
    those of the clause and of the passage.
    """
    lexicon = lexicon_of(languages[1])
    if lexicon is None:
        return ()
    begins = {words[0] for words in map(words_of, lexicon.file.conditions) if words}
    asked = read_question(text, languages[0]).content
    units = sentences_of(judged.evidence.text)
    found = [
        number
        for number in quotable
        if (words := words_of(units[number]))
        and words[0] in begins
        and (not asked or any(_has([stem(other) for other in words], word) for word in asked))
    ][:_MOST_CONDITIONS]
    return tuple(sorted(found))
