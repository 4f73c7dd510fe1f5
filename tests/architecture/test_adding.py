"""What a new thing takes is what `docs/adding.md` says: some files of a pack, no line of Python."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from deskhand.assistant.engine import OfflineEngine
from deskhand.assistant.tools.port import Desk
from deskhand.assistant.turn import Turn
from deskhand.assistant.understanding.understand import Understander
from deskhand.assistant.workflow.context import Progress
from deskhand.assistant.workflow.run import Assistant
from deskhand.domain.audit import Actor
from deskhand.domain.conversations.dialogue import Dialogue
from deskhand.domain.tables import Record
from deskhand.infra.clock import now
from deskhand.infra.ids import new_id
from deskhand.infra.runtime import Runtime
from deskhand.packs import loader
from deskhand.packs.loader import Pack, read_pack
from tests.architecture.pages import DOCS, table
from tests.architecture.source import PACKAGE
from tests.support.desk import MakeTenant, Tenant
from tests.support.pack_files import small_pack

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Workshop:
    """A scratch copy of a small pack in a folder, which a test adds to."""

    folder: Path

    def write(self, path: str, text: str) -> None:
        """A new file."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        assert not target.exists()
        target.write_text(text, encoding="utf-8")

    def append(self, path: str, text: str) -> None:
        """More lines at the end of a file."""
        target = self.folder / path
        target.write_text(target.read_text("utf-8") + text, encoding="utf-8")

    def put(self, path: str, old: str, new: str) -> None:
        """Other words in a line."""
        target = self.folder / path
        text = target.read_text("utf-8")
        assert text.count(old) == 1, f"{path} says {old!r} {text.count(old)} times"
        target.write_text(text.replace(old, new), encoding="utf-8")

    def touched(self) -> set[str]:
        """The files that are new or changed, as the documentation names them."""
        before = small_pack()
        after = loader.files_in(self.folder)
        return {_general(path) for path in after if after[path] != before.get(path)}


def _general(path: str) -> str:
    """`wording/en.ftl` → `wording/<language>.ftl`."""
    path = re.sub(r"/(?:en|de|fr|nl)\.", "/<language>.", path)
    return re.sub(r"procedures/\w+", "procedures/<name>", path)


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    folder = tmp_path / "workshop"
    for path, text in small_pack().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    return Workshop(folder)


def documented(kind: str) -> set[str]:
    """The files of a pack that the documentation names for a new thing of this kind."""
    row = next(row for row in table(DOCS / "adding.md", "packs") if row[0] == kind)
    return set(re.findall(r"`([^`]+)`", row[1]))


async def answer(runtime: Runtime, tenant: Tenant, pack: Pack, message: str) -> str:
    """What the assistant says with this pack to the tenant's first customer."""
    assistant = Assistant(
        OfflineEngine(await Understander.open(runtime.embedder, runtime.cache_dir, [pack]))
    )
    desk = Desk(
        database=runtime.database,
        embedder=runtime.embedder,
        tenant_id=tenant.id,
        actor=Actor(kind="user", role="customer", customer_id=tenant.customer_id),
        customer_id=tenant.customer_id,
        nouns=pack.nouns,
    )
    turn = Turn(message, Dialogue(), pack, now())
    outcome = await assistant.answer(turn, desk, Progress())
    assert not outcome.refused
    return outcome.text


async def keep(runtime: Runtime, tenant: Tenant, noun: str, number: str, **fields: object) -> None:
    """A record of the tenant's first customer."""
    async with runtime.database.transaction(tenant.id) as session:
        session.add(
            Record(
                tenant_id=tenant.id,
                id=new_id(),
                created_at=now(),
                noun=noun,
                number=number,
                customer_id=tenant.customer_id,
                fields=fields,
            )
        )


@pytest.fixture(scope="module")
async def customer(make_tenant: MakeTenant, runtime: Runtime) -> Tenant:
    tenant = await make_tenant()
    ready = (now().date() - timedelta(days=1)).isoformat()
    await keep(runtime, tenant, "repair", "REP-12", device="Kettle", status="done", ready_on=ready)
    return tenant


async def test_the_scratch_pack_answers_before_anything_is_added(
    workshop: Workshop, runtime: Runtime, customer: Tenant
) -> None:
    said = await answer(runtime, customer, read_pack(workshop.folder), "Where is my repair REP-12?")
    assert said.startswith("Your Kettle has been ready since yesterday")
    assert workshop.touched() == set()


async def test_a_new_intent_is_a_few_lines_of_a_pack(
    workshop: Workshop, runtime: Runtime, customer: Tenant
) -> None:
    workshop.append("intents.yaml", "pickup_place: {says: pickup-place}\n")
    workshop.put("pack.yaml", "repair_status, opening]", "repair_status, opening, pickup_place]")
    examples = '  pickup_place: ["where do I fetch it", "what is your address"]\n'
    workshop.put("intents/en.yaml", "nouns:\n", f"{examples}nouns:\n")
    workshop.append("wording/en.ftl", "pickup-place = Fetch it at the blue door.\n")
    workshop.append("wording/de.ftl", "pickup-place = Holen Sie es an der blauen Tür ab.\n")

    said = await answer(runtime, customer, read_pack(workshop.folder), "What is your address?")
    assert said == "Fetch it at the blue door."
    assert workshop.touched() == documented("intent")


