"""File locks that the kernel releases when their holder ends, however it ends (flock(2))."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from deskhand.infra.errors import Unavailable

Mode = Literal["shared", "exclusive"]

_PAUSE_SECONDS = 0.01


class LockHeldTooLong(Unavailable):
    """Another process is busy with the embedded database for too long."""


def try_lock(path: Path, mode: Mode) -> int | None:
    """Lock the file now and return its descriptor (closing it unlocks), or None when it is held."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    operation = fcntl.LOCK_SH if mode == "shared" else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def lock(path: Path, mode: Mode, *, seconds: float) -> int:
    """Like `try_lock`, but wait up to `seconds`, then raise LockHeldTooLong."""
    deadline = time.monotonic() + seconds
    while (descriptor := try_lock(path, mode)) is None:
        if time.monotonic() > deadline:
            raise LockHeldTooLong(f"{path} is still locked by another process after {seconds:g} s.")
        time.sleep(_PAUSE_SECONDS)
    return descriptor


@contextmanager
def locked(path: Path, mode: Mode, *, seconds: float) -> Iterator[None]:
    """Hold the lock for a block."""
    descriptor = lock(path, mode, seconds=seconds)
    try:
        yield
    finally:
        os.close(descriptor)


def is_free(path: Path) -> bool:
    """Whether nobody holds any lock on the file at this moment."""
    descriptor = try_lock(path, "exclusive")
    if descriptor is None:
        return False
    os.close(descriptor)
    return True
