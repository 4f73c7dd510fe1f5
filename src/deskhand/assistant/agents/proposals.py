"""What a customer says to a proposal: yes, no, "yes but only the tent", or something else first."""

from __future__ import annotations

from dataclasses import replace

from deskhand.assistant.agents.talk import SURE, Talk
from deskhand.assistant.agents.told import Told, told_of
from deskhand.assistant.plan.steps import Ask, Say, Step
from deskhand.assistant.procedures.acting import proposing
from deskhand.assistant.procedures.given import parts_of, with_value
from deskhand.assistant.procedures.walk import HandOver, Walk
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion, SlotValue, Topic
from deskhand.packs.phrases import folded
from deskhand.packs.schema import Procedure

_RECENT = 4
"""So many topics back a proposal is still remembered; a yes reaches no further."""
_MOST_AGAIN = 2
"""So often a proposal is shown again by itself; whoever asks on has other things in mind."""
_TAKES_BACK = frozenset({"decline", "drop"})
_HOLDS_BACK = _TAKES_BACK | {"wait"}
_SHOWN_ANEW = frozenset({"rule:in_time", "rule:newest", "rule:unchanged"})
"""After these rules of the firewall a further yes has the same thing proposed anew."""


async def answered(talk: Talk, asked: OpenQuestion, act: Act, dialogue: Dialogue) -> Told | None:
    """What the clause says to what was proposed; None when it speaks of something else."""
    topic = dialogue.topic_of(asked.intent)
    if topic is None:
        return None
    if act.kind in _TAKES_BACK or _means_another(talk, act):
        return await _declined(talk, asked, topic, dialogue)
    if _says_yes(talk, act) or _repeats_the_wish(talk, act, topic, asked):
        if _hesitates(talk):
            return await _declined(talk, asked, topic, dialogue)
        return await _agreed(talk, asked, topic, dialogue)
    changed = await _changed(talk, asked, topic, act, dialogue)
    if changed is None and _begins_with_no(talk, act):
        return await _declined(talk, asked, topic, dialogue)
    return changed


async def late_yes(talk: Talk, act: Act, dialogue: Dialogue) -> Told | None:
    """A yes to what was proposed before something else: it is shown again, and nothing is done."""
    if not _says_yes(talk, act):
        return None
    topic = next((one for one in reversed(dialogue.topics[-_RECENT:]) if one.action), None)
    if topic is None or topic.step != "proposed":
        return None
    return await _shown_again(talk, topic, dialogue, 0)


async def resumed(talk: Talk, proposed: OpenQuestion, dialogue: Dialogue) -> Told | None:
    """The proposal once more behind the answer to something else, as it would be done now.

    None when it was shown again often enough, or cannot be proposed any more.
    """
    topic = dialogue.topic_of(proposed.intent)
    if topic is None or topic.step != "proposed" or proposed.asked_again >= _MOST_AGAIN:
        return None
    told = await _shown_again(talk, topic, dialogue, proposed.asked_again + 1)
    asks = tuple(step for step in told.steps if isinstance(step, Ask) and step.kind == "confirm")
    if not asks:
        return None
    fresh = told.dialogue.topic_of(topic.intent) or topic
    kept = tuple(fresh if one.intent == topic.intent else one for one in dialogue.topics)
    after = dialogue.model_copy(update={"topics": kept, "open": asks[-1].question})
    return Told(asks, after, small=True)


def _says_yes(talk: Talk, act: Act) -> bool:
    """A yes; beside thanks or anything else that is said only the word itself.

    "Ok thx" takes leave, "Ok. What does it cost?" and "ok. so back to the camera" go on, while
    "yes, thanks" agrees.
    """
    words = folded(act.text).split()
    thanks = any(talk.speech.is_only("thank", word) for word in words)
    if act.kind != "thank" and not thanks and not _says_more(talk, act):
        return act.kind == "confirm"
    yes = talk.renderer.wording.say("yes", {}, today=talk.world.today).text
    return act.kind in ("confirm", "thank") and words[:1] == folded(yes).split()