async def test_a_new_procedure_is_one_file_and_an_intent(
    workshop: Workshop, runtime: Runtime, customer: Tenant
) -> None:
    workshop.write(
        "procedures/deliver_repair.yaml",
        """\
procedure: deliver_repair
slots:
  repair: {noun: repair, likely: repair.is_ready, ask: ask-which-repair}
steps:
  - look_up: repair
  - {propose: deliver, confirm: deliver-confirm}
""",
    )
    wish = "deliver_repair: {procedure: deliver_repair, about: repair, wish: true}\n"
    workshop.append("intents.yaml", wish)
    workshop.put("pack.yaml", "repair_status, opening]", "repair_status, opening, deliver_repair]")
    examples = '  deliver_repair: ["please bring me my repair", "I want REP-3 delivered"]\n'
    workshop.put("intents/en.yaml", "nouns:\n", f"{examples}nouns:\n")
    for language in ("en", "de"):
        workshop.append(
            f"wording/{language}.ftl",
            "deliver-confirm = { $device }: shall our van bring it?\n"
            "deliver-passed = { $device }: the van is asked.\n",
        )

    said = await answer(
        runtime, customer, read_pack(workshop.folder), "I want my repair REP-12 delivered"
    )
    assert said == "Kettle: shall our van bring it?"
    assert workshop.touched() == documented("procedure")


async def test_a_new_noun_with_its_records_is_data(
    workshop: Workshop, runtime: Runtime, customer: Tenant
) -> None:
    workshop.append(
        "nouns.yaml",
        """\
loan:
  read: find_records
  label: thing
  identifiers:
    - {pattern: '\\bLOAN-(\\d{1,8})\\b', as: 'LOAN-{1}'}
  fields:
    number: {kind: identifier}
    thing: {kind: text}
    deposit: {kind: money}
    due_on: {kind: date}
  told: loan-about
  listed: loan-about
  missing: loan-none
""",
    )
    workshop.put("intents/en.yaml", "  repair: [repair]\n", "  repair: [repair]\n  loan: [loan]\n")
    for language in ("en", "de"):
        workshop.append(
            f"wording/{language}.ftl",
            """\
noun-loan = loan
loan-about = { $thing } for { $deposit }, until { $due_on }.
loan-none = Nothing is lent to you.
loan-not-found = No loan { $number }.
loan-choice = { $thing }
""",
        )
    due = (now().date() + timedelta(days=1)).isoformat()
    await keep(
        runtime,
        customer,
        "loan",
        "LOAN-7",
        thing="A drill",
        deposit={"minor": 5000, "currency": "EUR"},
        due_on=due,
    )

    pack = read_pack(workshop.folder)
    said = await answer(runtime, customer, pack, "LOAN-7")
    assert said.startswith("A drill for €50.00, until tomorrow")
    assert await answer(runtime, customer, pack, "LOAN-8") == "No loan LOAN-8."
    assert workshop.touched() == documented("noun")


async def test_a_new_language_of_a_pack_is_its_examples_and_its_sentences(
    workshop: Workshop, runtime: Runtime, customer: Tenant
) -> None:
    _in_french(workshop)
    said = await answer(
        runtime, customer, read_pack(workshop.folder), "Où est ma réparation REP-12 ?"
    )
    assert said == "Votre appareil (Kettle) : prêt."
    assert workshop.touched() == documented("language of a pack")


def _in_french(workshop: Workshop, code: str = "fr") -> None:
    german = small_pack()["wording/de.ftl"]
    where = "repair-where = Votre appareil ({ $device }) : { $status_text }."
    french = re.sub(r"repair-where = .*", where, german).replace("fertig", "prêt")
    workshop.write(f"wording/{code}.ftl", french)
    workshop.write(
        f"intents/{code}.yaml",
        """\
intents:
  repair_status: ["où est ma réparation", "ma réparation est-elle prête"]
  opening: ["quand êtes-vous ouverts"]
nouns:
  repair: [réparation]
""",
    )
    workshop.put("pack.yaml", "languages: [en, de]", f"languages: [en, de, {code}]")


def test_a_new_language_of_deskhand_is_a_folder_of_five_files(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    languages = PACKAGE / "packs" / "languages"
    for folder in (path for path in languages.iterdir() if path.is_dir()):
        found = {path.name for path in folder.iterdir()}
        assert {f"packs/languages/<code>/{name}" for name in found} == documented("language")
    shutil.copytree(languages, tmp_path / "languages")
    shutil.copytree(languages / "de", tmp_path / "languages" / "nl")
    _in_french(workshop, "nl")
    with pytest.raises(loader.PackInvalid):
        read_pack(workshop.folder)
    monkeypatch.setattr(loader, "_ROOT", tmp_path)
    pack = replace(read_pack(workshop.folder))
    try:
        assert pack.speaks("nl")
        assert loader.phrases("nl").language == "nl"
        assert pack.wording("nl").has("welcome")
    finally:
        loader.phrases.cache_clear()
        loader.language_wording.cache_clear()
        loader.language_pages.cache_clear()


@pytest.mark.parametrize("row", table(DOCS / "adding.md", "code"), ids=lambda row: str(row[0]))
def test_every_file_that_a_new_thing_is_added_to_exists(row: list[str]) -> None:
    named = re.findall(r"`([a-z_]+/[a-z_/]+\.py|pyproject\.toml)`", f"{row[1]} {row[2]}")
    for path in named:
        assert (PACKAGE / path).is_file() or (PACKAGE.parents[1] / path).is_file(), path
    for folder in re.findall(r"`([a-z_/]+)/<[^>]+>", row[1]):
        assert (PACKAGE / folder).is_dir(), folder
