"""What the process loads at its start stays for ever; the garbage collector need not look at it."""

from __future__ import annotations

import gc

_NEW_OBJECTS = 20_000


def spare_what_is_loaded() -> None:
    """Take all present objects out of the collector's sight, and let it run less often.

    Call it once, when everything is loaded. Looking through some hundred thousand objects of
    libraries again and again took about a tenth of a turn.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)
