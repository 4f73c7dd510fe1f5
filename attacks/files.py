"""Documents and tables that are made to be slow, large, broken, or something else than they say."""

from __future__ import annotations

import asyncio
import base64
import io
import random
import time
import zipfile

import httpx

from attacks.tally import Tally
from attacks.target import Target

_SIZE = 400_000
_SECONDS = 180.0
"""For all documents together."""
_ENDS = frozenset({"ready", "failed"})


def _bomb() -> bytes:
    """A workbook that is small on disk and large when it is unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook>" + " " * 200_000_000 + "</workbook>")
    return packed.getvalue()


def _entities() -> str:
    names = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<!DOCTYPE x [<!ENTITY a0 "ha">{"".join(names)}]><html><p>&a9;</p></html>'


DOCUMENTS: dict[str, str] = {
    "one-word.md": "a" * _SIZE,
    "images.md": "![" * (_SIZE // 8),
    "brackets.md": "[" * (_SIZE // 8),
    "quotes.md": "> " * (_SIZE // 8),
    "table.md": "|a" * (_SIZE // 4) + "\n" + "|-" * 1000,
    "headings.md": "#" * _SIZE,
    "lines.txt": "\n" * _SIZE,
    "marks.txt": "\u202e\u0301" * (_SIZE // 8),
    "nested.html": "<div>" * 20_000 + "x" + "</div>" * 20_000,
    "open.html": "<a " * (_SIZE // 4),
    "script.html": "<script>while(1){}</script><p>Returns take 30 days.</p>",
    "entities.html": _entities(),
    "binary.txt": base64.b85encode(bytes(range(256)) * 100).decode(),
}


async def run(target: Target, chance: random.Random) -> Tally:
    """Each is read or refused, the server answers meanwhile, and the worker goes on."""
    tally = Tally()
    names = chance.sample(sorted(DOCUMENTS), target.times(len(DOCUMENTS), 3))
    async with target.client("foreign_owner") as client:
        sent = {name: await _submit(client, name) for name in names}
        for name, answer in sent.items():
            taken = answer.status_code == 202 or 400 <= answer.status_code < 500
            tally.note(taken, f"{name}: {answer.status_code}")
        tally.note(await target.healthy(), "health while hostile documents are read")
        end = time.monotonic() + _SECONDS
        for name, answer in sent.items():
            if answer.status_code == 202:
                status = await _read(client, answer.json()["document"]["id"], end)
                tally.note(status in _ENDS, f"{name} is still {status} after {_SECONDS:g} s")
        await _tables(client, tally)
    tally.note(await target.healthy(), "health after hostile files")
    return tally


async def _submit(client: httpx.AsyncClient, name: str) -> httpx.Response:
    body = {"title": name, "filename": name, "content": DOCUMENTS[name]}
    return await client.post("/api/v1/documents/ingest", json=body)


async def _read(client: httpx.AsyncClient, document_id: str, end: float) -> str:
    """The document's status once it is read or refused, or as it stands at `end`."""
    while True:
        found = (await client.get(f"/api/v1/documents/{document_id}")).json()
        status = str(found.get("status"))
        if status in _ENDS or time.monotonic() > end:
            return status
        await asyncio.sleep(0.25)


async def _tables(client: httpx.AsyncClient, tally: Tally) -> None:
    """Imports of one's own records that are no tables."""
    files = {
        "bomb.xlsx": _bomb(),
        "empty.xlsx": b"PK\x05\x06" + b"\x00" * 18,
        "text.xlsx": b"number,email\n" * 10,
        "quotes.csv": b'"' * 100_000,
        "wide.csv": b"a," * 50_000 + b"\n1,",
        "deep.jsonl": b"[" * 100_000,
    }
    for name, content in files.items():
        answer = await client.post("/api/v1/imports/customers", files={"file": (name, content)})
        tally.note(answer.status_code < 500, f"{name}: {answer.status_code}")
