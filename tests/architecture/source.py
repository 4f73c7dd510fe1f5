"""The source tree as the architecture tests see it: files, module names, syntax trees."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "deskhand"


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its path, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path below the repository, as an error message shows it."""
        return str(self.path.relative_to(ROOT))

    def at(self, node: ast.AST) -> str:
        """`file:line` of a node."""
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def sources(folder: Path) -> tuple[Source, ...]:
    """Every Python file below `folder`."""
    return tuple(
        Source(path, text, ast.parse(text, str(path)))
        for path in sorted(folder.rglob("*.py"))
        if "__pycache__" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
    )


def product() -> tuple[Source, ...]:
    """Every Python file of the product."""
    return sources(PACKAGE)


def modules_in(folder: Path) -> set[str]:
    """Names of the modules directly in `folder`, without `__init__`."""
    return {path.stem for path in folder.glob("*.py")} - {"__init__"}


def packages_in(folder: Path) -> set[str]:
    """Names of the packages directly in `folder`."""
    return {path.parent.name for path in folder.glob("*/__init__.py")}


def assigns(source: Source, name: str) -> bool:
    """Whether the module binds `name` at its top level."""
    for node in source.tree.body:
        targets: list[ast.expr] = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            return True
    return False


def modules_defining(folder: Path, function: str) -> set[str]:
    """Modules directly in `folder` that define `function` at their top level."""
    return {
        source.path.stem
        for source in sources(folder)
        if source.path.parent == folder
        and any(
            isinstance(node, ast.FunctionDef) and node.name == function for node in source.tree.body
        )
    }


def modules_with(folder: Path, name: str) -> set[str]:
    """Modules directly in `folder` that bind `name` at their top level."""
    return {
        source.path.stem
        for source in sources(folder)
        if source.path.parent == folder and assigns(source, name)
    }


def dotted(node: ast.AST) -> str:
    """`os.environ` for the expression `os.environ`; empty for anything that is no dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
