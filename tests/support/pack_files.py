"""A small pack of a repair shop in two languages, as its files; tests break it in their own way."""

from __future__ import annotations

_FILES = {
    "pack.yaml": """\
name: workshop
title: Repair shop
languages: [en, de]
agents:
  - name: repairs
    objective: Tell the customer where a repair stands.
    intents: [repair_status, opening]
    tools: [find_records]
hours:
  zone: Europe/Berlin
  days: {0: ["08:00", "18:00"]}
  holidays: ["12-25"]
""",
    "nouns.yaml": """\
repair:
  read: find_records
  label: device
  identifiers:
    - {pattern: '\\bREP-(\\d{1,8})\\b', as: 'REP-{1}'}
  fields:
    number: {kind: identifier}
    device: {kind: text}
    status: {kind: state}
    ready_on: {kind: date}
  state: status
  states:
    waiting: [open]
    done: [ready]
  told: repair-where
  listed: repair-where
  missing: repair-none
""",
    "intents.yaml": """\
repair_status: {category: REPAIR, procedure: repair_status, about: repair}
opening: {category: GENERAL, documents: true}
other: {outside: true}
""",
    "procedures/repair_status.yaml": """\
procedure: repair_status
slots:
  repair: {noun: repair, likely: repair.is_open, ask: ask-which-repair}
steps:
  - look_up: repair
  - if: repair.is_ready && repair.ready_on <= 0
    then: [{say: repair-ready}]
    else: [{say: repair-where}]
""",
    "intents/en.yaml": """\
intents:
  repair_status: ["where is my repair", "is REP-12 done"]
  opening: ["when are you open"]
nouns:
  repair: [repair]
""",
    "intents/de.yaml": """\
intents:
  repair_status: ["ist meine Reparatur fertig"]
  opening: ["wann haben Sie offen"]
""",
    "wording/en.ftl": """\
noun-repair = repair
state-repair-waiting = waiting
state-repair-done = done
repair-where = Your { $device } is { $status_text }.
repair-ready = Your { $device } has been ready since { $ready_on }.
repair-none = I find no repair of yours.
repair-not-found = I find no repair { $number }.
repair-choice = { $number }: { $device }
ask-which-repair = Which repair do you mean?
""",
    "wording/de.ftl": """\
noun-repair = Reparatur
state-repair-waiting = in der Warteschlange
state-repair-done = fertig
repair-where = Ihr Gerät ({ $device }): { $status_text }.
repair-ready = Ihr Gerät ({ $device }) ist seit { $ready_on } fertig.
repair-none = Ich finde keine Reparatur von Ihnen.
repair-not-found = Ich finde keine Reparatur { $number }.
repair-choice = { $number }: { $device }
ask-which-repair = Welche Reparatur meinen Sie?
""",
}


def small_pack() -> dict[str, str]:
    """Its files by path."""
    return dict(_FILES)


def with_file(path: str, text: str | None) -> dict[str, str]:
    """Its files with another one in this place, or with none."""
    rest = {name: held for name, held in _FILES.items() if name != path}
    return rest if text is None else {**rest, path: text}


def with_words(path: str, old: str, new: str) -> dict[str, str]:
    """Its files with other words in one of them."""
    assert old in _FILES[path], f"{path} does not say {old!r}"
    return with_file(path, _FILES[path].replace(old, new, 1))
