"""Passwords, hashed with Argon2id."""

from __future__ import annotations

import asyncio
from functools import cache

from pwdlib import PasswordHash

_hasher = PasswordHash.recommended()


@cache
def _decoy() -> str:
    """A hash that no password matches, so that an unknown account costs as much as a known one."""
    return _hasher.hash("no account has this password")


async def hash_password(password: str) -> str:
    """The Argon2id hash of `password`, made in a thread."""
    return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, hashed: str | None) -> bool:
    """Whether `password` is the one behind `hashed`; with None the time is spent all the same."""
    good = await asyncio.to_thread(_hasher.verify, password, hashed or _decoy())
    return good and hashed is not None
