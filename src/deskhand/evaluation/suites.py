"""The suites of scripted cases: one YAML file each in `cases/`."""

from __future__ import annotations

from importlib.resources import files

import yaml
from pydantic import TypeAdapter

from deskhand.evaluation.schemas import Case
from deskhand.infra.errors import NotFound

SUITES: tuple[str, ...] = ("orders", "billing", "knowledge", "dialogue")

_CASES: TypeAdapter[list[Case]] = TypeAdapter(list[Case])


class SuiteUnknown(NotFound):
    """There is no suite of this name."""


def load_suite(name: str) -> list[Case]:
    """The cases of the suite `name`. Raises SuiteUnknown."""
    if name not in SUITES:
        raise SuiteUnknown(f"There is no suite {name!r}; there are {', '.join(SUITES)}.")
    text = files("deskhand.evaluation").joinpath("cases", f"{name}.yaml").read_text("utf-8")
    return _CASES.validate_python(yaml.safe_load(text))
