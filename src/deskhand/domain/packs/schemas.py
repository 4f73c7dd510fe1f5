"""Shapes of packs as they are sent and received, and how large one may be."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from deskhand.infra.shapes import Given

MOST_FILES = 300
LARGEST_FILE = 1_000_000
LARGEST_PACK = 4_000_000
"""Bytes of all files together: about ten times the largest pack that comes with Deskhand."""

PackStatus = Literal["draft", "checked", "published", "rolled_back", "retired"]

_PART = r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}"
_PATH = re.compile(rf"(?:{_PART}/){{0,4}}{_PART}\.(?:yaml|ftl|md|txt)")


def check_files(files: dict[str, str]) -> dict[str, str]:
    """The same files; raises ValueError for a strange path, and for more than can be kept."""
    if len(files) > MOST_FILES:
        raise ValueError(f"a pack has at most {MOST_FILES} files")
    total = 0
    for path, text in files.items():
        if not _PATH.fullmatch(path):
            raise ValueError(f"{path[:200]!r} is no path of a pack, as procedures/refund.yaml is")
        try:
            size = len(text.encode())
        except UnicodeEncodeError as error:
            raise ValueError(f"{path} holds what is no character") from error
        if "\0" in text:
            raise ValueError(f"{path} holds a NUL character")
        if size > LARGEST_FILE:
            raise ValueError(f"{path} is larger than {LARGEST_FILE} bytes")
        total += size
    if total > LARGEST_PACK:
        raise ValueError(f"all files together are larger than {LARGEST_PACK} bytes")
    return files


Files = Annotated[dict[str, str], AfterValidator(check_files)]
Note = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00]*$"),
]


class NewPack(Given):
    """A new version of the tenant's pack: all its files, and why it was made."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "files": {"pack.yaml": "name: workshop\ntitle: Repair shop\n"},
                "note": "Opening hours in winter",
            }
        }
    )

    files: Files = Field(min_length=1, description="Texts by path, as `procedures/repair.yaml`.")
    note: Note = ""


class PackVersionView(BaseModel):
    """A version of the tenant's pack, without its files."""

    model_config = ConfigDict(from_attributes=True)

    number: int
    name: str | None = Field(description="Null until the version was checked.")
    status: PackStatus
    digest: str = Field(description="Of all files; equal for equal packs.")
    note: str
    author_user_id: UUID | None
    created_at: datetime
    checked_at: datetime | None
    published_at: datetime | None = Field(description="When it last went into service.")


class PackVersionDetail(PackVersionView):
    """A version of the tenant's pack with its files."""

    files: dict[str, str]


class FileChange(BaseModel):
    """How one file differs, as a unified diff."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    path: str
    change: Literal["added", "removed", "changed"]
    diff: str


class PackDiff(BaseModel):
    """How a version differs from another, or from the built-in pack."""

    before: str = Field(description="A version's number, or the name of the built-in pack.")
    after: str = Field(description="A version's number.")
    files: list[FileChange] = Field(description="Only files that differ.")


class PackInService(BaseModel):
    """What answers customers: a version of the tenant's own, or else the built-in pack."""

    published: PackVersionView | None
    built_in: str = Field(description="The pack that answers while none is published.")
