"""What is wrong with a pack's actions and rules: names that lead nowhere, and contradictions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deskhand.packs.acting import Action, Rule
from deskhand.packs.conditions import ConditionText
from deskhand.packs.loader import Pack
from deskhand.packs.operations import Operation, operations
from deskhand.packs.reading import place
from deskhand.packs.satisfying import satisfiable
from deskhand.packs.schema import Noun

BUILT_IN = "built_in"
_ACTIONS, _POLICIES = "actions.yaml", "policies.yaml"
_FITTING: Mapping[str, frozenset[str]] = {
    "money": frozenset({"money"}),
    "date": frozenset({"date"}),
    "number": frozenset({"number"}),
    "text": frozenset({"text", "identifier", "state"}),
    "choice": frozenset({"text", "state"}),
    "list": frozenset({"text", "identifier"}),
}
"""The kinds of fields that an argument can be taken from."""


def action_faults(pack: Pack) -> Iterator[str]:
    """Every fault as a sentence that names its file and line."""
    for name, action in pack.actions.items():
        noun = pack.nouns.get(action.noun)
        if noun is None:
            yield f"{_at(pack, name, 'noun')}: there is no noun `{action.noun}`."
            continue
        yield from _operation(pack, name, action, noun)
        yield from _arguments(pack, name, action, noun)
        yield from _sets(pack, name, action, noun)
        if action.approve is not None:
            at = _at(pack, name, "approve")
            yield from _condition(pack, at, action.approve, action, noun)
        known = [rule for rule in action.rules if rule in pack.policies.rules]
        for rule in sorted(set(action.rules) - set(known)):
            yield f"{_at(pack, name, 'rules')}: there is no rule `{rule}` in {_POLICIES}."
        for rule in known:
            yield from _rule(pack, rule, pack.policies.rules[rule], action, noun)
    yield from _limits(pack)
    yield from _contradictions(pack)


def _at(pack: Pack, *where: str | int) -> str:
    return place(_ACTIONS, pack.files[_ACTIONS], *where)


def _at_rule(pack: Pack, rule: str, *where: str | int) -> str:
    return place(_POLICIES, pack.files[_POLICIES], "rules", rule, *where)


def _operation(pack: Pack, name: str, action: Action, noun: Noun) -> Iterator[str]:
    """The built-in records do what stands in operations.yaml; other gateways know their own."""
    if action.gateway != BUILT_IN:
        return
    at = _at(pack, name, "operation")
    operation = operations().get(action.operation)
    if operation is None:
        yield f"{at}: there is no operation `{action.operation}`."
        return
    if operation.of != noun.read:
        yield f"{at}: `{action.operation}` changes what `{operation.of}` reads, not {action.noun}."
    if operation.sets != bool(action.sets):
        problem = "needs `sets`" if operation.sets else "sets no fields of its own"
        yield f"{at}: `{action.operation}` {problem}."
    for argument, kind in operation.arguments.items():
        shape = action.arguments.get(argument)
        if shape is None or shape.kind != kind or shape.optional:
            yield f"{at}: `{action.operation}` needs the argument `{argument}` of the kind {kind}."


def _arguments(pack: Pack, name: str, action: Action, noun: Noun) -> Iterator[str]:
    for argument, shape in action.arguments.items():
        at = _at(pack, name, "arguments", argument)
        if shape.field is not None and shape.field not in noun.fields:
            yield f"{at}: `{action.noun}` has no field `{shape.field}`."
        elif shape.field is not None and noun.fields[shape.field].kind not in _FITTING[shape.kind]:
            yield f"{at}: `{shape.field}` is no {shape.kind}."
        if shape.formula is not None:
            yield from _condition(pack, at, shape.formula, action, noun)


def _sets(pack: Pack, name: str, action: Action, noun: Noun) -> Iterator[str]:
    for field, value in action.sets.items():
        at = _at(pack, name, "sets", field)
        if field not in noun.fields or field == noun.number:
            yield f"{at}: `{action.noun}` has no field `{field}` that could be set."
        elif isinstance(value, Mapping):
            if set(value) != {"argument"} or value["argument"] not in action.arguments:
                yield f"{at}: a value, or `{{argument: …}}` with an argument, is expected."
        elif field == noun.state and value not in noun.states:
            yield f"{at}: `{action.noun}` has no state `{value}`."


def _rule(pack: Pack, name: str, rule: Rule, action: Action, noun: Noun) -> Iterator[str]:
    at = _at_rule(pack, name, rule.kind)
    if rule.when is not None:
        yield from _condition(pack, at, rule.when, action, noun)
    for compared in (rule.at_most, rule.one_of):
        if compared is not None:
            yield from _argument_named(at, compared.argument, action)
            if compared.field not in noun.fields:
                yield f"{at}: `{action.noun}` has no field `{compared.field}`."
    if rule.slots is not None:
        for argument in rule.slots.by:
            yield from _argument_named(at, argument, action)
        operation = operations().get(action.operation)
        if rule.slots.besides not in (None, *noun.fields, *_counts(operation)):
            yield f"{at}: nothing counts `{rule.slots.besides}`."


def _counts(operation: Operation | None) -> tuple[str, ...]:
    return operation.counts if operation else ()


def _argument_named(at: str, argument: str, action: Action) -> Iterator[str]:
    if argument not in action.arguments:
        yield f"{at}: the action has no argument `{argument}`."


def _condition(
    pack: Pack, at: str, condition: ConditionText, action: Action, noun: Noun
) -> Iterator[str]:
    groups = {f"is_{group}" for every in noun.states.values() for group in every}
    known: Mapping[str, set[str]] = {
        action.noun: set(noun.fields) | groups,
        "arguments": set(action.arguments),
        "policy": set(pack.policies.values),
    }
    for name, fields in condition.reads().items():
        if name not in known:
            yield f"{at}: `{condition.source}`: only {', '.join(known)} can be asked here."
            continue
        for field in sorted(set(fields) - known[name]):
            yield f"{at}: `{condition.source}`: `{name}` has no `{field}`."


def _limits(pack: Pack) -> Iterator[str]:
    """One limit cannot hold so many places here and so many there."""
    seen: dict[str, tuple[str, object]] = {}
    for name, rule in pack.policies.rules.items():
        if rule.slots is None:
            continue
        terms = rule.slots.model_copy(update={"besides": None})
        first, others = seen.setdefault(rule.slots.slot, (name, terms))
        if others != terms:
            at = _at_rule(pack, name, "slots")
            yield f"{at}: the limit `{rule.slots.slot}` is another one in the rule `{first}`."


def _contradictions(pack: Pack) -> Iterator[str]:
    """Rules that no record can ever pass are a mistake, not a policy."""
    for name, action in pack.actions.items():
        noun = pack.nouns.get(action.noun)
        rules = {
            rule: condition
            for rule in action.rules
            if rule in pack.policies.rules
            and (condition := pack.policies.rules[rule].when) is not None
        }
        if noun is None or not rules or _reads_strangers(rules.values(), pack, action):
            continue
        alone = [
            rule
            for rule, condition in rules.items()
            if not satisfiable((condition,), action, noun, pack.policies.values)
        ]
        for rule in alone:
            at = _at_rule(pack, rule, "if")
            yield f"{at}: `{rules[rule].source}` holds for no {action.noun}."
        if not alone and not satisfiable(tuple(rules.values()), action, noun, pack.policies.values):
            yield (
                f"{_at(pack, name, 'rules')}: {', '.join(rules)} contradict each other:"
                f" no {action.noun} passes all of them."
            )


def _reads_strangers(conditions: Iterable[ConditionText], pack: Pack, action: Action) -> bool:
    """Whether a condition asks for what is not there, which is a fault of its own."""
    noun = pack.nouns[action.noun]
    return any(list(_condition(pack, "", one, action, noun)) for one in conditions)
