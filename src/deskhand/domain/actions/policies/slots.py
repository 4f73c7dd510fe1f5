"""A limit per period: a place in it must be free, and doing it takes that place."""

from __future__ import annotations

from datetime import date
from itertools import product

from deskhand.domain.actions.policies.port import Case, Policy, SlotClaim
from deskhand.packs.acting import Rule, SlotsRule


def holds(rule: Rule, case: Case) -> bool:
    """Whether a place is free; a limit that belongs to nobody has none."""
    claims = claims_of(rule, case)
    return bool(claims) and all(case.taken.get(one, 0) < one.most for one in claims)


def claims_of(rule: Rule, case: Case) -> tuple[SlotClaim, ...]:
    """The limits that this case falls under; periods are those of the UTC calendar."""
    limit = rule.slots
    if limit is None:
        return ()
    whose = _whose(limit, case)
    if whose is None:
        return ()
    besides = case.thing.fields.get(limit.besides) if limit.besides else 0
    counted = besides if isinstance(besides, int) and not isinstance(besides, bool) else 0
    period = _period(limit, case.today)
    return tuple(
        SlotClaim(limit.slot, "/".join((whose, *apart)), period, limit.most, counted)
        for apart in product(*(_each(name, case) for name in limit.by))
    )


def _whose(limit: SlotsRule, case: Case) -> str | None:
    thing = case.thing
    if limit.of == "record":
        return f"{thing.noun}:{thing.number}"
    return None if thing.customer_id is None else f"customer:{thing.customer_id}"


def _each(name: str, case: Case) -> list[str]:
    """The values of an argument that are counted apart: each of a list, or the one."""
    value = case.arguments.get(name)
    return [f"{name}={one}" for one in (value if isinstance(value, list) else [value])]


def _period(limit: SlotsRule, today: date) -> str:
    match limit.per:
        case "day":
            return today.isoformat()
        case "month":
            return f"{today:%Y-%m}"
        case "year":
            return f"{today:%Y}"
    return "ever"


POLICY = Policy("slots", holds, claims_of)
