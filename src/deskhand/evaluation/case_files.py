"""Reading YAML files of cases strictly: an error names the file and the line."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from deskhand.infra.errors import InvalidInput
from deskhand.packs.loader import BUILT_IN

Shape = TypeVar("Shape", bound=BaseModel)

_PACKS = files("deskhand").joinpath("packs")
CASES = _PACKS.joinpath(BUILT_IN[0], "cases")
"""The folder with the first pack's dialogues, one file per theme and language, and what the gauge
knows of languages."""


def dialogue_files() -> dict[str, Traversable]:
    """The shipped files of dialogues of every pack, by their names without the ending."""
    folders = (_PACKS.joinpath(pack, "cases") for pack in BUILT_IN)
    listed = (file for folder in folders for file in folder.iterdir())
    return {file.name[:-5]: file for file in listed if file.name.endswith(".yaml")}


class CaseFileInvalid(InvalidInput):
    """A file of cases cannot be read."""


def read_yaml(file: Traversable, shape: type[Shape]) -> Shape:
    """The file's content as `shape`. Raises CaseFileInvalid with one line for each fault."""
    text = file.read_text(encoding="utf-8")
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CaseFileInvalid(f"{file.name}:{line}: {error.problem}") from None
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        faults = [
            f"{file.name}:{line_of(root, fault['loc'])}: "
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}"
            for fault in error.errors()
        ]
        raise CaseFileInvalid("\n".join(faults)) from None


def line_of(root: yaml.Node | None, place: Sequence[int | str]) -> int:
    """The line of the innermost node on the way to `place` that stands in the file."""
    node, line = root, 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
