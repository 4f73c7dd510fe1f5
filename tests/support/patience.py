"""How long a test waits for what must happen: long enough for a machine twenty times slower."""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 120.0
"""Seconds. A test that waits this long has failed; one that passes never waits for it."""
