"""Acts that need no look-up: thanks, goodbyes, who is answering, what was said before."""

from __future__ import annotations

from collections.abc import Callable

from deskhand.assistant.agents.told import Told
from deskhand.assistant.plan.steps import Ask, Say, Step
from deskhand.assistant.understanding.acts import Act
from deskhand.domain.conversations.dialogue import Dialogue, OpenQuestion

_VAGUE = OpenQuestion(kind="topic")

Answer = Callable[[Act, Dialogue], Told | None]


def told(act: Act, dialogue: Dialogue, *, staff: bool) -> Told | None:
    """What is said to such an act; None when the clause wants more than that."""
    if act.kind == "others" and staff:
        return None
    answer = _ANSWERS.get(act.kind)
    return answer(act, dialogue) if answer is not None else None


def _says(*wordings: str) -> Answer:
    def answer(act: Act, dialogue: Dialogue) -> Told:
        steps = tuple(Say(wording, kind="courtesy") for wording in wordings)
        return Told(steps, dialogue, small=True)

    return answer


def _thanks(act: Act, dialogue: Dialogue) -> Told:
    after = dialogue.model_copy(update={"open": None, "stuck": 0})
    return Told((Say("welcome", kind="courtesy"),), after, small=True)


def _greeting(act: Act, dialogue: Dialogue) -> Told:
    again = dialogue.last_message and dialogue.said[-1:] != ("hello.again",)
    wording = "hello.again" if again else "hello"
    return Told((Say(wording, values=(("name", None),), kind="courtesy"),), dialogue, small=True)


def _confirm(act: Act, dialogue: Dialogue) -> Told:
    return Told((Say("what-else", kind="courtesy"),), dialogue, small=True)


def _decline(act: Act, dialogue: Dialogue) -> Told:
    return Told((Say("all-right", kind="courtesy"),), dialogue, small=True)


def _drop(act: Act, dialogue: Dialogue) -> Told:
    return Told((Say("dropped", kind="courtesy"),), dialogue.without_topic(), small=True)


def _vague(act: Act, dialogue: Dialogue) -> Told | None:
    if dialogue.topic is not None and dialogue.quoted and not any(c.isalnum() for c in act.text):
        return None
    after = dialogue.model_copy(update={"open": _VAGUE})
    return Told((Ask("vague", _VAGUE),), after, sure=0.3, unclear=True)


def _recall(act: Act, dialogue: Dialogue) -> Told:
    asked = dialogue.topic.asked if dialogue.topic else dialogue.last_message
    step: Step = (
        Say("your-words", values=(("text", asked),), kind="courtesy")
        if asked
        else Say("nothing-earlier", kind="unknown")
    )
    return Told((step,), dialogue, small=True)


_ANSWERS: dict[str, Answer] = {
    "thank": _thanks,
    "greet": _greeting,
    "hello_again": _greeting,
    "goodbye": _says("goodbye"),
    "confirm": _confirm,
    "decline": _decline,
    "drop": _drop,
    "vague": _vague,
    "wait": _says("take-your-time"),
    "bot": _says("bot"),
    "capability": _says("capability"),
    "recall": _recall,
    "others": _says("only-own"),
}
