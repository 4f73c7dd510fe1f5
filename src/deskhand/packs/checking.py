"""What is wrong with a pack whose files can be read: names that lead nowhere, words that lack."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from deskhand.packs.action_faults import action_faults
from deskhand.packs.conditions import ConditionText
from deskhand.packs.flow import Place, flows_of, placed, unreachable
from deskhand.packs.loader import Pack
from deskhand.packs.messages import Sentence, sentences_of
from deskhand.packs.reading import place
from deskhand.packs.schema import Noun, Procedure, Step
from deskhand.packs.wording import WordingUnusable

_BASE_QUESTIONS = frozenset({"asked"})


def faults_of(pack: Pack) -> list[str]:
    """Every fault as a sentence that names its file and line; empty for a pack that can be used."""
    missing = list(_missing_files(pack))
    if missing:
        return missing
    found = [*_examples(pack), *_intents(pack), *_agents(pack), *_nouns(pack)]
    for procedure in pack.procedures.values():
        named = [*_slots(pack, procedure), *_steps(pack, procedure)]
        # Where a name leads nowhere, nothing can be told of the flow.
        found += named or _flow(pack, procedure)
    return [*found, *action_faults(pack), *_wording(pack)]


def _flow(pack: Pack, procedure: Procedure) -> Iterator[str]:
    path = f"procedures/{procedure.procedure}.yaml"
    for where, reason in unreachable(procedure, pack.nouns):
        yield f"{_at(pack, path, *where)}: {reason}."


def steps_of(procedure: Procedure) -> Iterator[Step]:
    """All steps of a procedure, branches and follow-ups included."""
    yield from (step for _, step in _placed(procedure))


def _placed(procedure: Procedure) -> Iterator[tuple[Place, Step]]:
    for _, where, steps in flows_of(procedure):
        yield from placed(steps, where)


def _at(pack: Pack, path: str, *where: str | int) -> str:
    return place(path, pack.files[path], *where)


def _missing_files(pack: Pack) -> Iterator[str]:
    if not pack.about.languages:
        yield f"{_at(pack, 'pack.yaml', 'languages')}: a pack needs a language."
        return
    first = pack.about.languages[0]
    if first not in pack.examples:
        yield f"intents/{first}.yaml: the first language needs examples."
    for language in pack.about.languages:
        if language not in pack.wordings:
            yield f"wording/{language}.ftl: this file is missing."


def _examples(pack: Pack) -> Iterator[str]:
    for language, examples in pack.examples.items():
        path = f"intents/{language}.yaml"
        for intent in examples.intents:
            if intent not in pack.intents:
                at = _at(pack, path, "intents", intent)
                yield f"{at}: there is no intent `{intent}` in intents.yaml."
        of_nouns = {"nouns": [*examples.nouns], "states": [*examples.states]}
        for part, named in (*of_nouns.items(), ("asks", [*examples.asks])):
            for noun in named:
                if noun not in pack.nouns:
                    at = _at(pack, path, part, noun)
                    yield f"{at}: there is no noun `{noun}` in nouns.yaml."


def _intents(pack: Pack) -> Iterator[str]:
    if not any(intent.outside for intent in pack.intents.values()):
        yield "intents.yaml: one intent has to be `outside`, for what is not its business."
    for name, intent in pack.intents.items():
        at = _at(pack, "intents.yaml", name)
        if intent.procedure is not None and intent.procedure not in pack.procedures:
            yield f"{at}: {name}: there is no procedure `{intent.procedure}`."
        if intent.about is not None and intent.about not in pack.nouns:
            yield f"{at}: {name}: there is no noun `{intent.about}`."
        if intent.tells is not None and intent.about is None:
            yield f"{at}: {name}: `tells` needs `about`."
        if not any((intent.procedure, intent.tells, intent.documents, intent.says, intent.outside)):
            yield f"{at}: {name}: it leads nowhere: to a procedure, `tells`, `says` or `documents`."
        first = pack.about.languages[0]
        if intent.question and intent.question not in pack.example(first).questions:
            yield f"{at}: {name}: no question `{intent.question}` in intents/{first}.yaml."
        for action in intent.state_of:
            if action not in pack.actions:
                yield f"{at}: {name}: there is no action `{action}`."
        if name not in pack.agent_of and not intent.outside:
            yield f"{at}: {name}: no agent in pack.yaml is responsible for it."
        yield from _of_record(pack, f"{at}: {name}", intent.which, intent.about)


def _agents(pack: Pack) -> Iterator[str]:
    for number, agent in enumerate(pack.about.agents):
        for name in agent.intents:
            if name not in pack.intents:
                at = _at(pack, "pack.yaml", "agents", number, "intents")
                yield f"{at}: agent {agent.name}: there is no intent `{name}`."


def _slots(pack: Pack, procedure: Procedure) -> Iterator[str]:
    path = f"procedures/{procedure.procedure}.yaml"
    for name, slot in procedure.slots.items():
        at = _at(pack, path, "slots", name)
        if slot.noun is not None and slot.noun not in pack.nouns:
            yield f"{at}: there is no noun `{slot.noun}`."
        yield from _of_record(pack, at, slot.likely, slot.noun)


def _steps(pack: Pack, procedure: Procedure) -> Iterator[str]:
    path = f"procedures/{procedure.procedure}.yaml"
    first = pack.about.languages[0]
    questions = pack.example(first).questions
    for where, step in _placed(procedure):
        at = _at(pack, path, *where)
        for name in _slots_named(step):
            if name not in procedure.slots:
                yield f"{at}: there is no slot `{name}`."
        if step.quote and step.quote not in questions and step.quote not in _BASE_QUESTIONS:
            yield f"{at}: there is no question `{step.quote}` in intents/{first}.yaml."
        if step.propose and step.confirm is None:
            yield f"{at}: proposing `{step.propose}` needs `confirm`."
        if step.may and step.may not in pack.actions:
            yield f"{at}: there is no action `{step.may}` in actions.yaml."
        yield from _acting(pack, procedure, step, at)
        if step.offer and step.offer != "person" and step.offer not in pack.procedures:
            yield f"{at}: there is no procedure `{step.offer}` to offer."
        yield from _conditions(pack, procedure, step, at)
        yield from _computed(pack, procedure, step, at)


def _acting(pack: Pack, procedure: Procedure, step: Step, at: str) -> Iterator[str]:
    """Faults of a step that proposes an action, or asks whether it may be."""
    action = pack.actions.get(step.propose or step.may or "")
    if action is None:
        if step.on:
            yield f"{at}: `on` tells what became of an action of actions.yaml, and there is none."
        return
    nouns = {slot.noun for slot in procedure.slots.values()}
    if action.noun not in nouns:
        yield f"{at}: the action needs a slot with the noun `{action.noun}`."
    for name, argument in action.arguments.items():
        given = argument.field is not None or argument.formula is not None or argument.optional
        if not given and name not in procedure.slots:
            yield f"{at}: the action needs a slot `{name}`, which nothing else fills."


def _slots_named(step: Step) -> Iterator[str]:
    of = step.of.split(".")[0] if step.of else None
    yield from filter(None, (step.look_up, step.each, step.keep, step.ask, of))


def _conditions(pack: Pack, procedure: Procedure, step: Step, at: str) -> Iterator[str]:
    kept = step.keep or (step.of or "").split(".")[0]
    if kept in procedure.slots:
        yield from _of_record(pack, at, step.where, procedure.slots[kept].noun)
    if step.when is None:
        return
    for name, fields in step.when.reads().items():
        slot = procedure.slots.get(name)
        if slot is None:
            yield f"{at}: `{step.when.source}`: there is no slot `{name}`."
        elif not slot.several and (noun := pack.nouns.get(slot.noun or "")) is not None:
            yield from _unknown_fields(noun, name, fields, step.when, at)


def _computed(pack: Pack, procedure: Procedure, step: Step, at: str) -> Iterator[str]:
    slot, _, field = (step.of or "").partition(".")
    noun = procedure.slots[slot].noun if slot in procedure.slots else None
    if field and noun in pack.nouns and field not in pack.nouns[noun or ""].fields:
        yield f"{at}: `{noun}` has no field `{field}`."


def _of_record(
    pack: Pack, at: str, condition: ConditionText | None, noun: str | None
) -> Iterator[str]:
    """Faults of a condition that is asked of one record, which it calls by its noun."""
    if condition is None:
        return
    for name, fields in condition.reads().items():
        if name != noun:
            yield f"{at}: `{condition.source}`: only `{noun or 'a noun'}` can be asked here."
        elif name in pack.nouns:
            yield from _unknown_fields(pack.nouns[name], name, fields, condition, at)


def _unknown_fields(
    noun: Noun, name: str, fields: Iterable[str], condition: ConditionText, at: str
) -> Iterator[str]:
    groups = {f"is_{group}" for groups in noun.states.values() for group in groups}
    for field in sorted(set(fields) - set(noun.fields) - groups):
        yield f"{at}: `{condition.source}`: `{name}` has neither field nor group `{field}`."


def _nouns(pack: Pack) -> Iterator[str]:
    for name, noun in pack.nouns.items():
        wanted = [(part, getattr(noun, part)) for part in ("state", "label", "number")]
        wanted += [("moments", moment) for moment in noun.moments]
        other, _, field = (noun.amounts or "").rpartition(".")
        if other and (other not in pack.nouns or field not in pack.nouns[other].fields):
            at = _at(pack, "nouns.yaml", name, "amounts")
            yield f"{at}: {name}: there is no `{noun.amounts}`."
        elif not other:
            wanted.append(("amounts", noun.amounts))
        for part, named in wanted:
            if named is not None and named not in noun.fields:
                yield f"{_at(pack, 'nouns.yaml', name, part)}: {name}: there is no field `{named}`."
        groups = {group for groups in noun.states.values() for group in groups}
        for group in sorted(set(noun.tones) - groups):
            at = _at(pack, "nouns.yaml", name, "tones")
            yield f"{at}: {name}: no state is in a group `{group}`."
        for state in sorted(set(noun.progress) - set(noun.states)):
            at = _at(pack, "nouns.yaml", name, "progress")
            yield f"{at}: {name}: there is no state `{state}`."
        for condition in (noun.summed, *noun.likely):
            yield from _of_record(pack, _at(pack, "nouns.yaml", name), condition, name)
        if noun.state in noun.fields and noun.fields[noun.state].kind != "state":
            at = _at(pack, "nouns.yaml", name, "fields", noun.state)
            yield f"{at}: {name}: `{noun.state}` is not of the kind state."


def wanted_wording(pack: Pack) -> set[str]:
    """Every sentence that the pack may have to say, by id."""
    wanted = {"noun-" + noun for noun, shape in pack.nouns.items() if shape.identifiers}
    for name, noun in pack.nouns.items():
        wanted |= {noun.told, noun.listed, noun.missing, *noun.answers.values()}
        wanted |= {noun.none_of} if noun.none_of else set()
        wanted |= {asked for said in pack.examples.values() for asked in said.asks.get(name, ())}
        wanted |= {f"state-{name}-{state}" for state in noun.states}
        if noun.identifiers:
            wanted |= {f"{name}-not-found"}
        if noun.identifiers:
            wanted |= {f"{name}-choice"}
    for intent in pack.intents.values():
        wanted |= {sentence for sentence in (intent.tells, intent.says) if sentence}
    wanted |= {rule.say for rule in pack.policies.rules.values()}
    for procedure in pack.procedures.values():
        wanted |= {slot.ask for slot in procedure.slots.values()}
        wanted |= {slot.none for slot in procedure.slots.values() if slot.none}
        wanted |= {f"choice-{one}" for slot in procedure.slots.values() for one in slot.choices}
        for step in steps_of(procedure):
            wanted |= {sentence for sentence in (step.say, step.confirm) if sentence}
            wanted |= set(step.on.values())
            if step.propose:
                wanted.add(f"{step.propose}-passed")
            if step.propose in pack.actions and "done" not in step.on:
                wanted.add(f"{step.propose}-done")
    return wanted


def _wording(pack: Pack) -> Iterator[str]:
    said = sentences_of(pack.wordings[pack.about.languages[0]])
    fields = {field for noun in pack.nouns.values() for field in noun.fields}
    for number, language in enumerate(pack.about.languages):
        path = f"wording/{language}.ftl"
        try:
            wording = pack.read_wording(language)
        except WordingUnusable as error:
            yield error.detail
            continue
        for sentence in sorted(wanted_wording(pack) | said.keys()):
            if not wording.has(sentence):
                yield f"{path}: the sentence `{sentence}` is missing."
        own = sentences_of(pack.wordings[language])
        yield from _of_no_field(pack, path, own)
        own = own if number else {}
        for sentence in sorted(own.keys() & said.keys()):
            yield from _values(path, sentence, own[sentence], said[sentence], fields)


def _of_no_field(pack: Pack, path: str, own: Mapping[str, Sentence]) -> Iterator[str]:
    """Values that a sentence about a record asks for, and that its noun has no field for."""
    for wording, noun, more in sorted(set(_said_of_records(pack))):
        sentence = own.get(wording)
        if sentence is None or noun not in pack.nouns:
            continue
        for value in sorted(sentence.facts() - pack.nouns[noun].fields.keys() - set(more)):
            at = f"{path}, line {sentence.line}"
            yield f"{at}: `{wording}` asks for `${value}`, which is no field of `{noun}`."


def _said_of_records(pack: Pack) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Sentences about a record of a noun, with the values that they may have besides."""
    for name, noun in pack.nouns.items():
        asked = [one for said in pack.examples.values() for one in said.asks.get(name, ())]
        answers = (*noun.answers.values(), *asked)
        for wording in (noun.told, noun.listed, *answers, f"{name}-choice"):
            yield wording, name, ()
    for intent in pack.intents.values():
        if intent.tells and intent.about:
            yield intent.tells, intent.about, ()
    for procedure in pack.procedures.values():
        nouns = [slot.noun for slot in procedure.slots.values() if slot.noun]
        for step in steps_of(procedure) if len(nouns) == 1 else ():
            action = pack.actions.get(step.propose or "")
            if step.say:
                yield step.say, nouns[0], ()
            if step.confirm:
                yield step.confirm, nouns[0], tuple(action.arguments) if action else ()


def _values(
    path: str, name: str, own: Sentence, first: Sentence, fields: set[str]
) -> Iterator[str]:
    at = f"{path}, line {own.line}"
    for value in sorted(first.facts() - own.facts()):
        yield f"{at}: `{name}` says nothing of `${value}`, as the first language does."
    for value in sorted(own.facts() - first.facts() - fields):
        yield f"{at}: `{name}` asks for `${value}`, which the first language does not know."
