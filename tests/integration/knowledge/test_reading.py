"""Documents are read in a child process: hostile ones end there, as an error that says why."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from dataclasses import asdict, replace

import pytest
from pypdf import PdfReader, PdfWriter

from deskhand.domain.knowledge.readers.port import DocumentUnreadable
from deskhand.domain.knowledge.readers.registry import read_document
from deskhand.domain.knowledge.reading import ReadingLimits, read_apart
from tests.support.files import archive, docx, paragraph, pdf, workbook

LIMITS = ReadingLimits(seconds=600.0, cpu_seconds=300)
COSTLY = "damaged or too costly"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "a.md",
            b"# Returns\n\n## Lamps\n\nWithin **45** days.\n\n| a | b |\n|---|---|\n| 1 | 2 |",
        ),
        ("a.html", "<h1>Café</h1><p>Open.</p>".encode()),
        ("a.txt", b"Opening hours\n\nFrom nine."),
        ("a.pdf", pdf([(20, "Returns"), (10, "Within 45 days.")])),
        ("a.docx", docx(paragraph("Within 45 days."))),
        ("a.xlsx", workbook({"A": [["Question", "Answer"], ["When?", "Now."]]})),
        ("a.csv", b"Question,Answer\nWhen?,Now.\n"),
        ("a.json", b'[{"title": "When?", "text": "Now."}]'),
    ],
)
async def test_every_format_is_read_apart_as_it_is_read_here(name: str, data: bytes) -> None:
    assert await read_apart(data, name, limits=LIMITS) == read_document(data, name)


def encrypted() -> bytes:
    writer = PdfWriter(PdfReader(io.BytesIO(pdf([(10, "Secret.")]))))
    writer.encrypt("a password", algorithm="RC4-128")
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("x.pdf", encrypted(), "encrypted"),
        ("x.pdf", pdf([(10, "A page.")], times=10_000), "10,000 pages"),
        ("x.docx", archive({"word/document.xml": b"0" * 200_000_000}), "unpack to"),
        ("x.zip", archive({"inner.zip": archive({"a.md": b"text"})}), "archive"),
        ("x.md", b"a" * 4_000_000, "endless word"),
        ("x.md", b"", "no text"),
        ("x.md", b"text\x00", "NUL"),
        ("x.html", b"<div>" * 200_000, "too deeply"),
        ("x.html", b"<html><script>while(true);</script></html>", "no text"),
        ("x.exe", b"MZ\x90", "cannot be read"),
    ],
)
async def test_a_hostile_document_says_what_is_wrong(name: str, data: bytes, reason: str) -> None:
    with pytest.raises(DocumentUnreadable, match=reason):
        await read_apart(data, name, limits=LIMITS)


async def test_a_document_that_takes_too_much_processor_time_is_given_up() -> None:
    with pytest.raises(DocumentUnreadable, match=COSTLY):
        await read_apart(b"![" * 1_000_000, "x.md", limits=replace(LIMITS, cpu_seconds=2))


async def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DocumentUnreadable, match="longer than"):
        await read_apart(b"![" * 1_000_000, "x.md", limits=replace(LIMITS, seconds=0.5))


async def test_a_document_that_takes_too_much_memory_is_given_up() -> None:
    data = b"[" + b'{"a":[]},' * 3_000_000 + b"{}]"
    with pytest.raises(DocumentUnreadable, match=COSTLY):
        await read_apart(data, "x.json", limits=replace(LIMITS, memory_bytes=400_000_000))


async def test_a_document_with_too_much_text_is_given_up() -> None:
    with pytest.raises(DocumentUnreadable, match="more than 1,000 bytes"):
        await read_apart(b"Some text. " * 500, "x.md", limits=replace(LIMITS, output_bytes=1_000))


async def test_the_event_loop_goes_on_while_a_document_is_read() -> None:
    reading = asyncio.create_task(
        read_apart(b"![" * 1_000_000, "x.md", limits=replace(LIMITS, cpu_seconds=1))
    )
    turns = 0
    while not reading.done():
        turns += 1
        await asyncio.sleep(0.01)
    assert turns > 10
    assert isinstance(reading.exception(), DocumentUnreadable)


async def test_whoever_reads_can_open_neither_a_file_nor_a_connection() -> None:
    code = (
        "import resource, socket, sys\n"
        "from deskhand.domain.knowledge import reading_child\n"
        "def attempt(data, filename, media_type=None):\n"
        "    tried = []\n"
        "    for one in (lambda: open('/etc/hostname'), socket.socket):\n"
        "        try:\n"
        "            one()\n"
        "            tried.append('open')\n"
        "        except OSError:\n"
        "            tried.append('closed')\n"
        "    print(tried, file=sys.stderr)\n"
        "    raise SystemExit(0)\n"
        "reading_child.read_document = attempt\n"
        "reading_child.main(sys.argv[1])\n"
    )
    told = {"filename": "a.md", "media_type": None, "limits": asdict(LIMITS)}
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code, json.dumps(told)),
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    _, said = await child.communicate(b"text")
    assert said.decode().strip() == "['closed', 'closed']"
