"""The child process that reads one document: limits first, then the bytes of its input."""

from __future__ import annotations

import encodings
import json
import os
import pkgutil
import resource
import sys
import warnings
from importlib import import_module
from typing import Any

from deskhand.domain.knowledge.readers.port import ParsedDocument
from deskhand.domain.knowledge.readers.registry import (
    check_readable,
    load_libraries,
    read_document,
)
from deskhand.infra.errors import InvalidInput

_NICE = 10
_WHEN_FIRST_USED = ("_strptime", "calendar", "decimal", "heapq", "linecache", "unicodedata")
"""Modules that the standard library imports only when they are needed."""
_OF_WINDOWS = frozenset({"mbcs", "oem"})


def main(told: str) -> int:
    """Read the document on standard input, write its sections as JSON; the exit code."""
    warnings.simplefilter("ignore")
    order = json.loads(told)
    limits = order["limits"]
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    _limit(resource.RLIMIT_AS, limits["memory_bytes"])
    _limit(resource.RLIMIT_CORE, 0)
    os.nice(_NICE)
    try:
        answer = _read(sys.stdin.buffer.read(), order["filename"], order["media_type"])
    except InvalidInput as error:
        answer = {"refused": error.detail}
    except (MemoryError, RecursionError):
        answer = {"over": True}
    sys.stdout.buffer.write(json.dumps(answer).encode())
    sys.stdout.buffer.flush()
    return 0


def _read(data: bytes, filename: str, media_type: str | None) -> dict[str, Any]:
    load_libraries(check_readable(data, filename, media_type))
    for name in _WHEN_FIRST_USED:
        import_module(name)
    for codec in pkgutil.iter_modules(encodings.__path__):
        if codec.name not in _OF_WINDOWS:
            import_module(f"encodings.{codec.name}")
    # From here on nothing can be opened: no file, no socket.
    _limit(resource.RLIMIT_NOFILE, 0)
    return _told(read_document(data, filename, media_type))


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


def _told(document: ParsedDocument) -> dict[str, Any]:
    return {
        "title": document.title,
        "category": document.category,
        "sections": [
            [one.heading_path, [[block.kind, block.text] for block in one.blocks], one.page]
            for one in document.sections
        ],
    }
