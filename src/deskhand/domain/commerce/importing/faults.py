"""Why a file cannot be imported."""

from __future__ import annotations

from deskhand.infra.errors import InvalidInput


class FileUnreadable(InvalidInput):
    """The file cannot be read."""


class FileTooLarge(InvalidInput):
    """The file is too large to be imported at once."""


class ColumnUnknown(InvalidInput):
    """The file has no such column, or these records have no such field."""


class ColumnsMissing(InvalidInput):
    """No column of the file says which record a row is."""
