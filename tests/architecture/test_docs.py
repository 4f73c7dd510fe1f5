"""The documents are true: their commands, links, paths, variables and tables are checked."""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from functools import cache
from pathlib import Path
from types import ModuleType

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from typer.testing import CliRunner

from deskhand.cli.app import COMMANDS, build_app
from deskhand.domain.accounts.roles import Role, Scope
from deskhand.infra.settings import GROUPS
from deskhand.interfaces.api.compat import SYSTEMS
from deskhand.interfaces.api.router import RESOURCES
from tests.architecture.errors import answered_errors
from tests.architecture.pages import (
    DOCS,
    PAGES,
    fences,
    inline_code,
    links,
    shell_lines,
    table,
    without_fences,
)
from tests.architecture.source import PACKAGE, ROOT

LANGUAGES = {"sh", "sql", "json", "ini", "text", "yaml", "fluent"}
# Commands of other programs, which no test of ours can run everywhere.
OUTSIDE = {"apt-get install redis-server", "python -m pytest tests/unit -q"}
# Variables that are not settings of the product: what the tests read.
OF_THE_TESTS = {"DESKHAND_TEST_REDIS_URL"}
OF_THE_COMMAND_LINE = {"DESKHAND_TOKEN"}
_VARIABLE = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")


def _targets() -> set[str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE))


def _commands_named() -> list[str]:
    """Every command line of the documents, in blocks and in running text."""
    named = [line for _, line in shell_lines()]
    named += [
        code
        for page in PAGES
        for code in inline_code(page)
        if re.match(r"(make|deskhand) [a-z]", code)
    ]
    return named


def test_every_fenced_block_says_its_language() -> None:
    unknown = [
        f"{page.name}: {fence.lines[:1]}"
        for page in PAGES
        for fence in fences(page)
        if fence.language not in LANGUAGES
    ]
    assert unknown == []


def test_every_shell_command_is_one_that_is_tested() -> None:
    strange = [
        f"{page.name}: {line}"
        for page, line in shell_lines()
        if line.split()[0] not in {"make", "deskhand", "curl"} and line not in OUTSIDE
    ]
    assert strange == []


def test_curl_lines_stand_where_a_test_runs_them() -> None:
    pages = {page.name for page, line in shell_lines() if line.startswith("curl")}
    assert pages == {"README.md", "actions.md"}


def test_every_make_target_that_is_named_exists() -> None:
    named = {line.split()[1] for line in _commands_named() if line.startswith("make ")}
    assert named <= _targets()
    assert {"run", "test"} <= named


def test_every_make_target_has_a_line_of_help() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared is not None
    assert set(declared[1].split()) == _targets()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_teaches_how_it_is_used(command: str) -> None:
    shown = _help(command)
    assert "Examples" in shown or "Commands" in shown
    assert len(shown.splitlines()) > 8


def test_every_command_line_of_the_documents_names_options_that_exist() -> None:
    for line in _commands_named():
        if not line.startswith("deskhand "):
            continue
        words = shlex.split(line)
        if words[1].startswith("-"):
            continue
        assert words[1] in COMMANDS, line
        shown = _help(words[1])
        sub_command = words[2:] and not words[2].startswith("-")
        if sub_command and re.search(rf"^│ {re.escape(words[2])} ", shown, re.MULTILINE):
            shown = _help(words[1], words[2])
        for option in (word for word in words[2:] if word.startswith("--")):
            assert option in shown, line


@cache
def _help(*command: str) -> str:
    shown = CliRunner().invoke(
        build_app(command[0]), [*command, "--help"], prog_name="deskhand", env={"COLUMNS": "100"}
    )
    assert shown.exit_code == 0, shown.output
    return shown.stdout


def test_every_link_between_documents_leads_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)} → {link}"
        for page in PAGES
        for link in links(page)
        if "://" not in link and not (page.parent / link.partition("#")[0]).exists()
    ]
    assert broken == []


def test_every_decision_is_linked_from_the_architecture() -> None:
    records = {path.name for path in (DOCS / "decisions").glob("*.md")}
    linked = {Path(link).name for link in links(DOCS / "architecture.md") if "decisions/" in link}
    assert linked == records
    numbers = sorted(int(name[:4]) for name in records)
    assert numbers == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("part", ["**Context.**", "**Decision.**", "**Consequences.**"])
def test_every_decision_has_its_parts(part: str) -> None:
    incomplete = [
        path.name
        for path in (DOCS / "decisions").glob("*.md")
        if part not in path.read_text(encoding="utf-8")
    ]
    assert incomplete == []


