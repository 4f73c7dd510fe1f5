"""Every expected error of the product, found by importing all of it."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import deskhand
from deskhand.infra.errors import ConfigurationInvalid, DeskhandError

# Run by path in an interpreter of their own, by Alembic, or as the program itself.
_NOT_IMPORTED = frozenset(
    {
        "deskhand.__main__",
        "deskhand.infra.embedded.confine",
        "deskhand.infra.embedded.supervisor",
        "deskhand.migrations.env",
    }
)

# What stays between our own processes and parts, and never becomes an answer.
INTERNAL = frozenset(
    {
        "DeskhandError",
        "ExamplesUnusable",
        "FenceStale",
        "JobLost",
        "MoreWasWritten",
        "PlanUnsound",
        "SampleShopUnknown",
        "SourceGone",
        "TenantUnknown",
        "ReadingImpossible",
        "TrainingFailed",
        "WritingNotAllowed",
    }
)

# The command line's own errors, and those of the ground that are dealt with before a door.
_NOT_OF_THE_API = (
    "deskhand.cli.",
    "deskhand.evaluation.",
    "deskhand.infra.embedded.",
    "deskhand.infra.models.failures",
    "deskhand.infra.wakeup.loop_thread",
)


@cache
def error_classes() -> tuple[type[DeskhandError], ...]:
    """All of them, the roots included."""
    for module in pkgutil.walk_packages(deskhand.__path__, "deskhand."):
        if module.name not in _NOT_IMPORTED:
            importlib.import_module(module.name)
    found: list[type[DeskhandError]] = [DeskhandError]
    for error in found:
        found += [child for child in error.__subclasses__() if child not in found]
    return tuple(error for error in found if error.__module__.startswith("deskhand."))


def answered_errors() -> tuple[type[DeskhandError], ...]:
    """Those that a caller of the API can be answered with."""
    return tuple(
        error
        for error in error_classes()
        if error.__name__ not in INTERNAL
        and not issubclass(error, ConfigurationInvalid)
        and not error.__module__.startswith(_NOT_OF_THE_API)
    )
