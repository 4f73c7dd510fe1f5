"""Imports go one way; the contracts stand in `pyproject.toml`."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, ROOT, Source, packages_in, product

# Who may know a library. A library that is not here may be imported anywhere below its layer.
HOMES = {
    "alembic": ("migrations",),
    "celery": ("infra/wakeup",),
    "kombu": ("infra/wakeup",),
    # The doctor asks each of the two in its own words.
    "redis": ("infra/wakeup", "cli"),
    "psycopg": ("infra/db", "infra/embedded", "cli"),
    "langgraph": ("assistant/workflow",),
    "langchain": ("infra/models",),
    "langchain_core": ("infra/models", "assistant/model"),
    "openai": ("infra/models",),
    "onnxruntime": ("infra/models",),
    "sklearn": ("infra/classification",),
    "jinja2": ("interfaces/console",),
    "jwt": ("domain/accounts",),
    "pwdlib": ("domain/accounts",),
    "lxml": ("domain/knowledge/readers",),
    "markdown_it": ("domain/knowledge/readers", "interfaces/console"),
    "prometheus_client": ("infra/observability",),
    "opentelemetry": ("infra/observability",),
    "typer": ("cli",),
    # What packs are written in.
    # The second lock and the gauge read what packs write.
    "babel": ("packs", "assistant/guardrails", "evaluation"),
    "fluent": ("packs",),
    "re2": ("packs",),
    "cel": ("packs",),
    "uvicorn": ("cli",),
}

# Libraries that come with a declared one, of which they are a part or the port.
BROUGHT = {
    "starlette": "fastapi",
    "kombu": "celery",
    "markupsafe": "jinja2",
    "langchain_core": "langchain",
    "openai": "langchain-openai",
    "uvloop": "uvicorn",
    "websockets": "uvicorn",
    "pydantic_core": "pydantic",
    "scipy": "scikit-learn",
    "threadpoolctl": "scikit-learn",
}


def test_every_import_contract_is_kept() -> None:
    program = Path(sysconfig.get_path("scripts")) / "lint-imports"
    result = subprocess.run(
        [program, "--no-cache"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    assert " 0 broken" in result.stdout


def test_every_package_that_is_cut_into_layers_lists_all_of_them() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    assert all(contract.get("exhaustive") is True for contract in layered)
    containers = {name for contract in layered for name in contract["containers"]}
    assert containers == {
        "deskhand",
        "deskhand.assistant",
        "deskhand.domain",
        "deskhand.infra",
        "deskhand.interfaces",
    }


def imported(source: Source) -> list[tuple[str, ast.stmt]]:
    """Top-level names of what the module imports, wherever in the module that stands."""
    found: list[tuple[str, ast.stmt]] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found.append((node.module.split(".")[0], node))
    return found


@pytest.mark.parametrize("library", sorted(HOMES))
def test_a_library_is_known_only_where_it_lives(library: str) -> None:
    homes = tuple(PACKAGE / home for home in HOMES[library])
    strangers = [
        source.at(node)
        for source in product()
        for name, node in imported(source)
        if name == library and not any(source.path.is_relative_to(home) for home in homes)
    ]
    assert strangers == []


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *(extras[name][0] for name in ("otel", "anthropic"))]
    declared = {re.split(r"[\[<>=;\s]", line)[0].lower() for line in lines}
    modules = packages_distributions()
    undeclared = {
        f"{source.at(node)}: {name}"
        for source in product()
        for name, node in imported(source)
        if name not in sys.stdlib_module_names | {"deskhand"} | BROUGHT.keys()
        and name != "opentelemetry"
        and not {owner.lower().replace("_", "-") for owner in modules.get(name, [])} & declared
    }
    assert undeclared == set()
    assert set(BROUGHT.values()) <= declared


def test_no_package_is_an_empty_room() -> None:
    empty = [
        str(path.relative_to(ROOT))
        for path in sorted(PACKAGE.rglob("__init__.py"))
        if not path.read_text(encoding="utf-8").strip()
        and not any(other != path for other in path.parent.rglob("*.py"))
        # The samples' and pages' folders hold data beside an `__init__`.
        and not any(
            other.suffix != ".pyc" and other != path and other.is_file()
            for other in path.parent.rglob("*")
        )
    ]
    assert empty == []
    assert packages_in(PACKAGE) >= {"assistant", "cli", "domain", "infra", "interfaces", "worker"}
