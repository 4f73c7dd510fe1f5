"""The root of what callers send: a field that nobody knows is refused, not overlooked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Given(BaseModel):
    """A request's body. A misspelt field is an error: else it would silently change nothing."""

    model_config = ConfigDict(extra="forbid")
