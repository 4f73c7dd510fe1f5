"""Typed identifiers. Every id is a UUIDv7-like value, so newer rows sort after older ones."""

from __future__ import annotations

import secrets
import time
from datetime import timedelta
from typing import NewType
from uuid import UUID

CustomerId = NewType("CustomerId", UUID)


def shortly_before(made: UUID, by: timedelta) -> UUID:
    """A bound below every id of version 7 that was made up to `by` before `made`."""
    milliseconds = (made.int >> 80) - int(by.total_seconds() * 1000)
    return UUID(int=max(0, milliseconds) << 80)


def new_id() -> UUID:
    """A new UUID, version 7 (RFC 9562 section 5.7): 48 bits of milliseconds, then randomness."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | secrets.randbits(80)
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return UUID(int=value)
