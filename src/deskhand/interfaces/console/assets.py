"""The static files of the pages, read once and addressed by the digest of their content."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

MEDIA_TYPES = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".svg": "image/svg+xml",
    }
)
"""The kinds of files that are served; any other file in the folder is not."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file: its bytes, as they are and packed, its media type and an entity tag."""

    content: bytes
    packed: bytes
    media_type: str
    etag: str


@dataclass(frozen=True, slots=True)
class Assets:
    """All static files by their path below `static`, and the release they form.

    `release` is a digest over every name and content. It is a folder in the address, so that
    modules that import each other by relative address stay within one release.
    """

    release: str
    files: MappingProxyType[str, Asset]


@cache
def load_assets() -> Assets:
    """Read the folder `static` once for the life of the process."""
    folder = Path(__file__).with_name("static")
    whole = hashlib.sha256()
    files: dict[str, Asset] = {}
    for path in sorted(folder.rglob("*")):
        media_type = MEDIA_TYPES.get(path.suffix)
        if media_type is None:
            continue
        name = path.relative_to(folder).as_posix()
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        whole.update(f"{name}:{digest}\n".encode())
        packed = gzip.compress(content, mtime=0)  # Without a time: the same bytes every time.
        files[name] = Asset(content, packed, media_type, f'"{digest[:32]}"')
    return Assets(whole.hexdigest()[:16], MappingProxyType(files))
