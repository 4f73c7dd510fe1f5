"""Judging a wish over the live record: whose it is, its arguments, and every rule of the action."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions import limits
from deskhand.domain.actions.arguments import (
    ArgumentsUnusable,
    digest_of,
    in_conditions,
    normalised,
    stored,
)
from deskhand.domain.actions.gateways.port import Gateway
from deskhand.domain.actions.gateways.registry import BUILT_IN, gateway_of
from deskhand.domain.actions.outcomes import Refused, Wish
from deskhand.domain.actions.policies.port import Case, SlotClaim
from deskhand.domain.actions.policies.registry import POLICIES
from deskhand.domain.actions.refusals import ARGUMENTS, KNOWN, MINE, said_of
from deskhand.domain.actions.signals.registry import suspicions
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.things.port import Sought, Thing
from deskhand.domain.packs.store import PackInUse
from deskhand.infra.clock import now
from deskhand.packs.acting import Action
from deskhand.packs.conditions import ConditionUnusable
from deskhand.packs.schema import Noun
from deskhand.packs.values import condition_values

_LONGEST = 200
"""Characters of a name or number; no record has a longer one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A wish that every rule allows: the record, the exact arguments, what doing it takes, where.

    `approval` says for the team why a person has to approve; empty when nobody has to.
    """

    action: Action
    thing: Thing
    arguments: Mapping[str, Any]
    digest: str
    claims: tuple[SlotClaim, ...]
    approval: tuple[str, ...]
    facts: Mapping[str, Any]
    gateway: str = BUILT_IN


async def judge(
    session: AsyncSession,
    actor: Actor,
    pack: PackInUse,
    gateways: Mapping[str, Gateway],
    wish: Wish,
    *,
    lock: bool = False,
) -> Judged | Refused:
    """What the rules of `pack` say of the wish now; with `lock` the record stays as it is."""
    action = pack.pack.actions.get(wish.action)
    name = gateway_of(gateways, wish.action, action) if action else ""
    gateway = gateways.get(name)
    if action is None or gateway is None:
        return _refused(wish, KNOWN)
    shape = pack.pack.nouns[action.noun]
    sought = Sought(action.noun, shape, wish.number, lock)
    odd = wish.number != _printable(wish.number)  # No record has it, and no database takes it.
    thing = None if odd else await gateway.find(session, sought, shape.read)
    if thing is None or not may_touch(actor, thing, wish):
        # Whether somebody else has such a record is nobody's business.
        refused = _refused(wish, MINE, action.noun)
        return replace(refused, say=f"{action.noun}-not-found") if shape.identifiers else refused
    wish = replace(wish, number=thing.number)
    judged = await _over_rules(session, pack, action, thing, wish)
    return judged if isinstance(judged, Refused) else replace(judged, gateway=name)


def may_touch(actor: Actor, thing: Thing, wish: Wish) -> bool:
    """Staff may act for every customer, but the assistant in a turn only for whom it talks to."""
    if actor.staff and wish.turn_id is None:
        return True
    return thing.customer_id is not None and thing.customer_id == actor.customer_id


async def _over_rules(
    session: AsyncSession, pack: PackInUse, action: Action, thing: Thing, wish: Wish
) -> Judged | Refused:
    today = now().date()
    values: dict[str, Any] = {
        action.noun: condition_values(pack.pack.nouns[action.noun], thing.fields, today),
        "policy": dict(pack.pack.policies.values),
    }
    try:
        arguments = normalised(action, wish.arguments, thing, values, today)
    except ArgumentsUnusable as error:
        return replace(_refused(wish, ARGUMENTS, action.noun), reason=f"{error}.")
    values["arguments"] = in_conditions(action, arguments, today)
    case = Case(thing, arguments, values, today)
    rules = {name: pack.pack.policies.rules[name] for name in action.rules}
    claims = {
        name: claimed
        for name, rule in rules.items()
        if (claimed := POLICIES[rule.kind].claims(rule, case))
    }
    every = tuple(one for claimed in claims.values() for one in claimed)
    case = replace(case, taken=await limits.taken(session, every))
    for name, rule in rules.items():
        if not POLICIES[rule.kind].holds(rule, case):
            refused = _refused(wish, name, action.noun)
            return replace(refused, say=rule.say, reason=rule.reason)
    digest = digest_of(wish.action, action.noun, thing.number, thing.customer_id, arguments)
    approval = _approval(action, values)
    if action.watched:
        approval += await suspicions(session, pack.pack.policies.risk, thing)
    facts = _facts(pack.pack.nouns[action.noun], thing)
    return Judged(action, thing, arguments, digest, every, approval, facts)


def _approval(action: Action, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Why a person has to approve; what cannot be decided has to be."""
    if action.approve is None:
        return ()
    try:
        needed = action.approve.value(values) is not False
    except ConditionUnusable:
        needed = True
    return (action.approve.source,) if needed else ()


def _facts(noun: Noun, thing: Thing) -> dict[str, Any]:
    """What the record said when it was judged, as JSON: what is not known is left out."""
    return {
        name: stored(value) for name in noun.fields if (value := thing.fields.get(name)) is not None
    }


def _refused(wish: Wish, rule: str, noun: str = "") -> Refused:
    say, reason = said_of(rule)
    return Refused(rule, say, reason, _printable(wish.action), noun, _printable(wish.number))


def _printable(text: str) -> str:
    """What may stand in a trail: a short text without anything that hides."""
    return "".join(one if one.isprintable() else "?" for one in text[:_LONGEST])
