"""Every registry is complete: a file that is forgotten in it fails here, not at a customer's."""

from __future__ import annotations

import pytest

from deskhand.assistant.agents.registry import agent_for
from deskhand.assistant.guardrails.registry import RULES
from deskhand.assistant.tools.registry import READERS as READERS_OF_RECORDS
from deskhand.assistant.tools.registry import TOOLS
from deskhand.assistant.workflow.assembly import REPLY_NODES
from deskhand.cli.app import COMMANDS
from deskhand.domain.knowledge.chunkers.registry import CHUNKERS
from deskhand.domain.knowledge.readers.registry import READERS
from deskhand.evaluation.dialogues import load_suite, suites
from deskhand.infra.wakeup.celery_app import TASKS
from deskhand.interfaces.api.compat import SYSTEMS
from deskhand.interfaces.api.router import RESOURCES
from deskhand.interfaces.console.customer.pages import PAGES as PAGES_OF_CUSTOMERS
from deskhand.interfaces.console.team.pages import PAGES
from deskhand.packs.loader import BUILT_IN, built_in
from deskhand.samples.schemas import SHOPS
from tests.architecture.source import (
    PACKAGE,
    modules_defining,
    modules_in,
    modules_with,
)

TOOLS_FOLDER = PACKAGE / "assistant" / "tools"
READERS_FOLDER = PACKAGE / "domain" / "knowledge" / "readers"
CHUNKERS_FOLDER = PACKAGE / "domain" / "knowledge" / "chunkers"


def test_every_tool_is_listed_under_the_name_of_its_file() -> None:
    shared = {"port", "registry", "records", "acting"}
    assert set(TOOLS) == modules_with(TOOLS_FOLDER, "TOOL")
    assert modules_in(TOOLS_FOLDER) == set(TOOLS) | shared


def test_every_tool_lives_in_the_module_of_its_name() -> None:
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert tool.run.__module__ == f"deskhand.assistant.tools.{name}"


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_tool_that_an_agent_lends_to_a_model_exists_and_only_reads(name: str) -> None:
    for agent in built_in(name).about.agents:
        for tool in agent.tools:
            assert not TOOLS[tool].writes, f"{agent.name} lends {tool}, which writes"


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_noun_is_read_by_a_tool_that_exists(name: str) -> None:
    assert {noun.read for noun in built_in(name).nouns.values()} <= set(READERS_OF_RECORDS)


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_intent_has_one_agent(name: str) -> None:
    pack = built_in(name)
    listed = [intent for agent in pack.about.agents for intent in agent.intents]
    assert len(listed) == len(set(listed))
    assert set(listed) >= {intent for intent, one in pack.intents.items() if not one.outside}
    assert {agent_for(pack, intent).name for intent in listed} == {
        agent.name for agent in pack.about.agents if agent.intents
    }


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_pack_knows_what_is_outside_of_it_and_how_a_person_is_called(name: str) -> None:
    pack = built_in(name)
    assert [intent for intent, one in pack.intents.items() if one.outside]
    calls = [
        procedure.procedure
        for procedure in pack.procedures.values()
        if not procedure.slots and any(step.hand_over for step in procedure.steps)
    ]
    assert calls


def test_every_built_in_pack_and_language_is_a_folder_that_is_listed() -> None:
    folder = PACKAGE / "packs"
    assert {path.parent.name for path in folder.glob("*/pack.yaml")} == set(BUILT_IN)
    languages = {path.name for path in (folder / "languages").iterdir() if path.is_dir()}
    spoken = {language for name in BUILT_IN for language in built_in(name).about.languages}
    assert spoken <= languages


def test_every_guardrail_rule_is_listed_once_under_the_name_of_its_file() -> None:
    folder = PACKAGE / "assistant" / "guardrails" / "rules"
    assert sorted(rule.id for rule in RULES) == sorted(modules_in(folder))


def test_every_document_format_is_listed() -> None:
    shared = {"port", "registry", "html_walk", "visibility", "packed", "question_rows"}
    assert {reader.name for reader in READERS} == modules_with(READERS_FOLDER, "READER")
    assert modules_in(READERS_FOLDER) == {reader.name for reader in READERS} | shared


def test_no_two_document_formats_claim_the_same_files() -> None:
    extensions = [extension for reader in READERS for extension in reader.extensions]
    media_types = [media_type for reader in READERS for media_type in reader.media_types]
    assert len(extensions) == len(set(extensions))
    assert len(media_types) == len(set(media_types))


def test_every_chunker_is_listed() -> None:
    shared = {"port", "registry", "packing", "sentences"}
    assert {chunker.name for chunker in CHUNKERS} == modules_with(CHUNKERS_FOLDER, "CHUNKER")
    assert modules_in(CHUNKERS_FOLDER) == {chunker.name for chunker in CHUNKERS} | shared


def test_every_node_is_wired() -> None:
    after_delivery = {"insight", "learn"}
    folder = PACKAGE / "assistant" / "workflow" / "nodes"
    assert modules_in(folder) == set(REPLY_NODES) | after_delivery
    for name, node in REPLY_NODES.items():
        assert node.__module__ == f"deskhand.assistant.workflow.nodes.{name}"


def test_every_resource_of_the_api_is_served() -> None:
    folder = PACKAGE / "interfaces" / "api" / "routes"
    served = [module.__name__.rsplit(".", 1)[-1] for module in RESOURCES]
    assert sorted(served) == sorted(modules_in(folder))


def test_every_older_system_is_served() -> None:
    folder = PACKAGE / "interfaces" / "api" / "compat"
    served = {module.__name__.rsplit(".", 1)[-1] for module in SYSTEMS}
    assert served == {name for name in modules_with(folder, "router") if name != "router"}


def test_every_command_is_listed() -> None:
    assert set(COMMANDS) == modules_defining(PACKAGE / "cli", "register")
    assert len(COMMANDS) == len(set(COMMANDS))


def test_every_suite_of_dialogues_can_be_read() -> None:
    files = [path.stem for path in (PACKAGE / "packs").glob("*/cases/*.yaml")]
    assert sorted(suites()) == sorted(files)
    assert all(load_suite(name) for name in suites())


def test_every_sample_shop_is_listed() -> None:
    folder = PACKAGE / "samples" / "data"
    assert set(SHOPS) == {path.parent.name for path in folder.glob("*/shop.yaml")}


def test_every_task_of_the_bell_has_a_queue_of_its_own() -> None:
    assert set(TASKS) == {"turn", "ingest", "training"}
    assert len(set(TASKS.values())) == len(TASKS)


def test_every_page_of_the_console_is_listed() -> None:
    listed = {page.__name__.rpartition(".")[2] for page in PAGES}
    assert listed == modules_with(PACKAGE / "interfaces" / "console" / "team", "router") - {"pages"}


def test_every_page_of_customers_is_listed() -> None:
    listed = {page.__name__.rpartition(".")[2] for page in PAGES_OF_CUSTOMERS}
    folder = PACKAGE / "interfaces" / "console" / "customer"
    assert listed == modules_with(folder, "router") - {"pages", "chat"}
