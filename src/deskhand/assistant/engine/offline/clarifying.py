"""The question which order is meant, and how the answer to it is read."""

from __future__ import annotations

from deskhand.assistant.engine.port import Past

WHICH_ORDER = (
    "Which order do you mean? Please send me its number; it is in your order confirmation."
)
_FEW_WORDS = 6


def with_the_question(message: str, past: Past) -> str:
    """A short answer to the question which order is meant, put behind what it is an answer to.

    "The thermostat one" says nothing of what is wanted; the customer's message before does.
    """
    last = past.messages[-1:]
    asked = bool(last) and last[0].role == "assistant" and WHICH_ORDER in last[0].text
    earlier = [said.text for said in past.messages if said.role == "customer"]
    if not asked or not earlier or len(message.split()) > _FEW_WORDS:
        return message
    return f"{earlier[-1]} {message}"
