"""Lengths of time ("within 24 hours", "3-5 business days") and clock times ("9 am to 5 pm")."""

# A pattern is easier to check on one line.
# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from deskhand.assistant.guardrails.claims.claim import Claim, ClaimKind, Frame

Unit = Literal["minute", "hour", "day", "business day", "month"]

NUMBERS = {
    name: float(value)
    for value, names in enumerate(
        [
            "zero",
            "a an one ein eine einem einen un una une uno",
            "two zwei dos deux",
            "three drei tres trois",
            "four vier cuatro quatre",
            "five fünf cinco cinq",
            "six sechs seis",
            "seven sieben siete sept",
            "eight acht ocho huit",
            "nine neun nueve neuf",
            "ten zehn diez dix",
            "eleven elf",
            "twelve zwölf doce",
            "thirteen",
            "fourteen vierzehn catorce quatorze",
        ]
    )
    for name in names.split()
}
NUMBERS |= {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}
NUMBERS |= {"a couple of": 2, "couple of": 2, "a couple": 2, "ein paar": -3, "a few": -3, "few": -3}
NUMBERS |= {"several": -4, "next few": -3, "coming": -5, "half an": 0.5, "half a": 0.5}
NUMBERS |= {"unos": -3, "quelques": -3, "einige": -3, "some": -3, "many": -6}

_UNITS: dict[str, tuple[float, Unit]] = {
    "minute": (1, "minute"), "min": (1, "minute"), "minuto": (1, "minute"),
    "hour": (1, "hour"), "hr": (1, "hour"), "stunde": (1, "hour"), "hora": (1, "hour"),
    "heure": (1, "hour"), "day": (24, "hour"), "tag": (24, "hour"), "día": (24, "hour"),
    "dia": (24, "hour"), "jour": (24, "hour"), "night": (24, "hour"),
    "week": (168, "hour"), "woche": (168, "hour"), "semana": (168, "hour"), "semaine": (168, "hour"),
    "month": (1, "month"), "monat": (1, "month"), "mes": (1, "month"), "mois": (1, "month"),
    "year": (12, "month"), "jahr": (12, "month"), "año": (12, "month"), "an": (12, "month"),
    "année": (12, "month"), "quarter": (3, "month"),
}  # fmt: skip
_WORK = r"(?:business|working|work|week)"
_NUM = r"\d{1,4}(?:[.,]5)?|" + "|".join(sorted(map(re.escape, NUMBERS), key=len, reverse=True))
_UNIT = (
    r"(?P<unit>business days?|minut(?:e[ns]?|os?)|mins?|hours?|hrs?|stunden?|horas?|heures?|"
    r"days?|weekdays?|tag(?:en?)?|werktag(?:en?)?|arbeitstag(?:en?)?|d[ií]as?|jours?|nights?|weeks?|"
    r"wochen?|semanas?|semaines?|months?|monat(?:en?)?|mes(?:es)?|mois|years?|jahr(?:en?)?|años?|"
    r"ann[ée]es?|quarters?)\b(?P<post>\s+(?:hábiles|laborables|ouvr(?:és|ables)))?"
)
_FRAME = re.compile(
    r"(?P<lead>\b(?:within|up to|at most|no more than|no longer than|maximum of|max\.?|innerhalb von|"
    r"binnen|bis zu|en menos de|sous|less than|in under|in|next|past|last|over the next)\s+"
    r"(?:the\s+)?(?:next\s+|last\s+|past\s+|about\s+|around\s+|approximately\s+|roughly\s+|another\s+)*)?"
    rf"(?<![\w$€£#.,/-])(?P<low>{_NUM})(?:\s*(?:-|–|—|to|or|and|bis|oder|a|à)\s*(?P<high>{_NUM}))?"
    rf"(?:\s+|-|–)?(?P<work>{_WORK}[\s-]+)?(?:more\s+|full\s+|calendar\s+)?{_UNIT}"
    r"(?P<ago>\s+ago)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:(?P<next>next[- ](?:business[- ]|working[- ])?day)|(?P<same>same[- ]day)|"
    r"(?P<over>overnight)|(?P<days>(?:with)?in(?: the (?:next|coming))? (?:days|weeks|hours|minutes))|"
    r"(?P<always>24/7|around the clock))\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\w$€£.,:/#-])(?:(?P<h>[01]?\d|2[0-4])(?:[:h](?P<m>[0-5]\d)|\.(?P<m2>[0-5]\d)(?=\s*(?:[ap]\.?m\b|Uhr)))(?!\d|[.,/%]\d)\s*(?P<half>[ap]\.?m\b\.?)?|"
    r"(?P<h2>1[0-2]|0?[1-9])\s*(?P<half2>[ap]\.?m\b\.?)|(?P<h3>[01]?\d|2[0-4])\s*(?:Uhr|o['’]clock)\b|"
    r"(?P<noon>noon|midnight)\b)",
    re.IGNORECASE,
)


