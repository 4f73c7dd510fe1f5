"""What can be done about a record: asked of the firewall, which alone decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.actions.outcomes import Refused, Wish
from deskhand.domain.commerce.things.port import Thing
from deskhand.interfaces.console.customer.access import Visitor
from deskhand.interfaces.console.customer.words import Words
from deskhand.packs.acting import Action, Argument

_FITS: Final[Mapping[str, tuple[Any, ...]]] = {"text": ("?",), "number": (1,)}
"""Values of a kind that stand for whatever the customer may fill in."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An action on a record. `refusal` is the rule's sentence where it is not allowed now."""

    action: str
    label: str
    refusal: str | None = None


async def deeds_of(
    firewall: Firewall, session: AsyncSession, visitor: Visitor, words: Words, thing: Thing
) -> list[Deed]:
    """The pack's actions on this record: those that are allowed, then those that are not."""
    found: list[Deed] = []
    for name, action in words.sayer.pack.actions.items():
        if action.noun != thing.noun:
            continue
        refused: Refused | None = None
        for given in supposed(action):
            judged = await firewall.may(session, visitor.actor, Wish(name, thing.number, given))
            if not isinstance(judged, Refused):
                refused = None
                break
            refused = refused or judged
        why = None
        if refused is not None:
            why = words.sayer.refusal(refused.say, thing, name) or words.text("act-refused")
        found.append(Deed(name, words.label(name), why))
    return sorted(found, key=lambda one: one.refusal is not None)


def asked_for(action: Action) -> dict[str, Argument]:
    """The arguments that the customer fills in: what is neither computed nor taken alone."""
    return {
        name: shape
        for name, shape in action.arguments.items()
        if shape.formula is None and (shape.field is None or shape.kind == "list")
    }


def supposed(action: Action) -> Iterator[dict[str, Any]]:
    """Arguments with something that fits in place of what only the customer can say."""
    missing = {
        name: _FITS.get(shape.kind, shape.choices)
        for name, shape in action.arguments.items()
        if not (shape.field or shape.formula or shape.optional)
    }
    for values in product(*missing.values()):
        yield dict(zip(missing, values, strict=True))
