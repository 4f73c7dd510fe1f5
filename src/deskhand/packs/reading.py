"""YAML as packs are written: words stay words, nothing stands twice, every value has a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import yaml
from pydantic import ValidationError

_DEEPEST = 40
"""Levels within each other; the parser below is recursive C, which nesting alone could end."""
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The same as PyYAML's own parser and ten times as fast, where libyaml is there."""


class TextUnreadable(ValueError):
    """A text is not the YAML that packs are written in; `line` counts from 1 where it is known."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = " ".join(problem.split())
        self.line = line


class _Words(_Loader):  # type: ignore[misc]  # a base of type Any: libyaml's, or PyYAML's own
    """`yes`, `no`, `on`, `off` and dates stay the words that customers write."""


_Words.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Words.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def parsed(text: str) -> Any:
    """What the YAML text holds; None when it is empty.

    Raises `TextUnreadable`, also for a name that stands twice, for tags and for aliases: a few
    aliases can stand for more than any machine holds.
    """
    loader = None
    try:
        _check_shape(text)
        loader = _Words(text)
        node = loader.get_single_node()
        if node is None:
            return None
        _check_names(node)
        return loader.construct_document(node)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error)
        raise TextUnreadable(problem, mark.line + 1 if mark else None) from error
    except (ValueError, OverflowError) as error:
        if isinstance(error, TextUnreadable):
            raise
        raise TextUnreadable(str(error)) from error
    finally:
        if loader is not None:
            loader.dispose()


def line_of(text: str, where: Sequence[str | int]) -> int | None:
    """The line, from 1, of the value at the path `where`: the deepest part of it that exists."""
    node = _tree(text)
    line = None
    for part in where:
        found = _within(node, part)
        if found is None:
            break
        line, node = found
    return line


def place(path: str, text: str, *where: str | int) -> str:
    """`path`, with the line of the value at `where` when it can be told."""
    line = line_of(text, where)
    return path if line is None else f"{path}, line {line}"


def faults_told(path: str, text: str, error: ValidationError, *within: str) -> list[str]:
    """What does not fit its shape, each as a sentence with the line of the value."""
    told = []
    for fault in error.errors():
        where = (*within, *fault["loc"])
        at = place(path, text, *where)
        named = ".".join(str(part) for part in where)
        told.append(f"{at}: {named}: {' '.join(fault['msg'].split())}.")
    return told


def _check_shape(text: str) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            raise TextUnreadable("aliases are not read here", _line(event))
        if getattr(event, "tag", None) is not None:
            raise TextUnreadable("tags are not read here", _line(event))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise TextUnreadable("this is nested too deeply", _line(event))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _check_names(node: yaml.Node) -> None:
    for mapping in _mappings(node):
        seen: set[str] = set()
        for key, _ in mapping.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    raise TextUnreadable(f"`{key.value}` stands here twice", _line(key))
                seen.add(key.value)


def _mappings(node: yaml.Node) -> Iterator[yaml.MappingNode]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, yaml.MappingNode):
            yield one
            waiting += [part for pair in one.value for part in pair]
        elif isinstance(one, yaml.SequenceNode):
            waiting += one.value


@lru_cache(maxsize=8)
def _tree(text: str) -> yaml.Node | None:
    """The nodes of a text; it was parsed before, which found it fit."""
    try:
        _check_shape(text)
        node: yaml.Node | None = yaml.compose(text, Loader=_Words)
    except (yaml.YAMLError, TextUnreadable):
        return None
    return node


def _within(node: yaml.Node | None, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value == str(part):
                return _line(key), value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return _line(node.value[part]), node.value[part]
    return None


def _line(node: yaml.Node | yaml.Event) -> int:
    return node.start_mark.line + 1 if node.start_mark else 1
