"""Whether a reply states a fact, in any usual spelling of its language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from deskhand.evaluation.dialogues import Fact
from deskhand.evaluation.mentions import Amount, Mentions, find_mentions, plain
from deskhand.evaluation.words import Words, words_of
from deskhand.evaluation.world import RecordUnknown, Value, World
from deskhand.infra.money import Money

_WEEK = 6
"""A weekday alone names a day at most so many days away; the next one of that name is another."""


@dataclass(frozen=True, slots=True)
class Said:
    """A reply as it is read: its text, what it mentions, and the words of its language."""

    text: str
    folded: str
    mentions: Mentions
    words: Words
    today: date


def read_reply(text: str, language: str, today: date) -> Said:
    """Read `text` as a reply in `language` on the day `today`."""
    return Said(
        text, plain(text).casefold(), find_mentions(text, language), words_of(language), today
    )


def states(said: Said, fact: Fact, world: World) -> bool:
    """Whether the reply states the fact. Raises RecordUnknown when its record does not exist."""
    if fact.number is not None:
        return states_number(said, fact.number)
    if (texts := fact.says or fact.document) is not None:
        return any(_has_text(said, text) for text in texts)
    return states_value(said, value_of(fact, world), _name(fact))


def value_of(fact: Fact, world: World) -> Value:
    """The value that the fact stands for, where it is not a text. Raises RecordUnknown."""
    if fact.number is not None:
        return fact.number
    if fact.date is not None:
        return world.today + timedelta(days=fact.date)
    if fact.days is not None:
        _, when = world.find(fact.days)
        if not isinstance(when, date):
            raise RecordUnknown(f"{fact.days!r} is not a date.")
        return abs((when - world.today).days)
    if fact.total is not None:
        return _total(fact.total, world)
    return world.find(fact.record or "")[1]


def has_become(reference: str, wanted: str, world: World) -> bool:
    """Whether a record's field has the wanted value: a text, or that of another record's field."""
    try:
        _, value = world.find(reference)
    except RecordUnknown:
        return False
    try:
        return value == world.find(wanted)[1]
    except RecordUnknown:
        return str(value) == wanted


def _total(references: tuple[str, ...], world: World) -> Money:
    amounts = [world.find(reference)[1] for reference in references]
    money = [amount for amount in amounts if isinstance(amount, Money)]
    if len(money) != len(amounts) or len({amount.currency for amount in money}) != 1:
        raise RecordUnknown(f"{' + '.join(references)} are not amounts of one currency.")
    return Money(sum(amount.minor for amount in money), money[0].currency)


def _name(fact: Fact) -> str:
    return (fact.record or "").rpartition(".")[2]


def states_value(said: Said, value: Value, name: str = "") -> bool:
    """Whether the reply states this value of a field called `name`."""
    if isinstance(value, date):
        return states_day(said, value)
    if isinstance(value, Money):
        return states_amount(said, value)
    if isinstance(value, int):
        return states_number(said, value)
    if name == "status":
        return states_status(said, value)
    return _has_name(said, value)


def states_day(said: Said, when: date) -> bool:
    """A full date, one without its year, a weekday close by, or a word such as "tomorrow"."""
    if said.mentions.has_day(when):
        return True
    distance = (when - said.today).days
    if any(_has_phrase(said.folded, phrase) for phrase in said.words.for_day(distance)):
        return True
    if abs(distance) > _WEEK or not distance:
        return False
    names = [name for name, number in said.words.weekdays.items() if number == when.weekday()]
    return any(_has_phrase(said.folded, name) for name in names)


def states_amount(said: Said, money: Money) -> bool:
    """With or without cents and sign; another currency's sign makes it another amount."""
    if any(same_amount(amount, money) for amount in said.mentions.amounts):
        return True
    return money.minor % 100 == 0 and said.mentions.has_number(money.minor // 100)


def states_number(said: Said, number: int) -> bool:
    """In digits or spelled out."""
    if said.mentions.has_number(number):
        return True
    return any(_has_phrase(said.folded, word) for word in said.words.for_number(number))


def states_status(said: Said, status: str) -> bool:
    """One of the status's usual words, after what only sounds like it was taken out."""
    text = said.folded
    for phrase in said.words.all_of("not_meant"):
        text = text.replace(phrase.casefold(), " ")
    return any(_has_phrase(text, phrase) for phrase in said.words.statuses(status))


def _has_text(said: Said, text: str) -> bool:
    """The text as it stands, hyphens and spaces being the same."""
    return _has_phrase(_unhyphened(said.folded), _unhyphened(plain(text)))


def _unhyphened(text: str) -> str:
    return re.sub(r"[^\S\n]+|(?<=\w)-(?=\w)", " ", text)


def _has_name(said: Said, name: str) -> bool:
    """All words of a name that are written with a capital or a digit, in any order."""
    words = [word for word in re.findall(r"[\w+-]+", plain(name)) if not word.islower()]
    return all(_has_phrase(said.folded, word) for word in words or [name])


def has_phrase(said: Said, phrases: tuple[str, ...]) -> bool:
    """Whether one of the phrases stands in the reply."""
    return any(_has_phrase(said.folded, phrase) for phrase in phrases)


def _has_phrase(folded: str, phrase: str) -> bool:
    """Whole words; a phrase with ^ begins a sentence, and one with * has longer forms."""
    wanted = plain(phrase).casefold()
    if not any(char.isascii() for char in wanted):
        return wanted in folded  # Not every script puts spaces between words.
    if wanted.startswith("^"):
        before, wanted = r"(?:^|[.!?:\n])\s{0,3}[¡¿\"]?", wanted[1:]
    else:
        before = r"(?<!\w)" if wanted[0].isalnum() else ""
    after = r"(?!\w)" if wanted[-1].isalnum() else ""
    return re.search(before + re.escape(wanted.rstrip("*")) + after, folded) is not None


def same_amount(amount: Amount, money: Money) -> bool:
    """Whether an amount that was found may be this one."""
    return amount.minor == money.minor and amount.currency in (None, money.currency)
