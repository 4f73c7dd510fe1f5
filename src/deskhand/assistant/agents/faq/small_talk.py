"""Greetings, thanks, goodbyes, a yes or a no to nothing in particular, and who is answering."""

from __future__ import annotations

from deskhand.assistant.agents.port import Matter
from deskhand.assistant.agents.wording import OFFER, opening, reply
from deskhand.assistant.engine.port import Draft
from deskhand.assistant.understanding.asking import (
    asks_who_answers,
    is_vague,
    says_goodbye,
    says_unsolved,
)
from deskhand.assistant.understanding.schemas import Intent

_WELCOME = "You're welcome! Is there anything else I can help with?"
_GOODBYE = "Goodbye! Write again whenever you need us."
_ALL_RIGHT = "All right. Tell me if there is anything else."
_ASK_AGAIN = "I'm glad to go on. What would you like to know?"
_MACHINE = f"I'm the automated assistant of this shop, not a person. {OFFER}"
_WHAT = (
    "I'd like to help. What is it about: an order, a bill, your account, or a product? Please"
    " tell me in a sentence what happened."
)


def small_talk(matter: Matter) -> Draft | None:
    """The reply to a message without a question of substance; None when there is one."""
    understood = matter.understanding
    message = matter.message
    if asks_who_answers(message):
        return Draft(reply(opening(matter), _MACHINE))
    if says_goodbye(message):
        return Draft(_GOODBYE)
    if understood.intent is Intent.GREETING and understood.dialogue_act == "greet":
        name = f", {matter.customer_name.split()[0]}" if matter.customer_name else ""
        return Draft(reply(opening(matter), f"Hello{name}! How can I help you today?"))
    if understood.intent is Intent.THANKS:
        return Draft(reply(opening(matter), _WELCOME))
    if understood.dialogue_act == "decline":
        return Draft(_ALL_RIGHT)
    if understood.dialogue_act == "confirm" and len(message.split()) <= 3:
        return Draft(_ASK_AGAIN)
    if is_vague(message) and not (matter.last_reply and says_unsolved(message)):
        return Draft(reply(opening(matter), _WHAT), clarifying=True, needs_person=_stuck(matter))
    if understood.intent is Intent.GREETING:
        return Draft(reply(opening(matter), _WHAT), clarifying=True)
    return None


def _stuck(matter: Matter) -> bool:
    return matter.clarified >= 2
