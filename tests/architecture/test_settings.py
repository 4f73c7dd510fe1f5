"""The tables of `docs/operations.md` are the settings and metrics that the code has."""

from __future__ import annotations

from typing import Any

from pydantic_settings import BaseSettings

from deskhand.infra.embedded import roles
from deskhand.infra.observability.metrics import REGISTRY
from deskhand.infra.settings import GROUPS, Settings
from tests.architecture.pages import DOCS, table
from tests.support.environment import settings_from

OPERATIONS = DOCS / "operations.md"


def _shown(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"`{value}`"


def test_every_setting_stands_in_the_table_with_its_default_and_meaning() -> None:
    in_code = [
        [f"`{field.alias}`", _shown(field.default), field.description or ""]
        for group in GROUPS
        for field in group.model_fields.values()
    ]
    assert table(OPERATIONS, "settings") == in_code


def test_every_group_of_settings_can_be_reached() -> None:
    base = next(kind for kind in GROUPS[0].__mro__ if BaseSettings in kind.__bases__)
    assert set(GROUPS) == set(base.__subclasses__())
    settings = settings_from({})
    names = [name for name in vars(Settings) if not name.startswith("_")]
    assert {type(getattr(settings, name)) for name in names} == set(GROUPS)


def test_no_two_settings_are_read_from_one_variable() -> None:
    names = [field.alias for group in GROUPS for field in group.model_fields.values()]
    assert len(names) == len(set(names))


def test_every_metric_stands_in_the_table() -> None:
    in_code = [
        [
            f"`{family.name}{'_total' if family.type == 'counter' else ''}`",
            family.type,
            family.documentation,
        ]
        for family in REGISTRY.collect()
        if family.name.startswith("deskhand_")
    ]
    assert table(OPERATIONS, "metrics") == in_code


def test_an_external_database_gets_the_roles_and_rights_of_the_private_one() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    source = (DOCS.parent / "src/deskhand/infra/embedded/roles.py").read_text(encoding="utf-8")
    log_in = {roles.OWNER: "LOGIN", roles.APPLICATION: "LOGIN", roles.LOOKUP: "NOLOGIN"}
    for role, kind in log_in.items():
        rights = f"CREATE ROLE {role} {kind} NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB;"
        assert rights in text
    names = {
        "{database}": roles.DATABASE,
        "{owner}": roles.OWNER,
        "{application}": roles.APPLICATION,
        "{lookup}": roles.LOOKUP,
    }
    body = source.split("for statement in (")[1].split("\n        ):")[0]
    statements = [line.strip().rstrip(",").strip('"') for line in body.splitlines()]
    wanted = [line for line in statements if line and not line.startswith("#")]
    assert len(wanted) >= 5
    for statement in wanted:
        for place, name in names.items():
            statement = statement.replace(place, name)
        assert f"{statement};" in text
