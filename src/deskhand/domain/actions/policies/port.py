"""What a kind of rule is: a pure function over one case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deskhand.domain.commerce.things.port import Thing
from deskhand.packs.acting import Rule


@dataclass(frozen=True, slots=True)
class SlotClaim:
    """The places of one limit: at most `most` for the holder in the period.

    `besides` of them are taken by what no action of ours did.
    """

    slot: str
    holder: str
    period: str
    most: int
    besides: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at.

    `values` are what conditions see: the record by its noun, `arguments`, `policy`, `signals`.
    `taken` says how many places of a limit are gone.
    """

    thing: Thing
    arguments: Mapping[str, Any]
    values: Mapping[str, Any]
    today: date
    taken: Mapping[SlotClaim, int] = field(default_factory=dict)


def _no_claims(rule: Rule, case: Case) -> tuple[SlotClaim, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Policy:
    """A kind of rule. `holds` decides; `claims` are the places that doing it takes."""

    kind: str
    holds: Callable[[Rule, Case], bool]
    claims: Callable[[Rule, Case], tuple[SlotClaim, ...]] = _no_claims