def test_every_file_that_the_documents_name_exists() -> None:
    roots = (ROOT, PACKAGE)
    missing = [
        f"{page.relative_to(ROOT)}: {code}"
        for page in PAGES
        for code in inline_code(page)
        if re.fullmatch(r"[\w.-]+(/[\w.-]+)+(\.(py|toml|md|txt|in|yaml))?", code)
        and code.split("/")[0] in _top_names()
        and not any((root / code).exists() for root in roots)
        and "NNNN" not in code
    ]
    assert missing == []


def _top_names() -> set[str]:
    folders = [path.name for path in (*ROOT.iterdir(), *PACKAGE.iterdir()) if path.is_dir()]
    return {name for name in folders if not name.startswith((".", "__"))}


def test_every_variable_that_the_documents_name_is_a_setting() -> None:
    settings = {str(field.alias) for group in GROUPS for field in group.model_fields.values()}
    in_code = _names_in_code()
    unknown = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in PAGES
        for code in (*inline_code(page), *_ini_lines(page))
        for name in _VARIABLE.findall(code)
        if name not in settings | OF_THE_TESTS | OF_THE_COMMAND_LINE and name not in in_code
    }
    assert unknown == set()


def _names_in_code() -> set[str]:
    """Constants such as `REPLY_NODES` that a document names as such."""
    names = re.compile(r"^([A-Z][A-Z0-9_]+)\b.*=", re.MULTILINE)
    return {
        name
        for path in PACKAGE.rglob("*.py")
        for name in names.findall(path.read_text(encoding="utf-8"))
    }


def _ini_lines(page: Path) -> list[str]:
    return [
        line.partition("=")[0]
        for fence in fences(page)
        if fence.language == "ini"
        for line in fence.lines
    ]


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [re.split(r"[\[<>=;\s]", line)[0] for line in project["dependencies"]]
    text = (DOCS / "decisions" / "0001-dependencies.md").read_text(encoding="utf-8")
    explained = re.findall(r"^\| ([a-z0-9.-]+) \|", text, re.MULTILINE)
    assert sorted(set(explained) - {"library"}) == sorted(declared)


def _who(route: APIRoute) -> str:
    needed = _needed(route.dependant)
    return f"{needed[0].value}, {needed[1].value}" if needed else ""


def _needed(dependant: Dependant) -> tuple[Role, Scope, bool] | None:
    for dependency in dependant.dependencies:
        found = getattr(dependency.call, "needed", None) or _needed(dependency)
        if found is not None:
            role, scope, local = found
            return role, scope, local
    return None


def _routes(modules: tuple[ModuleType, ...]) -> list[tuple[ModuleType, APIRoute]]:
    return [
        (module, route)
        for module in modules
        for route in module.router.routes
        if isinstance(route, APIRoute) and route.include_in_schema
    ]


def test_every_path_of_the_api_stands_in_its_table() -> None:
    documented = {row[0]: row[2] for row in table(DOCS / "api.md", "routes")}
    in_code = {
        f"`{method} {route.path}`": _who(route)
        for _, route in _routes(RESOURCES)
        for method in route.methods or ()
    }
    outside = {"`GET /health`", "`GET /metrics`"}
    assert set(documented) == set(in_code) | outside
    for path, who in in_code.items():
        assert who in ("", documented[path]), path
        assert who or documented[path] in {"anybody", "any credential"}, path


def test_every_path_of_the_older_systems_stands_in_its_table() -> None:
    documented = {(row[0], row[1]): row[3] for row in table(DOCS / "api.md", "compat")}
    in_code = {
        (module.__name__[-2:].upper(), f"`{method} {route.path}`"): _who(route)
        for module, route in _routes(SYSTEMS)
        for method in route.methods or ()
    }
    assert documented == in_code


def test_every_error_that_a_caller_can_get_stands_in_the_table() -> None:
    of_http = {"json_invalid", "body_unreadable", "not_found", "method_not_allowed"}
    of_http |= {"body_too_large", "internal_error"}
    documented = {row[1].strip("`"): row[0] for row in table(DOCS / "api.md", "errors")}
    in_code = {error("").code: str(error.status) for error in answered_errors()}
    assert set(documented) == set(in_code) | of_http
    for code, status in in_code.items():
        assert documented[code] == status, code


def test_documents_are_written_in_short_lines() -> None:
    long = [
        f"{page.relative_to(ROOT)}:{number}"
        for page in PAGES
        for number, line in enumerate(without_fences(page).splitlines(), 1)
        if len(line) > 115 and not line.startswith("|")
    ]
    assert long == []


@pytest.mark.parametrize("target", ["run", "migrate", "bench"])
def test_an_interpreter_that_is_named_makes_the_environment_and_does_not_run_the_product(
    target: str,
) -> None:
    told = subprocess.run(
        ["make", "-n", target, "PYTHON=/opt/python3.12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert ".venv/bin/python -m " in told
    assert "/opt/python3.12" not in told
