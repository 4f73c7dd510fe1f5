"""What can be done with one record: every action of its noun, and what the rules say of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from deskhand.domain.actions.arguments import stored
from deskhand.domain.actions.evidence import RuleView, rules_of
from deskhand.domain.actions.gateways.port import Gateway
from deskhand.domain.actions.gateways.registry import BUILT_IN, gateway_of
from deskhand.domain.actions.judging import Judged, judge, may_touch
from deskhand.domain.actions.outcomes import Refused, Wish
from deskhand.domain.audit import Actor
from deskhand.domain.commerce.kinds import RecordNotFound
from deskhand.domain.commerce.things.port import Sought, Thing
from deskhand.domain.packs.store import PackInUse
from deskhand.packs.acting import Action, Argument, ArgumentKind, Rule


class ArgumentView(BaseModel):
    """A value that an action takes; `value` is what it is when nobody names it."""

    name: str
    kind: ArgumentKind
    optional: bool
    longest: int
    choices: list[str] = Field(description="Of a choice, or what a list can hold.")
    value: Any
    currency: str | None = Field(description="Of money.")


class OptionView(BaseModel):
    """An action, and what the rules say of it now.

    `allowed`: it would be done. `approval`: a person would have to approve it. `refused`: `rule`
    forbids it. `asks`: the rules are asked once the missing values are there.
    """

    action: str
    verdict: Literal["allowed", "approval", "refused", "asks"]
    approval: list[str]
    rule: str | None
    reason: str | None
    rules: list[RuleView]
    arguments: list[ArgumentView]


class OptionsView(BaseModel):
    """A record as its noun shows it, and what can be done with it."""

    noun: str
    number: str
    customer_id: UUID | None
    facts: dict[str, Any]
    options: list[OptionView]


async def options_of(
    session: AsyncSession,
    actor: Actor,
    pack: PackInUse,
    gateways: Mapping[str, Gateway],
    noun: str,
    number: str,
) -> OptionsView:
    """Every action of the noun over the live record; nothing is written. Raises RecordNotFound."""
    shape = pack.pack.nouns.get(noun)
    actions = {name: one for name, one in pack.pack.actions.items() if one.noun == noun}
    kept = next((gateway_of(gateways, *one) for one in actions.items()), BUILT_IN)
    if shape is None or kept not in gateways or not number.isprintable():
        raise RecordNotFound
    thing = await gateways[kept].find(session, Sought(noun, shape, number), shape.read)
    if thing is None or not may_touch(actor, thing, Wish("", number)):
        raise RecordNotFound
    facts = {
        name: stored(value)
        for name, field in shape.fields.items()
        if not field.hidden and (value := thing.fields.get(name)) is not None
    }
    options = [
        _option(
            name,
            action,
            thing,
            pack.pack.policies.rules,
            await judge(session, actor, pack, gateways, Wish(name, thing.number)),
        )
        for name, action in actions.items()
    ]
    return OptionsView(
        noun=noun,
        number=thing.number,
        customer_id=thing.customer_id,
        facts=facts,
        options=options,
    )


def _option(
    name: str, action: Action, thing: Thing, rules: Mapping[str, Rule], judged: Judged | Refused
) -> OptionView:
    arguments = [
        _argument(key, shape, action, thing, rules)
        for key, shape in action.arguments.items()
        if shape.formula is None
    ]
    refused = judged if isinstance(judged, Refused) else None
    approval = list(judged.approval) if isinstance(judged, Judged) else []
    asks = any(one.value is None and not one.optional for one in arguments)
    verdict: Literal["allowed", "approval", "refused", "asks"] = "allowed"
    if refused is not None:
        verdict = "asks" if asks else "refused"
    elif approval:
        verdict = "approval"
    return OptionView(
        action=name,
        verdict=verdict,
        approval=approval,
        rule=refused.rule if refused is not None and not asks else None,
        reason=refused.reason if refused is not None and not asks else None,
        rules=rules_of(rules, action.rules),
        arguments=arguments,
    )


def _argument(
    name: str, shape: Argument, action: Action, thing: Thing, rules: Mapping[str, Rule]
) -> ArgumentView:
    value = thing.fields.get(shape.field) if shape.field is not None else None
    many = isinstance(value, tuple) and shape.kind != "list"
    return ArgumentView(
        name=name,
        kind=shape.kind,
        optional=shape.optional,
        longest=shape.longest,
        choices=list(shape.choices) or _listed(name, action, thing, rules),
        value=None if many else stored(value),
        currency=thing.currency if shape.kind == "money" else None,
    )


def _listed(name: str, action: Action, thing: Thing, rules: Mapping[str, Rule]) -> list[str]:
    """What a rule lets the argument be one of, as the record lists it."""
    for rule in (rules[one] for one in action.rules if one in rules):
        if rule.one_of is not None and rule.one_of.argument == name:
            found = thing.fields.get(rule.one_of.field)
            if isinstance(found, tuple):
                return list(found)
    return []
