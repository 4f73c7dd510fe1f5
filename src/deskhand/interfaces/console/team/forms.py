"""Forms whose fields are read into shapes of the domain."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from pydantic import ValidationError

from deskhand.infra.errors import InvalidInput

T = TypeVar("T")


class FormInvalid(InvalidInput):
    """A field of the form cannot be read."""


def checked(make: Callable[[], T]) -> T:
    """What `make` makes of the form; raises FormInvalid, which names the first wrong field."""
    try:
        return make()
    except ValidationError as error:
        first = error.errors()[0]
        named = [str(part) for part in first["loc"] if isinstance(part, str)]
        field = " ".join(named).replace("_", " ").capitalize()
        raise FormInvalid(f"{field}: {first['msg']}.") from None
