"""What customers' pages say: the same sentences with the same values in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deskhand.packs.loader import language_pages, languages

CUSTOMER = Path("src/deskhand/interfaces/console")
SENTENCE = re.compile(r"^([a-z][a-z-]*) = ((?:.*)(?:\n[ ].*|\n(?=\n?[ ]))*)", re.MULTILINE)


def sentences(language: str) -> dict[str, set[str]]:
    """Each sentence of a language by its id, with the names of its values."""
    found = SENTENCE.findall(language_pages(language))
    return {name: set(re.findall(r"\{ \$([a-z]+)", text)) for name, text in found}


@pytest.mark.parametrize("language", languages())
def test_every_language_says_what_english_says_with_the_same_values(language: str) -> None:
    assert sentences(language) == sentences("en")


def test_every_sentence_of_the_pages_is_asked_for_and_every_one_that_is_asked_for_exists() -> None:
    root = Path(__file__).parents[3]
    files = [*(root / CUSTOMER / "customer").glob("*.py")]
    files += (root / CUSTOMER / "templates" / "customer").glob("*.html")
    files.append(root / "src/deskhand/interfaces/api/routes/widget.py")
    source = "\n".join(file.read_text("utf-8") for file in files)
    asked = set(re.findall(r"""(?:\bt|text)\(\s*["']([a-z-]+)["']\s*[,)]""", source))
    known = {name.removeprefix("page-") for name in sentences("en")}
    assert asked <= known
    quoted = set(re.findall(r"""["']([a-z-]+)["']""", source))
    begun = {one for one in quoted if one.endswith("-")}
    ends = {one for one in quoted if one.startswith("-")}
    unused = {
        name
        for name in known - quoted
        if not any(name.startswith(one) for one in begun)
        and name.removeprefix("widget-") not in quoted
        and not any(name.endswith(one) for one in ends)
    }
    assert unused == set()
