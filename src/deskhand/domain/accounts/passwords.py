"""Passwords, hashed with Argon2id: a few at a time, and never inside a transaction.

All accounts of one address share a salt, so that one computation tells which of them a password
opens, however many tenants have registered the address.
"""

from __future__ import annotations

import asyncio
import base64
import hmac
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TypeVar

from pwdlib.hashers.argon2 import Argon2Hasher

from deskhand.infra.errors import Unavailable

_T = TypeVar("_T")

_THREADS = 2
_MOST_WAITING = 64
_MOST_SALTS = 4
"""An address has one salt. It has more only where two tenants were made in the same moment."""
_FEWEST_CHARACTERS = 5

_hasher = Argon2Hasher()


class _Pool:
    """Argon2 takes 20 ms of a core and 64 MB: a crowd of log-ins waits here, or is sent away."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="deskhand-passwords")
        self._waiting = 0

    async def run(self, work: Callable[[], _T]) -> _T:
        """What `work` returns; raises Unavailable when too many wait already."""
        if self._waiting >= _MOST_WAITING:
            raise Unavailable("Too many people sign in just now; try again shortly.", retry_after=2)
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._waiting -= 1


_pool = _Pool()


@cache
def _decoy() -> str:
    """A hash that no password matches, so that an unknown account costs as much as a known one."""
    return _hasher.hash("no account has this password")


@cache
def _common() -> frozenset[str]:
    text = Path(__file__).with_name("common_passwords.txt").read_text(encoding="utf-8")
    return frozenset(text.split())


def is_common(password: str) -> bool:
    """Whether it is among the first that anybody tries: a known one, or few characters again."""
    bare = "".join(char for char in password.casefold() if char.isalnum())
    return bare in _common() or len(set(password.casefold())) < _FEWEST_CHARACTERS


async def hash_password(password: str, beside: Sequence[str] = ()) -> str:
    """The Argon2id hash of `password`, with the salt of the hashes that its address has already."""
    salt = _salt_of(beside[0]) if beside else None
    return await _pool.run(lambda: _hasher.hash(password, salt=salt))


async def matching(password: str, hashes: Sequence[str]) -> list[bool]:
    """Which of the hashes are of `password`. Without any the same time is spent."""
    return await _pool.run(lambda: _compare(password, hashes))


def _compare(password: str, hashes: Sequence[str]) -> list[bool]:
    grounds = list(dict.fromkeys(_ground_of(one) for one in hashes))[:_MOST_SALTS]
    computed = {ground: _computed(password, ground) for ground in grounds}
    if not computed:
        _computed(password, _ground_of(_decoy()))
    return [hmac.compare_digest(computed.get(_ground_of(one), ""), one) for one in hashes]


def _ground_of(hashed: str) -> str:
    """Parameters and salt, all of an encoded hash but the digest."""
    return hashed.rpartition("$")[0]


def _computed(password: str, ground: str) -> str:
    """The encoded hash of `password` on that ground."""
    costs = dict(one.split("=") for one in ground.split("$")[3].split(","))
    hasher = Argon2Hasher(
        memory_cost=int(costs["m"]), time_cost=int(costs["t"]), parallelism=int(costs["p"])
    )
    return hasher.hash(password, salt=_salt_of(ground))


def _salt_of(hashed: str) -> bytes:
    salt = hashed.split("$")[4]
    return base64.b64decode(salt + "=" * (-len(salt) % 4))
