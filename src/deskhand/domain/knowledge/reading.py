"""Reads a stranger's document in a process of its own that has limits and can be ended."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from deskhand.domain.knowledge.readers.port import (
    Block,
    DocumentUnreadable,
    ParsedDocument,
    Section,
)
from deskhand.infra.errors import Unavailable

_SCRIPT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from deskhand.domain.knowledge.reading_child import main; "
    "sys.exit(main(sys.argv[2]))"
)
_PIECE = 1 << 16
_OVER: Final = "over"


class ReadingImpossible(Unavailable):
    """No process could be started to read the document in."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What reading one document may take.

    Processor seconds and seconds of the whole, bytes of address space, bytes of what was read.
    """

    cpu_seconds: int = 60
    seconds: float = 300.0
    memory_bytes: int = 1_500_000_000
    output_bytes: int = 50_000_000


async def read_apart(
    data: bytes,
    filename: str,
    media_type: str | None = None,
    limits: ReadingLimits = ReadingLimits(),
) -> ParsedDocument:
    """`read_document` in a child process that can open no file and no connection.

    Raises `DocumentUnreadable` when the document cannot be read or takes more than the limits
    allow, `ReadingImpossible` when there is no process. Cancelling ends the child.
    """
    told = {"filename": filename, "media_type": media_type, "limits": asdict(limits)}
    script = (sys.executable, "-c", _SCRIPT, json.dumps(sys.path), json.dumps(told))
    try:
        child = await asyncio.create_subprocess_exec(
            *script,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise ReadingImpossible from error
    telling = asyncio.create_task(_tell(child.stdin, data))
    try:
        async with asyncio.timeout(limits.seconds):
            written = await _answer(child.stdout, limits.output_bytes)
            code = await child.wait()
    except TimeoutError as error:
        raise DocumentUnreadable(
            f"Reading the document took longer than {limits.seconds:.0f} seconds."
        ) from error
    finally:
        telling.cancel()
        if child.returncode is None:
            with suppress(ProcessLookupError):
                child.kill()
            await child.wait()
        await asyncio.gather(telling, return_exceptions=True)
    return _document(written, code, limits)


async def _tell(listener: asyncio.StreamWriter | None, data: bytes) -> None:
    if listener is None:
        return
    # A child that has died no longer listens; its exit tells more.
    with suppress(BrokenPipeError, ConnectionResetError):
        listener.write(data)
        await listener.drain()
    listener.close()


async def _answer(speaker: asyncio.StreamReader | None, most: int) -> bytes:
    written = bytearray()
    while speaker is not None and (piece := await speaker.read(_PIECE)):
        written += piece
        if len(written) > most:
            raise DocumentUnreadable(f"The document holds more than {most:,} bytes of text.")
    return bytes(written)


def _document(written: bytes, code: int, limits: ReadingLimits) -> ParsedDocument:
    try:
        answer: Any = json.loads(written)
    except ValueError:
        answer = {_OVER: True}
    if code != 0 or _OVER in answer:
        raise DocumentUnreadable(
            f"The document is damaged or too costly to read: it may take {limits.cpu_seconds}"
            f" seconds of processor time and {limits.memory_bytes // 1_000_000} MB."
        )
    if "refused" in answer:
        raise DocumentUnreadable(answer["refused"])
    sections = tuple(
        Section(tuple(path), tuple(Block(kind, text) for kind, text in blocks), page)
        for path, blocks, page in answer["sections"]
    )
    return ParsedDocument(answer["title"], sections, answer["category"])