def _says_more(talk: Talk, act: Act) -> bool:
    """Whether the message holds anything but yeses."""
    return any(one.kind != "confirm" for one in talk.reading.acts if one is not act)


def _asks_besides(talk: Talk, act: Act) -> bool:
    """Whether another clause of the message asks something."""
    others = (one for one in talk.reading.acts if one is not act and one.text != act.text)
    return any(one.kind == "ellipsis" or talk.is_a_question(one) for one in others)


def _begins_with_no(talk: Talk, act: Act) -> bool:
    """ "No, I'll keep it": a no with its reason, and no other record in place of this one."""
    first = folded(act.text).split()[:1]
    names = act.mentions or act.corrects or act.points & {"other", "latest", "place"}
    return bool(first) and not names and talk.speech.is_only("decline", first[0])


def _means_another(talk: Talk, act: Act) -> bool:
    """ "Wait, not that one": it takes back, and names nothing instead."""
    if not act.corrects or act.mentions or "other" in act.points:
        return False
    return not talk.speech.content(talk.speech.unpointed(talk.speech.without("correct", act.text)))


def _hesitates(talk: Talk) -> bool:
    """Whether the same message also takes back: "yes", "wait, no"."""
    return any(act.kind in _HOLDS_BACK or act.corrects for act in talk.reading.acts)


def _repeats_the_wish(talk: Talk, act: Act, topic: Topic, asked: OpenQuestion) -> bool:
    """ "Yes, cancel ORD124": the proposed thing named once more, with a yes before it.

    "Ok, back to the lost parcel, what was in it" names it too, and agrees to nothing.
    """
    if talk.is_a_question(act) or talk.speech.says("back", act.text) or _asks_besides(talk, act):
        return False
    intent = talk.pack.intents.get(act.intent or "")
    procedure = talk.pack.procedures.get(intent.procedure or "") if intent else None
    same = procedure is not None and any(proposing(procedure, asked.action or ""))
    if not same and act.intent != topic.intent:
        return False
    named = {mention.record for mention in act.mentions}
    proposed = {ref for slot in topic.slots.values() for ref in slot.records}
    if not named <= proposed:
        return False
    first = folded(act.text).split()[:1]
    return act.probability >= SURE and bool(first) and talk.speech.is_only("confirm", first[0])


async def _agreed(talk: Talk, asked: OpenQuestion, topic: Topic, dialogue: Dialogue) -> Told:
    """What was agreed is done, or goes to a person who does it."""
    if asked.proposal is None or talk.runner.acting.by_a_person(asked.action or ""):
        return await _passed_on(talk, asked, topic, dialogue)
    said = await talk.runner.acting.settle(asked, topic, yes=True)
    return _settled(topic, dialogue, said)


async def _declined(talk: Talk, asked: OpenQuestion, topic: Topic, dialogue: Dialogue) -> Told:
    """What was proposed is off the table; what was done already, in this very turn, is told."""
    said: Step | None = None
    if asked.proposal is not None and not talk.runner.acting.by_a_person(asked.action or ""):
        said = await talk.runner.acting.settle(asked, topic, yes=False)
    if isinstance(said, Say) and said.kind != "refused":
        return _settled(topic, dialogue, said)
    after = _closed(dialogue, topic, "told")
    all_right = Say("all-right", kind="courtesy")
    return Told((all_right,), after, talk.topic_intent(dialogue), small=True)


def _settled(topic: Topic, dialogue: Dialogue, said: Step | None) -> Told:
    steps = (said,) if said is not None else (Say("all-right", kind="courtesy"),)
    if not isinstance(said, Say) or said.kind != "refused":
        return Told(steps, _closed(dialogue, topic, "done"), topic.intent)
    if _SHOWN_ANEW.isdisjoint(said.evidence):
        return Told(steps, _closed(dialogue, topic, "told"), topic.intent)
    return Told(steps, dialogue.model_copy(update={"open": None}), topic.intent)


