"""Clauses that ask for one field of a record: "which card was that?", "since when?"."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskhand.assistant.agents.subject import Subject, aimed, likely_of, meant_of
from deskhand.assistant.agents.talk import Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Say
from deskhand.assistant.understanding.acts import Act
from deskhand.assistant.understanding.references import ref_of
from deskhand.domain.conversations.dialogue import Dialogue, RecordRef, Topic
from deskhand.packs.phrases import folded

_ASKING = frozenset({"says", "ellipsis"})
_ELSEWHERE = frozenset({"latest", "other", "every", "place"})
"""Ways of pointing that choose among records by themselves."""


@dataclass(frozen=True, slots=True)
class _Asked:
    noun: str
    wording: str
    words: int


async def of_a_field(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """What a record says to a clause that asks for nothing but one of its fields.

    Of several nouns with such a field it is asked of the one that the clause names, else of what
    was spoken of last. None for a clause that says more than that.
    """
    if act.kind not in _ASKING or act.supposing or talk.world.stranger:
        return None
    asked = _asked(talk, subject, dialogue)
    if asked is None:
        return await _state_of(talk, act, subject, dialogue)
    if _left_to_the_topic(talk, act, subject, dialogue):
        return None
    refs, belongs = await meant_of(talk, asked.noun, subject, dialogue)
    if act.points & _ELSEWHERE and not belongs:
        refs = ()
    if belongs and not (subject.nouns or act.points):
        refs = await _rather_likely(talk, asked.noun, refs)
    if not refs:
        return await _of_none(talk, act, dialogue, asked, subject)
    return await _told(talk, act, dialogue, asked, refs, belongs)


async def _rather_likely(
    talk: Talk, noun: str, refs: tuple[RecordRef, ...]
) -> tuple[RecordRef, ...]:
    """The records that a bare question means, where the one that belongs to it is none of them.

    While an old stay's invoice is spoken of, "when do I have to leave?" means the stay of today.
    """
    likely = tuple(map(ref_of, await likely_of(talk, noun)))
    return refs if not likely or set(refs) & set(likely) else likely


async def _state_of(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> Told | None:
    """ "Is it lost?": how the record stands that is named, or in hand."""
    refs = subject.records or (dialogue.in_hand if act.points else ())
    if len(refs) != 1 or act.procedural or not ("?" in act.text or talk.is_a_question(act)):
        return None
    if talk.speech.question_word(act.text) is not None:
        return None  # "Why is it delayed?" wants more than that it is.
    noun = refs[0].noun
    states = talk.pack.example(talk.language).states.get(noun, {})
    known = {
        word
        for said in (*states.values(), subject.words)
        for one in said
        for word in folded(one).split()
    }
    if not talk.references(dialogue).states_named(subject.text, noun):
        return None
    if set(talk.speech.content(subject.text)) - known:
        return None
    asked = _Asked(noun, talk.pack.nouns[noun].told, 0)
    told = await _told(talk, act, dialogue, asked, refs, False)
    said = (replace(one, detail=True) if isinstance(one, Say) else one for one in told.steps)
    return replace(told, steps=tuple(said))


def _asked(talk: Talk, subject: Subject, dialogue: Dialogue) -> _Asked | None:
    """The field whose words cover the clause best, of the noun that is rather meant."""
    found = [
        _Asked(noun, wording, words)
        for noun, wordings in talk.pack.example(talk.language).asks.items()
        for wording, said in wordings.items()
        if (words := talk.speech.core(subject.text, said, subject.words))
    ]
    newest = [*dialogue.in_hand, *reversed(dialogue.held)]
    nearness = {ref.noun: -place for place, ref in reversed(list(enumerate(newest)))}

    def rank(one: _Asked) -> tuple[bool, int, int]:
        return (one.noun in subject.nouns, one.words, nearness.get(one.noun, -len(newest) - 1))

    return max(found, key=rank, default=None)


def _left_to_the_topic(talk: Talk, act: Act, subject: Subject, dialogue: Dialogue) -> bool:
    """Whether the topic's own procedure answers such a bare question, or documents do."""
    topic = dialogue.topic
    if topic is None or act.own:
        return False
    if talk.is_about_documents(dialogue) and not subject.nouns:
        return True
    intent = talk.pack.intents.get(topic.intent)
    procedure = talk.pack.procedures.get(intent.procedure or "") if intent else None
    bare = _is_bare(talk, act)
    kind = talk.speech.question_word(act.text)
    return bare and procedure is not None and kind in procedure.follow_ups


def _is_bare(talk: Talk, act: Act) -> bool:
    """Whether the clause has nothing but a question word: "how much is that?"."""
    return act.ellipsis is not None or not talk.speech.content(act.text)


async def _told(
    talk: Talk,
    act: Act,
    dialogue: Dialogue,
    asked: _Asked,
    refs: tuple[RecordRef, ...],
    belongs: bool,
) -> Told:
    topic = _topic(talk, act, dialogue, asked.noun)
    held = dialogue.model_copy(update={"in_hand": refs})
    ran = await talk.runner.tell(asked.wording, asked.noun, topic, aimed(act), held)
    told = told_of(ran, topic.intent)
    if not belongs or not dialogue.in_hand:
        return told
    # What an order's invoice says is still about the order.
    after = told.dialogue.model_copy(
        update={"in_hand": dialogue.in_hand, "topics": dialogue.topics}
    )
    return Told(told.steps, after, told.intent, told.sure)


async def _of_none(
    talk: Talk, act: Act, dialogue: Dialogue, asked: _Asked, subject: Subject
) -> Told | None:
    """Nothing tells which record is meant: the honest word, or the question which one."""
    others = [ref for ref in subject.records or dialogue.in_hand if ref.noun != asked.noun]
    none_of = talk.pack.nouns[asked.noun].none_of
    if others and none_of and asked.noun not in subject.nouns:
        number = others[0].number
        return Told(
            (Say(none_of, values=(("number", number),), kind="unknown"),),
            dialogue.holding(others[0]),
            talk.told_intent(asked.noun),
        )
    if _is_bare(talk, act) and asked.noun not in subject.nouns and dialogue.topic is not None:
        return None
    topic = _topic(talk, act, dialogue, asked.noun)
    likely = await likely_of(talk, asked.noun)
    if likely and not act.points & _ELSEWHERE:
        return await _told(talk, act, dialogue, asked, tuple(map(ref_of, likely)), False)
    records = await talk.world.records(asked.noun)
    if not act.points & _ELSEWHERE and (len(records) == 1 or asked.noun in subject.nouns):
        return await _told(talk, act, dialogue, asked, tuple(map(ref_of, records[:1])), False)
    if not (asked.noun in subject.nouns or act.points & _ELSEWHERE):
        return None
    ran = await talk.runner.tell(asked.wording, asked.noun, topic, act, dialogue)
    return told_of(ran, topic.intent)


def _topic(talk: Talk, act: Act, dialogue: Dialogue, noun: str) -> Topic:
    """The present topic where it is about the noun, else that of being told of it."""
    topic = dialogue.topic
    intent = talk.pack.intents.get(topic.intent) if topic else None
    if topic is not None and intent is not None and intent.about == noun:
        return topic
    return Topic(intent=talk.told_intent(noun), asked=act.text)
