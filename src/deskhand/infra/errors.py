"""The root of every expected error: a code, an HTTP status and a sentence that explains."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final

BUSY: Final = frozenset({429, 503})
"""Statuses that say: not now. Asking again later may help."""


class DeskhandError(Exception):
    """Something that was asked for cannot be done."""

    status: ClassVar[int] = 400

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        """`detail` replaces the class's docstring; `extra` is added to the problem document."""
        self.detail = detail or (type(self).__doc__ or "").strip()
        self.extra = extra
        super().__init__(self.detail)

    @property
    def code(self) -> str:
        """The error's stable name, `OrderNotFound` → `order_not_found`."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", type(self).__name__).lower()


class NotFound(DeskhandError):
    """Nothing with this id exists here."""

    status = 404


class Forbidden(DeskhandError):
    """Your role does not allow this."""

    status = 403


class Unauthenticated(DeskhandError):
    """Sign in or send an API key first."""

    status = 401


class Conflict(DeskhandError):
    """This contradicts the present state."""

    status = 409


class InvalidInput(DeskhandError):
    """The request is not valid."""

    status = 422


class Unavailable(DeskhandError):
    """A part that this needs does not answer now; try again shortly."""

    status = 503


class ConfigurationInvalid(DeskhandError):
    """The configuration cannot be used."""

    status = 500
