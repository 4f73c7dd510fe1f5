"""`docs/packs.md` is true: its pack passes, its tables are whole, its commands run."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from pydantic import BaseModel

from deskhand.packs import schema
from deskhand.packs.loader import built_in, pack_of
from tests.architecture.pages import DOCS, fences, table
from tests.support.commands import add_tenant, deskhand

PAGE = DOCS / "packs.md"
SHAPES = (
    schema.PackFile,
    schema.Agent,
    schema.Hours,
    schema.HandOver,
    schema.Noun,
    schema.Identifier,
    schema.NounField,
    schema.Intent,
    schema.Examples,
    schema.Procedure,
    schema.SlotKind,
    schema.PartOf,
    schema.Step,
)


def pack_of_the_page() -> dict[str, str]:
    """The files of the page; each block names its own in a comment on its first line."""
    return {
        fence.lines[0].removeprefix("# "): "\n".join((*fence.lines, ""))
        for fence in fences(PAGE)
        if fence.language in ("yaml", "fluent")
    }


def test_the_pack_of_the_page_has_no_fault() -> None:
    assert pack_of(pack_of_the_page()).name == "workshop"


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_every_key_of_a_pack_stands_on_the_page(shape: type[BaseModel]) -> None:
    keys = [field.alias or name for name, field in shape.model_fields.items()]
    assert [row[0].strip("`") for row in table(PAGE, shape.__name__)] == keys


def test_every_shape_of_a_pack_has_its_table() -> None:
    shapes = {
        shape
        for shape in vars(schema).values()
        if isinstance(shape, type)
        and issubclass(shape, BaseModel)
        and shape.__module__ == (schema.__name__)
    }
    assert {shape for shape in shapes if not shape.__name__.startswith("_")} == set(SHAPES)


def test_every_command_of_the_page_does_what_it_says(tmp_path: Path) -> None:
    slug = add_tenant(tmp_path).split()[1]
    said = {}
    for fence in fences(PAGE):
        for line in fence.lines if fence.language == "sh" else ():
            if line.startswith("#"):
                continue
            words = shlex.split(line.replace("my-shop", slug))[1:]
            done = deskhand(tmp_path, *words)
            assert done.returncode == 0, f"{line}: {done.stderr}"
            said[" ".join(words[:2])] = done.stdout
    assert "no fault in" in said["pack check"]
    assert "0 files differ from the built-in pack shop" in said["pack diff"]
    assert "version 1 (shop) is published" in said["pack publish"]
    assert "the built-in pack shop answers again" in said["pack rollback"]
    assert pack_of_folder(tmp_path / "my-pack") == dict(built_in("shop").files)


def pack_of_folder(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
