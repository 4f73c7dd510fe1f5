"""The hotel's pack: another trade in data alone, said in full sentences for every sample guest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

import pytest

from deskhand.assistant.evidence import Evidence, FactKind
from deskhand.assistant.tools.find_records import record_evidence
from deskhand.assistant.tools.records import customer_evidence, invoice_evidence, ticket_evidence
from deskhand.domain.commerce.schemas import InvoiceView, PaymentView
from deskhand.domain.tables import Customer, Invoice, Payment, Record, Ticket
from deskhand.evaluation.case_files import read_yaml
from deskhand.evaluation.dialogues import DialogueFile
from deskhand.infra.ids import new_id
from deskhand.infra.money import Money
from deskhand.packs.checking import steps_of, wanted_wording
from deskhand.packs.loader import built_in
from deskhand.packs.schema import Noun, Step
from deskhand.samples.rows import ShopRows
from deskhand.samples.schemas import document_files, load_shop

HOTEL = built_in("hotel")
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOW.date()
CASES = files("deskhand") / "packs" / "hotel" / "cases"
LANGUAGES = HOTEL.about.languages
Records = Mapping[str, tuple[Evidence, ...]]


@cache
def _records() -> Records:
    """The sample hotel's rows as evidence, by noun."""
    rows = ShopRows(load_shop("marram"), new_id(), NOW)
    found: dict[Any, Sequence[dict[str, Any]]] = dict(rows.tables())
    paid: dict[Any, list[PaymentView]] = {}
    for row in found[Payment]:
        paid.setdefault(row["invoice_id"], []).append(PaymentView.model_validate(row))
    bills = [
        InvoiceView.model_validate({**row, "payments": paid.get(row["id"], [])})
        for row in found[Invoice]
    ]
    return {
        "reservation": tuple(
            record_evidence(Record(**row), HOTEL.nouns["reservation"]) for row in found[Record]
        ),
        "folio": tuple(invoice_evidence(bill, "folio") for bill in bills),
        "guest": tuple(customer_evidence(Customer(**row), "guest") for row in found[Customer]),
        "ticket": tuple(ticket_evidence(Ticket(**row)) for row in found[Ticket]),
    }


def _record(noun: str, number: str) -> Evidence:
    return next(one for one in _records()[noun] if one.fact("number") == number)


def _values(record: Evidence, noun: Noun) -> dict[str, Any]:
    """The record as conditions see it: days from today, minor units, groups of states."""
    state = record.fact(noun.state) if noun.state else None
    groups = {group for listed in noun.states.values() for group in listed}
    values: dict[str, Any] = {
        f"is_{group}": group in noun.states.get(str(state), ()) for group in groups
    }
    for fact in record.facts:
        value: Any = fact.value
        if isinstance(value, date):
            value = (value - TODAY).days
        elif isinstance(value, Money):
            value = value.minor
        values.setdefault(fact.name, value)
    return values


@dataclass(frozen=True, slots=True)
class Taken:
    """The steps that a procedure takes for one record, questions and branches followed."""

    steps: tuple[Step, ...]

    @property
    def said(self) -> tuple[str, ...]:
        spoken = [wording for step in self.steps for wording in (step.say, step.confirm) if wording]
        return (*spoken, *(f"{step.propose}-passed" for step in self.steps if step.propose))

    @property
    def proposed(self) -> tuple[str, ...]:
        return tuple(step.propose for step in self.steps if step.propose)


def _taken(procedure: str, slot: str, record: Evidence) -> Taken:
    shape = HOTEL.procedures[procedure]
    noun = HOTEL.nouns[record.subject]
    seen: Any = _values(record, noun)
    held = [seen] if shape.slots[slot].several else seen
    return Taken(tuple(_followed(shape.steps, {slot: held})))


def _followed(steps: Sequence[Step], values: Mapping[str, Any]) -> Iterator[Step]:
    for step in steps:
        yield step
        if step.when is not None:
            branch = step.then if step.when.holds(values) else step.otherwise
            yield from _followed(branch, values)


