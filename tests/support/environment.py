"""Settings for tests: read from a given environment alone, never from the developer's own."""

from __future__ import annotations

import os
from collections.abc import Mapping
from unittest.mock import patch

from deskhand.infra.settings import GROUPS, Settings

_OURS = frozenset(
    str(field.alias)
    for group in GROUPS
    for field in group.model_fields.values()
    if field.alias is not None
)


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The machine's environment without Deskhand's settings, and with the `given` ones."""
    kept = {name: value for name, value in os.environ.items() if name not in _OURS}
    # The second model is large, and its own tests ask for it.
    return {**kept, "MULTILINGUAL_EMBEDDING_MODEL": "none", **given}


def settings_from(given: Mapping[str, str]) -> Settings:
    """Settings whose every group was read from `given`; what is not given has its default."""
    settings = Settings()
    with patch.dict(os.environ, environment(given), clear=True):
        for name, value in vars(Settings).items():
            if not name.startswith("_") and hasattr(value, "func"):
                getattr(settings, name)
    return settings