async def _shown_again(talk: Talk, topic: Topic, dialogue: Dialogue, times: int) -> Told:
    """The topic's procedure from its beginning, which proposes as the records stand now."""
    procedure = talk.pack.intents[topic.intent].procedure or ""
    fresh = topic.model_copy(update={"step": "told", "action": None})
    bare = Act(kind="refer", text=topic.asked, points=frozenset({"point"}))
    closed = dialogue.model_copy(update={"open": None})
    told = told_of(await talk.runner.run(procedure, fresh, bare, closed), topic.intent)
    question = told.dialogue.open
    if question is None or question.kind != "confirm":
        return told
    counted = question.model_copy(update={"asked_again": times})
    steps = tuple(
        replace(step, question=counted) if isinstance(step, Ask) else step for step in told.steps
    )
    return replace(told, steps=steps, dialogue=told.dialogue.model_copy(update={"open": counted}))


async def _changed(
    talk: Talk, asked: OpenQuestion, topic: Topic, act: Act, dialogue: Dialogue
) -> Told | None:
    """ "Yes but only the tent", "make it two": the same wish with another value, shown anew."""
    intent = talk.pack.intents.get(topic.intent)
    procedure = talk.pack.procedures.get(intent.procedure or "") if intent else None
    if procedure is None or act.mentions or talk.is_a_question(act):
        return None
    changed = await _with_other_value(talk, procedure, topic, act, dialogue)
    return None if changed is None else await _shown_again(talk, changed, dialogue, 0)


async def _with_other_value(
    talk: Talk, procedure: Procedure, topic: Topic, act: Act, dialogue: Dialogue
) -> Topic | None:
    walk = Walk(topic, act, {}, [], dialogue)
    for name, slot in procedure.slots.items():
        if slot.noun is not None and (value := topic.slots.get(name)):
            numbers = [ref.number for ref in value.records]
            walk.slots[name] = await talk.world.find(slot.noun, numbers)
    for name, slot in procedure.slots.items():
        if slot.text and act.corrects and name in topic.slots:
            return with_value(topic, name, SlotValue(text=_rest(talk, act)))
        said = talk.runner.given.said(slot, act.text, parts_of(slot, walk))
        before = topic.slots.get(name)
        if said is not None and (before is None or _differs(said, before)):
            return with_value(topic, name, said)
    return None


def _differs(one: SlotValue, other: SlotValue) -> bool:
    return (one.text, one.every) != (other.text, other.every)


def _rest(talk: Talk, act: Act) -> str:
    """What is said behind the words that correct, as it was written."""
    kept = len(talk.speech.without("correct", act.text).split())
    return " ".join(act.text.split()[-kept:]) if kept else act.text


async def _passed_on(talk: Talk, asked: OpenQuestion, topic: Topic, dialogue: Dialogue) -> Told:
    """What was agreed goes to a person, who does it."""
    refs = tuple(ref for slot in topic.slots.values() for ref in slot.records)
    hand_over = HandOver(f"The customer agreed: {asked.action}.", refs, asked.action)
    records = [one for ref in refs for one in await talk.world.find(ref.noun, [ref.number])]
    record = records[0].id if records else None
    passed = Say(f"{asked.action}-passed", record, kind="waiting")
    after = _closed(dialogue, topic, "passed_on")
    return Told((passed,), after, topic.intent, hand_over=hand_over)


def _closed(dialogue: Dialogue, topic: Topic, step: str) -> Dialogue:
    """The dialogue without the open proposal, its topic at `step`."""
    closed = topic.model_copy(update={"step": step, "action": None})
    return dialogue.with_topic(closed).model_copy(update={"open": None})