def number(word: str) -> float:
    """The number that `word` names, such as 3, `three` or `a couple of`."""
    known = NUMBERS.get(" ".join(word.lower().split()))
    return known if known is not None else float(word.replace(",", "."))


def _unit(found: re.Match[str]) -> tuple[float, Unit]:
    word = found["unit"].lower()
    if (
        found["work"]
        or found["post"]
        or word.startswith(("business", "weekday", "werk", "arbeits"))
    ):
        scale, unit = _unit_of(word.removeprefix("business ").removeprefix("week"))
        return (scale / 24, "business day") if unit == "hour" and scale >= 24 else (scale, unit)
    return _unit_of(word)


def _unit_of(word: str) -> tuple[float, Unit]:
    if word.startswith(("werktag", "arbeitstag")):
        return _UNITS["tag"]
    best = max((name for name in _UNITS if word.startswith(name)), key=len, default="day")
    return _UNITS[best]


def _reach(lead: str, ago: bool, low: float, high: float, unit: Unit, today: date) -> tuple[date | None, date | None]:  # fmt: skip
    days = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1, "business day": 1, "month": 30.4}[unit]
    if unit == "business day" or low < 0 or not (ago or lead.startswith("in ")):
        return None, None
    slack = 0 if high * days < 7 else 1 if high * days < 29 else 3
    first, last = round(low * days) - slack, round(high * days) + slack
    if ago:
        return today - timedelta(days=last), today - timedelta(days=first)
    return today + timedelta(days=first), today + timedelta(days=last)


def _is_price_period(text: str, found: re.Match[str]) -> bool:
    return (
        found["low"].lower() in {"a", "an", "one", "un", "una", "une", "some", "ein", "eine"}
        and not found["lead"]
        and not re.search(
            r"\b(?:takes?|after|about|around|for|least|another|than|every|nach|dauert)\s+$",
            text[: found.start()],
            re.IGNORECASE,
        )
        and not found["ago"]
    )


def _lengths(text: str, today: date) -> Iterator[Claim]:
    for found in _FRAME.finditer(text):
        if _is_price_period(text, found):
            continue
        scale, unit = _unit(found)
        low = number(found["low"])
        high = number(found["high"]) if found["high"] else low
        lead = (found["lead"] or "").lower()
        first, last = _reach(lead, bool(found["ago"]), low * scale, high * scale, unit, today)
        value = Frame(
            low * scale, high * scale, unit,
            within=bool(lead) and not lead.startswith(("in ", "next", "last", "past", "over")),
            first=first, last=last,
        )  # fmt: skip
        yield Claim(ClaimKind.FRAME, found.start(), found.end(), found.group().strip(), value)
    for found in _VAGUE.finditer(text):
        kind = str(found.lastgroup)
        if kind == "always":
            yield Claim(ClaimKind.TIME, found.start(), found.end(), found.group(), "24/7")
            continue
        business = "business" in found.group().lower() or "working" in found.group().lower()
        size = {"next": 1.0, "same": 0.0, "over": 1.5, "days": -5.0}[kind]
        vague = Frame(size, size, "business day" if business else "day")
        yield Claim(ClaimKind.FRAME, found.start(), found.end(), found.group(), vague)


def _clock(text: str) -> Iterator[Claim]:
    for found in _CLOCK.finditer(text):
        if found["noon"]:
            hour, minute = (12, 0) if found["noon"].lower() == "noon" else (0, 0)
        else:
            hour, minute = (
                int(found["h"] or found["h2"] or found["h3"]),
                int(found["m"] or found["m2"] or 0),
            )
            half = (found["half"] or found["half2"] or "").lower()
            hour = hour % 12 + 12 if half.startswith("p") else hour % 12 if half else hour
        value = f"{hour:02d}:{minute:02d}"
        yield Claim(ClaimKind.TIME, found.start(), found.end(), found.group(), value)


def find(text: str, today: date) -> Iterator[Claim]:
    """Every length of time and clock time in `text`."""
    yield from _lengths(text, today)
    yield from _clock(text)
