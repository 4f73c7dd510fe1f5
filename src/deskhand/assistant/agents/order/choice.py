"""Which orders a message is about: named, described, pointed at, or the only ones it can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from deskhand.assistant.agents.order.wording import cancellable, on_its_way, shows_refund, status_of
from deskhand.assistant.agents.port import Matter
from deskhand.assistant.engine.offline.words import terms
from deskhand.assistant.evidence import Evidence
from deskhand.assistant.understanding.schemas import Intent

_POINTS_BACK = re.compile(r"\b(?:it|that|this|that one|this one|them|those|these)\b", re.IGNORECASE)
_SHORT = 12
_ANOTHER = re.compile(r"\b(?:the )?(?:other|remaining|second|else)\b(?: (?:one|order)s?)?", re.I)
_LATEST = re.compile(r"\b(?:last|latest|newest|most recent|recent) (?:order|one|purchase)\b", re.I)
_PLACES = ("first", "second", "third", "fourth", "fifth")
_PLACE = re.compile(rf"\bthe ({'|'.join(_PLACES)}|last)(?: one)?\b", re.IGNORECASE)
_LISTED = re.compile(r"^- (?:Your order )?(\S+?)[:,.]?\s", re.MULTILINE)

_FITS: dict[Intent, Callable[[Evidence], bool]] = {
    Intent.ORDER_STATUS: on_its_way,
    Intent.DELIVERY_PROBLEM: lambda order: on_its_way(order) or status_of(order) == "lost",
    Intent.CANCEL_ORDER: cancellable,
    Intent.CHANGE_ORDER: cancellable,
    Intent.RETURN_ITEM: lambda order: status_of(order) == "delivered",
    Intent.REPLACEMENT: lambda order: status_of(order) in ("delivered", "lost"),
    Intent.REFUND_REQUEST: lambda order: not shows_refund(order),
    Intent.REFUND_STATUS: lambda order: shows_refund(order) or status_of(order) == "returned",
}


def meant(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The orders among `orders` (newest first) that the message is about; empty when unclear."""
    if not orders:
        return ()
    if matter.understanding.entities.order_numbers:
        return tuple(orders)
    return (
        _pointed_at(matter, orders)
        or described(matter.message, orders)
        or _another(matter, orders)
        or _spoken_of(matter, orders)
        or _possible(matter, orders)
    )


def described(message: str, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The one order whose items the message names; a word that all orders share tells nothing."""
    if len(orders) == 1:
        return ()
    said = terms(message)
    words = [_items(order) for order in orders]
    spread = Counter(term for held in words for term in held)
    points = [sum(1 / spread[term] for term in said & held) for held in words]
    best = max(points)
    if best < 0.5 or points.count(best) > 1:
        return ()
    return (orders[points.index(best)],)


def candidates(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The orders for which the wish can make sense; all of them when it can for none."""
    fits = _FITS.get(matter.understanding.intent)
    if fits is None:
        return tuple(orders)
    return tuple(order for order in orders if fits(order)) or tuple(orders)


def _possible(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The only order there is, or the only one that the wish can be about."""
    if len(orders) == 1:
        return tuple(orders)
    likely = candidates(matter, orders)
    return likely if len(likely) == 1 else ()


def _pointed_at(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """`The second one` of the orders just listed, or the newest order."""
    by_number = {str(order.fact("number")): order for order in orders}
    shown = [by_number[n] for n in _LISTED.findall(matter.last_reply) if n in by_number]
    place = _PLACE.search(matter.message)
    if place is not None and shown:
        word = place.group(1).lower()
        index = -1 if word == "last" else _PLACES.index(word)
        return (shown[index],) if index < len(shown) else ()
    return (orders[0],) if _LATEST.search(matter.message) else ()


def _another(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """For `the other one`: what was not spoken of yet, if that is one order."""
    if not _ANOTHER.search(matter.message):
        return ()
    said = " ".join(past.text for past in matter.past.messages)
    fresh = [order for order in orders if not _named_in(order, said)]
    under_way = [order for order in fresh if on_its_way(order)]
    left = fresh if len(fresh) == 1 else under_way
    return tuple(left) if len(left) == 1 else ()


def _spoken_of(matter: Matter, orders: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """For `cancel it`: the one order of the latest message that named one."""
    words = matter.message.split()
    if len(words) > _SHORT or _ANOTHER.search(matter.message):
        return ()
    if len(words) > 3 and not _POINTS_BACK.search(matter.message):
        return ()
    for past in reversed(matter.past.messages):
        named = [order for order in orders if _named_in(order, past.text)]
        if named:
            return tuple(named) if len(named) == 1 else ()
    return ()


def _named_in(order: Evidence, text: str) -> bool:
    number = re.escape(str(order.fact("number")))
    return bool(re.search(rf"(?<![\w]){number}(?![\w])", text, re.IGNORECASE))


def _items(order: Evidence) -> frozenset[str]:
    return terms(" ".join(str(fact.value) for fact in order.facts if fact.name == "item"))
