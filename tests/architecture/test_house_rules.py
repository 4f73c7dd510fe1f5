"""The rules of the house that a linter does not know."""

from __future__ import annotations

import ast
import inspect
import re
from collections import Counter

import pytest

from deskhand.infra.errors import DeskhandError
from tests.architecture.errors import error_classes
from tests.architecture.source import PACKAGE, ROOT, Source, dotted, product, sources

EMPTY_NAMES = {
    "utils",
    "util",
    "helpers",
    "helper",
    "common",
    "core",
    "manager",
    "managers",
    "handler",
    "handlers",
    "processor",
    "processors",
    "misc",
    "base_classes",
    "graph",
}
READERS_OF_THE_ENVIRONMENT = {"src/deskhand/infra/settings.py"}
# Credentials of the command line, which are no settings of the product.
OPTIONS = {"DESKHAND_TOKEN"}
CLOCK = "src/deskhand/infra/clock.py"


def test_every_module_has_a_name_that_says_what_is_inside() -> None:
    said_nothing = [
        source.name
        for source in product()
        for name in source.path.relative_to(PACKAGE).with_suffix("").parts
        if name in EMPTY_NAMES
    ]
    assert said_nothing == []


def test_every_module_says_in_a_docstring_what_lives_there() -> None:
    silent = [
        source.name
        for source in product()
        if source.text.strip() and not _sentence(ast.get_docstring(source.tree))
    ]
    assert silent == []


def _sentence(text: str | None) -> bool:
    if not text:
        return False
    first = text.split("\n\n")[0].strip()
    return first[-1] in ".:"


def test_annotations_are_never_evaluated_at_import() -> None:
    late = [
        source.name
        for source in product()
        if source.path.name != "__init__.py"
        and "migrations/versions" not in source.name
        and not _starts_with_annotations(source)
    ]
    assert late == []


def _starts_with_annotations(source: Source) -> bool:
    imports = (node for node in source.tree.body if isinstance(node, ast.Import | ast.ImportFrom))
    first = next(imports, None)
    return first is None or (isinstance(first, ast.ImportFrom) and first.module == "__future__")


def test_a_package_file_holds_exports_only() -> None:
    busy = [
        source.at(node)
        for source in product()
        if source.path.name == "__init__.py" and source.path.parent.name != "cli"
        for node in source.tree.body
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Expr | ast.Assign)
    ]
    assert busy == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = [
        source.at(node)
        for source in product()
        if source.name not in READERS_OF_THE_ENVIRONMENT
        for node in ast.walk(source.tree)
        if _reads_environment(node)
    ]
    assert readers == []


def _reads_environment(node: ast.AST) -> bool:
    if isinstance(node, ast.Attribute):
        return dotted(node) in {"os.environ", "os.environb", "os.getenv", "os.putenv"}
    if isinstance(node, ast.ImportFrom) and node.module == "os":
        return any(alias.name in {"environ", "getenv", "putenv"} for alias in node.names)
    return False


def test_options_that_are_read_from_the_environment_are_documented() -> None:
    named = {
        str(ast.literal_eval(keyword.value))
        for source in product()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "envvar"
    }
    assert named <= OPTIONS
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in text for name in OPTIONS)


def test_the_present_moment_comes_from_the_clock() -> None:
    own_clocks = [
        source.at(node)
        for source in product()
        if source.name != CLOCK
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and _asks_the_time(node)
    ]
    assert own_clocks == []


def _asks_the_time(call: ast.Call) -> bool:
    name = ".".join(dotted(call.func).split(".")[-2:])
    if name in {"datetime.now", "datetime.utcnow", "datetime.today", "date.today"}:
        return True
    zone = len(call.args) > 1 or any(keyword.arg == "tz" for keyword in call.keywords)
    return name == "datetime.fromtimestamp" and not zone


def test_nothing_is_left_to_be_done_later() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|raise NotImplementedError)\b")
    later = [
        f"{source.name}:{number}"
        for source in product()
        for number, line in enumerate(source.text.splitlines(), 1)
        if marks.search(line)
    ]
    assert later == []


def test_no_test_sleeps_instead_of_waiting_for_what_it_waits_for() -> None:
    """A pause is allowed inside a `while` that asks again, and nowhere else."""
    sleeping = [
        source.at(node)
        for source in sources(ROOT / "tests")
        if source.path.name.startswith(("test_", "conftest"))
        for node in _outside_of_loops(source.tree)
        if isinstance(node, ast.Call) and _sleeps(node)
    ]
    assert sleeping == []


def _outside_of_loops(node: ast.AST) -> list[ast.AST]:
    found: list[ast.AST] = []
    for child in ast.iter_child_nodes(node):
        found.append(child)
        if not isinstance(child, ast.While):
            found += _outside_of_loops(child)
    return found


def _sleeps(call: ast.Call) -> bool:
    name = dotted(call.func)
    if name not in {"time.sleep", "asyncio.sleep", "sleep"}:
        return False
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Call) and dotted(first.func).endswith(".uniform"):
        return False  # A random moment, at which something is killed, is what is tested.
    zero = isinstance(first, ast.Constant) and first.value == 0
    return not (name == "asyncio.sleep" and zero)


def test_every_test_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_error_explains_itself_in_a_sentence() -> None:
    speechless = [
        f"{error.__module__}.{error.__name__}"
        for error in error_classes()
        if not _explains(error.__dict__.get("__doc__"))
    ]
    assert speechless == []


def _explains(docstring: str | None) -> bool:
    """One paragraph on one line, from a capital to a full stop: it is what the caller reads."""
    if docstring is None or "\n" in docstring.strip():
        return False
    return re.fullmatch(r"[A-Z`].+\.", docstring.strip()) is not None


def test_no_two_errors_share_a_code() -> None:
    names = Counter(error.__name__ for error in error_classes())
    assert {name for name, count in names.items() if count > 1} == set()


@pytest.mark.parametrize("layer", ["tests/unit", "tests/architecture", "tests/workflow"])
def test_every_test_is_a_sentence(layer: str) -> None:
    short = [
        source.at(node)
        for source in sources(ROOT / layer)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and node.name.count("_") < 3
    ]
    assert short == []


def test_every_public_function_of_a_contract_says_what_it_promises() -> None:
    """Ports are what others build against, so nothing in them goes without a docstring."""
    undocumented = []
    for source in product():
        if source.path.stem not in {"port", "registry", "schemas"}:
            continue
        for node in source.tree.body:
            public = not getattr(node, "name", "_").startswith("_")
            kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
            if isinstance(node, kinds) and public and not ast.get_docstring(node):
                undocumented.append(source.at(node))
    assert undocumented == []
    assert inspect.getdoc(DeskhandError)
