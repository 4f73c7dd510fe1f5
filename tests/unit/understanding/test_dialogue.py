"""A yes is a yes only when nothing else is said; thanks, greetings and questions are told apart."""

from __future__ import annotations

import pytest

from deskhand.assistant.understanding.dialogue import confirms, declines, dialogue_act, wants_person
from deskhand.assistant.understanding.intents import read_examples


@pytest.mark.parametrize(
    "message",
    [
        "yes", "Yes please!", "yes, cancel it", "go ahead and refund me", "OK", "please do",
        "sure, refund ORD123", "Yes I confirm the cancellation of order ORD123", "sure, why not?",
        "yes that is my address", "sí, por favor", "ja bitte",
    ],
)  # fmt: skip
def test_a_plain_yes_confirms(message: str) -> None:
    assert confirms(message)
    assert dialogue_act(message) == "confirm"


@pytest.mark.parametrize(
    "message",
    [
        "yes?", "Yes, but to my other card", "yes no", "ok so where is it", "ok thanks",
        "yes do not", "Okay, not that one", "yes cancel order ORD124 instead", "right?",
        "cancel my order", "thanks", "yes, what happens then?", "", "no", "I'm not sure",
        "yes unless it has shipped", "yes if it is free",
    ],
)  # fmt: skip
def test_an_action_is_never_confirmed_by_a_doubtful_yes(message: str) -> None:
    assert not confirms(message)


@pytest.mark.parametrize(
    "message",
    ["no", "No thanks", "no, thank you, that's all", "No, don't cancel it", "never mind",
     "wait", "thanks but no", "that's wrong", "I changed my mind"],
)  # fmt: skip
def test_a_no_declines(message: str) -> None:
    assert declines(message)
    assert dialogue_act(message) == "decline"


@pytest.mark.parametrize(
    ("message", "act"),
    [
        ("thank you so much!", "thank"),
        ("Thanks, it works now", "thank"),
        ("hi there", "greet"),
        ("hi, how are you?", "greet"),
        ("Hi, thanks for the help. Where's my order ORD123?", "ask"),
        ("cancel order ORD5", "ask"),
        ("My order number is ORD123", "inform"),
        ("🙂", "inform"),
        ("???", "ask"),
    ],
)
def test_other_acts_are_told_apart(message: str, act: str) -> None:
    assert dialogue_act(message) == act


def test_an_angry_statement_complains_but_an_angry_question_asks() -> None:
    assert dialogue_act("This is terrible", negative=True) == "complain"
    assert dialogue_act("Why is this so terrible?", negative=True) == "ask"


@pytest.mark.parametrize(
    "message",
    [
        "I want to talk to a human", "agent please", "can I speak with your manager?",
        "this is useless, connect me to someone", "Can a person look at this?", "human",
        "do you have live people?", "stop this bot", "quiero hablar con una persona",
    ],
)  # fmt: skip
def test_the_wish_for_a_person_is_heard(message: str) -> None:
    assert wants_person(message)


@pytest.mark.parametrize(
    "message",
    ["I spoke to an agent yesterday", "I don't want to talk to anyone", "someone stole my parcel",
     "where can I find the agent id", "I need someone to fix my lamp", "is this a bot?"],
)  # fmt: skip
def test_speaking_of_people_is_not_asking_for_one(message: str) -> None:
    assert not wants_person(message)


def test_the_rules_agree_with_the_written_examples_of_each_act() -> None:
    examples = read_examples("intents.yaml", "dialogue")
    pairs = list(zip(examples.texts, examples.labels, strict=True))
    wrong = [(text, label) for text, label in pairs if dialogue_act(text) != label]
    assert len(wrong) <= len(pairs) // 20, wrong
    assert not [text for text, label in pairs if confirms(text) and label != "confirm"]