def _sentences() -> Iterator[tuple[str, Evidence]]:
    """Every sentence about a record, with each sample record that it can be said of."""
    for name, noun in HOTEL.nouns.items():
        spoken = {noun.told, noun.listed, *noun.answers.values()}
        spoken |= {f"{name}-choice"} if noun.label and noun.identifiers else set()
        spoken |= {i.tells for i in HOTEL.intents.values() if i.about == name and i.tells}
        for record in _records()[name]:
            yield from ((wording, record) for wording in sorted(spoken))
    for name, procedure in HOTEL.procedures.items():
        for slot, kind in procedure.slots.items():
            for record in _records()[kind.noun] if kind.noun else ():
                yield from ((wording, record) for wording in _taken(name, slot, record).said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole_for_every_record_of_the_sample_hotel(language: str) -> None:
    wording = HOTEL.wording(language)
    said: set[str] = set()
    for name, record in _sentences():
        values: dict[str, Any] = {
            argument: None for action in HOTEL.actions.values() for argument in action.arguments
        }
        values |= {fact.name: fact.value for fact in reversed(record.facts)}
        state = f"state-{record.subject}-{values.get('status')}"
        values["status_text"] = (
            wording.say(state, {}, today=TODAY).text if wording.has(state) else None
        )
        text = wording.say(name, values, today=TODAY).text
        said.add(name)
        assert "none" not in text.casefold().split(), (name, text)
        assert not any(fault in text for fault in ("  ", " .", " ,", " ;", "( ", " )", "{")), text
        assert text.startswith("- ") or text[0].isalnum(), text
        assert text[-1] in ".?:" or name.endswith(("-line", "-choice")), text
    told = {name for name in wanted_wording(HOTEL) if name.endswith(("-about", "-line"))}
    assert told <= said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_without_a_record_can_be_said_too(language: str) -> None:
    wording = HOTEL.wording(language)
    asked = {slot.ask for one in HOTEL.procedures.values() for slot in one.slots.values()}
    asked |= {noun.missing for noun in HOTEL.nouns.values()}
    for name in sorted(asked):
        assert wording.say(name, {}, today=TODAY).text
    for name in ("reservation-not-found", "folio-not-found", "ticket-not-found"):
        assert "X-1" in wording.say(name, {"number": "X-1"}, today=TODAY).text


def test_both_languages_say_the_same_things() -> None:
    shown = {language: HOTEL.wordings[language] for language in LANGUAGES}
    names = {
        language: {line.split(" =")[0] for line in text.splitlines() if " =" in line[:60]}
        for language, text in shown.items()
    }
    assert names["en"] == names["de"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_intent_has_enough_examples_of_its_own(language: str) -> None:
    examples = HOTEL.examples[language].intents
    assert set(examples) == set(HOTEL.intents)
    assert all(len(set(listed)) >= 15 for listed in examples.values())
    everything = [text.casefold() for listed in examples.values() for text in listed]
    assert len(everything) == len(set(everything))


def _judged(number: str) -> Any:
    """The record as the rules and formulas of the pack see it."""
    values = _values(_record("reservation", number), HOTEL.nouns["reservation"])
    return {"reservation": values, "policy": dict(HOTEL.policies.values)}


def test_a_flexible_reservation_is_free_to_cancel_until_two_days_before_the_arrival() -> None:
    numbers = ("RES-4821", "RES-4861", "RES-4850", "RES-4835")
    terms = HOTEL.actions["cancel_reservation"].arguments["terms"].formula
    fee = HOTEL.actions["cancel_reservation"].arguments["fee"].formula
    assert terms is not None
    assert fee is not None
    assert [(terms.value(_judged(number)), fee.value(_judged(number))) for number in numbers] == [
        ("free", 0),
        ("free", 0),  # It begins in exactly two days.
        ("first_night", 8900),  # It begins tomorrow.
        ("whole_price", 33800),  # It was booked at the saver rate.
    ]


def test_a_reservation_that_is_cancelled_already_is_refused() -> None:
    rule = HOTEL.policies.rules["not_begun"]
    assert rule.when is not None
    assert rule.when.holds(_judged("RES-4821"))
    assert not rule.when.holds(_judged("RES-4844"))


def test_what_may_not_be_changed_is_not_proposed() -> None:
    for record in _records()["reservation"]:
        changeable = record.fact("number") in ("RES-4821", "RES-4861", "RES-4899")
        proposed = _taken("change_dates", "reservation", record).proposed
        assert proposed == (("change_dates",) if changeable else ()), record.id


def test_a_late_checkout_that_is_agreed_is_told_and_not_proposed_again() -> None:
    assert _taken("late_checkout", "reservation", _record("reservation", "RES-4807")).said == (
        "late-agreed",
    )
    assert _taken("late_checkout", "reservation", _record("reservation", "RES-4802")).proposed == (
        "late_checkout",
    )


def test_a_problem_with_the_room_goes_to_a_person_without_any_question() -> None:
    steps = HOTEL.procedures["room_problem"].steps
    assert [step.say for step in steps][:-1] == ["problem-heard"]
    assert steps[-1].hand_over


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_wish_can_be_offered_when_a_message_is_not_clear(language: str) -> None:
    wording = HOTEL.wording(language)
    for name, intent in HOTEL.intents.items():
        offered = not (intent.outside or intent.small_talk or name == "talk_to_person")
        assert wording.has(f"topic-{name}") is offered, name


@pytest.mark.parametrize(
    ("noun", "written", "number"),
    [
        ("reservation", "my booking RES-4821 please", "RES-4821"),
        ("reservation", "res 4821?", "RES-4821"),
        ("reservation", "Reservierung #4821", "RES-4821"),
        ("reservation", "4821", "RES-4821"),
        ("folio", "invoice FOL-3104", "FOL-3104"),
        ("folio", "Rechnung 3104", "FOL-3104"),
        ("ticket", "tck1001", "TCK-1001"),
    ],
)
def test_numbers_are_read_as_guests_write_them(noun: str, written: str, number: str) -> None:
    for identifier in HOTEL.nouns[noun].identifiers:
        if found := identifier.pattern.search(written):
            assert identifier.spelled.replace("{1}", found.group(1).upper()) == number
            return
    pytest.fail(f"no pattern of {noun} reads {written!r}")


def test_the_sample_records_have_only_fields_that_the_pack_knows() -> None:
    for row in load_shop("marram").records:
        noun = HOTEL.nouns[row.noun]
        assert set(row.fields) <= set(noun.fields) - {noun.number}, row.number
        assert row.fields[noun.state or ""] in noun.states
    for record in _records()["reservation"]:
        assert [fact.kind for fact in record.facts if fact.name in ("arrives_on", "price")] == [
            FactKind.DATE,
            FactKind.AMOUNT,
        ]
        assert None not in (record.fact("arrives_on"), record.fact("price"), record.fact("rate"))


def test_every_step_and_state_of_the_pack_is_reached_by_a_sample_record() -> None:
    states = {record.fact("status") for record in _records()["reservation"]}
    assert states == set(HOTEL.nouns["reservation"].states)
    confirmed = {step.confirm for one in HOTEL.procedures.values() for step in steps_of(one)}
    assert confirmed - {None} <= {name for name, _ in _sentences()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_dialogues_can_be_read_and_name_values_that_the_sample_hotel_has(language: str) -> None:
    cases = read_yaml(CASES / f"hotel-{language}.yaml", DialogueFile)
    hotel = load_shop(cases.tenant)
    guests = {row.email for row in hotel.customers}
    bills = {row.number for row in hotel.invoices}
    assert cases.language == language
    assert len(cases.dialogues) >= 20
    assert {dialogue.customer for dialogue in cases.dialogues} - {None} <= guests
    for step in (step for dialogue in cases.dialogues for step in dialogue.turns):
        for fact in (*step.wanted_facts, *step.forbidden):
            if fact.record is None:
                continue
            noun, number, name = fact.record.split(".")
            if noun == "invoice":
                assert number in bills
            else:
                assert _record(noun, number).fact(name) is not None, fact


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_dialogue_expects_of_a_document_stands_in_one(language: str) -> None:
    cases = read_yaml(CASES / f"hotel-{language}.yaml", DialogueFile)
    documents = "\n".join(file.read_text("utf-8") for file in document_files(cases.tenant))
    for step in (step for dialogue in cases.dialogues for step in dialogue.turns):
        for fact in step.wanted_facts:
            assert all(text in documents for text in fact.document or ()), fact
