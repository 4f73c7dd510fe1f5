"""The documents as their tests see them: pages, tables between marks, fenced blocks, links."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tests.architecture.source import ROOT

DOCS = ROOT / "docs"
README = ROOT / "README.md"
PAGES = (
    README,
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted(DOCS.rglob("*.md")),
)

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_INLINE = re.compile(r"`([^`\n]+)`")


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block of a page: its language and its lines."""

    page: Path
    language: str
    lines: tuple[str, ...]


def fences(page: Path) -> list[Fence]:
    """The fenced blocks of a page."""
    text = page.read_text(encoding="utf-8")
    return [Fence(page, lang, tuple(body.splitlines())) for lang, body in _FENCE.findall(text)]


def without_fences(page: Path) -> str:
    """The prose of a page."""
    return _FENCE.sub("", page.read_text(encoding="utf-8"))


def links(page: Path) -> list[str]:
    """Where the links of a page lead."""
    return _LINK.findall(without_fences(page))


def inline_code(page: Path) -> list[str]:
    """What stands between single backticks."""
    return _INLINE.findall(without_fences(page))


def shell_lines() -> list[tuple[Path, str]]:
    """Every command of every ```sh block, without comments."""
    return [
        (page, line.strip())
        for page in PAGES
        for fence in fences(page)
        if fence.language == "sh"
        for line in fence.lines
        if line.strip() and not line.lstrip().startswith("#")
    ]


def table(page: Path, name: str) -> list[list[str]]:
    """The rows of the table between `<!-- name -->` and `<!-- /name -->`, without its head."""
    text = page.read_text(encoding="utf-8")
    inside = text.split(f"<!-- {name} -->")[1].split(f"<!-- /{name} -->")[0]
    lines = [line for line in inside.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]
