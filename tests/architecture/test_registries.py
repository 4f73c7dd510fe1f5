"""Every registry is complete: a file that is forgotten in it fails here, not at a customer's."""

from __future__ import annotations

from deskhand.assistant.agents.registry import AGENTS
from deskhand.assistant.agents.router import BY_INTENT
from deskhand.assistant.guardrails.registry import RULES
from deskhand.assistant.tools.registry import TOOLS
from deskhand.assistant.understanding.intents import CATEGORY_OF
from deskhand.assistant.understanding.schemas import Intent
from deskhand.assistant.workflow.assembly import REPLY_NODES
from deskhand.cli.app import COMMANDS
from deskhand.domain.knowledge.chunkers.registry import CHUNKERS
from deskhand.domain.knowledge.readers.registry import READERS
from deskhand.evaluation.metrics.registry import METRICS
from deskhand.evaluation.suites import SUITES, load_suite
from deskhand.infra.wakeup.celery_app import TASKS
from deskhand.interfaces.api.compat import SYSTEMS
from deskhand.interfaces.api.router import RESOURCES
from deskhand.samples.schemas import SHOPS
from tests.architecture.source import (
    PACKAGE,
    modules_defining,
    modules_in,
    modules_with,
    packages_in,
)

TOOLS_FOLDER = PACKAGE / "assistant" / "tools"
READERS_FOLDER = PACKAGE / "domain" / "knowledge" / "readers"
CHUNKERS_FOLDER = PACKAGE / "domain" / "knowledge" / "chunkers"


def test_every_tool_is_listed_under_the_name_of_its_file() -> None:
    shared = {"port", "registry", "records", "calling"}
    assert set(TOOLS) == modules_with(TOOLS_FOLDER, "TOOL")
    assert modules_in(TOOLS_FOLDER) == set(TOOLS) | shared


def test_every_tool_lives_in_the_module_of_its_name() -> None:
    for name, tool in TOOLS.items():
        assert tool.name == name
        assert tool.run.__module__ == f"deskhand.assistant.tools.{name}"


def test_every_agent_is_listed_under_the_name_of_its_folder() -> None:
    folder = PACKAGE / "assistant" / "agents"
    assert set(AGENTS) == packages_in(folder)
    for name, agent in AGENTS.items():
        assert agent.name == name
        assert type(agent).__module__ == f"deskhand.assistant.agents.{name}.agent"


def test_every_tool_that_an_agent_lends_to_a_model_exists_and_only_reads() -> None:
    for agent in AGENTS.values():
        for name in agent.model_tools:
            assert not TOOLS[name].writes, f"{agent.name} lends {name}, which writes"


def test_every_intent_has_an_agent_and_a_category() -> None:
    assert set(BY_INTENT) == set(Intent)
    assert set(CATEGORY_OF) == set(Intent)
    assert {agent.name for agent in BY_INTENT.values()} == set(AGENTS)


def test_every_guardrail_rule_is_listed_once_under_the_name_of_its_file() -> None:
    folder = PACKAGE / "assistant" / "guardrails" / "rules"
    assert sorted(rule.id for rule in RULES) == sorted(modules_in(folder))


def test_every_document_format_is_listed() -> None:
    shared = {"port", "registry", "html_walk", "visibility"}
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


def test_every_metric_of_the_evaluation_is_listed() -> None:
    folder = PACKAGE / "evaluation" / "metrics"
    listed = [metric.measure.__module__.rsplit(".", 1)[-1] for metric in METRICS]
    assert sorted(listed) == sorted(modules_with(folder, "METRIC"))
    assert modules_in(folder) == set(listed) | {"port", "registry"}
    assert len({metric.name for metric in METRICS}) == len(METRICS)


def test_every_suite_of_cases_is_listed_and_can_be_read() -> None:
    folder = PACKAGE / "evaluation" / "cases"
    assert set(SUITES) == {path.stem for path in folder.glob("*.yaml")}
    assert all(load_suite(name) for name in SUITES)


def test_every_sample_shop_is_listed() -> None:
    folder = PACKAGE / "samples" / "data"
    assert set(SHOPS) == {path.parent.name for path in folder.glob("*/shop.yaml")}


def test_every_task_of_the_bell_has_a_queue_of_its_own() -> None:
    assert set(TASKS) == {"turn", "ingest"}
    assert len(set(TASKS.values())) == len(TASKS)
