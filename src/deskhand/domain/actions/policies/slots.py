"""A limit per period: a place in it must be free, and doing it takes that place."""

from __future__ import annotations

from datetime import date

from deskhand.domain.actions.policies.port import Case, Policy, SlotClaim
from deskhand.packs.acting import Rule, SlotsRule


def holds(rule: Rule, case: Case) -> bool:
    """Whether a place is free; a limit that belongs to nobody has none."""
    claims = claims_of(rule, case)
    return bool(claims) and all(case.taken.get(one, 0) < one.most for one in claims)


def claims_of(rule: Rule, case: Case) -> tuple[SlotClaim, ...]:
    """The limit that this case falls under; periods are those of the UTC calendar."""
    limit = rule.slots
    if limit is None:
        return ()
    holder = _holder(limit, case)
    if holder is None:
        return ()
    besides = case.thing.fields.get(limit.besides) if limit.besides else 0
    counted = besides if isinstance(besides, int) and not isinstance(besides, bool) else 0
    return (SlotClaim(limit.slot, holder, _period(limit, case.today), limit.most, counted),)


def _holder(limit: SlotsRule, case: Case) -> str | None:
    thing = case.thing
    if limit.of == "customer":
        whose = None if thing.customer_id is None else f"customer:{thing.customer_id}"
    else:
        whose = f"{thing.noun}:{thing.number}"
    apart = [f"{name}={case.arguments.get(name)}" for name in limit.by]
    return None if whose is None else "/".join([whose, *apart])


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
