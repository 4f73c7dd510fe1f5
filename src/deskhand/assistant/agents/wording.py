"""Words that all agents share: dates, statuses, offers, and the honest `I don't know`."""

from __future__ import annotations

from datetime import date

from deskhand.assistant.agents.port import Matter
from deskhand.assistant.evidence import Evidence
from deskhand.infra.money import Money

OFFER = "Would you like me to pass this on to a person of our team?"
DONT_KNOW = "I don't know that: I could not find it in our help pages or in your records."
UNSURE = "I'm not fully sure that this answers your question."
SIGN_IN = "I can look that up once I know who you are: please sign in, then ask me again."
OWN_ONLY = (
    "I can only tell you what is on record for your own account, and nothing about other customers."
)

_SURE_WORDS = 4
"""The language of a shorter message is a guess."""

_SORRY = {
    "de": "Ich kann zurzeit leider nur auf Englisch antworten.",
    "es": "Lo siento, de momento solo puedo responder en inglés.",
    "fr": "Je suis désolé, pour l'instant je ne peux répondre qu'en anglais.",
    "it": "Mi dispiace, per ora posso rispondere solo in inglese.",
    "nl": "Sorry, ik kan op dit moment alleen in het Engels antwoorden.",
    "pt": "Desculpe, por enquanto só posso responder em inglês.",
    "pl": "Przepraszam, na razie mogę odpowiadać tylko po angielsku.",
}


def day(value: date) -> str:
    """`2026-11-24` → `24 November 2026`."""
    return f"{value.day} {value:%B %Y}"


def known_day(record: Evidence, name: str) -> str | None:
    """A date of a record, in words; None when it is not known."""
    value = record.fact(name)
    return day(value) if isinstance(value, date) else None


def amount(record: Evidence, name: str) -> str:
    """An amount of a record, as `$49.00`."""
    value = record.fact(name)
    return str(value) if isinstance(value, Money) else ""


def opening(matter: Matter) -> str:
    """What stands before the answer: empathy when it is called for, and the language note."""
    understood = matter.understanding
    parts = []
    note = _SORRY.get(understood.language)
    if note and len(matter.message.split()) >= _SURE_WORDS:
        parts.append(note)
    if matter.strategy == "empathetic":
        parts.append("I'm sorry about the trouble.")
    return " ".join(parts)


def reply(*parts: str | None) -> str:
    """Parts that are there, joined as paragraphs."""
    return "\n\n".join(part.strip() for part in parts if part and part.strip())


def sentences(*parts: str | None) -> str:
    """Sentences that are there, joined as one paragraph."""
    return " ".join(part.strip() for part in parts if part and part.strip())


def listed(items: list[str]) -> str:
    """`a`, `b` and `c`."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def offered_a_person(matter: Matter) -> bool:
    """Whether the assistant's last message offered a person."""
    return OFFER in matter.last_reply
