"""Fixtures of the tests of actions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.packs.store import PackStore
from deskhand.infra.runtime import Runtime
from deskhand.packs.acting import Risk
from deskhand.packs.loader import Pack, built_in
from tests.integration.actions.scene import Scene
from tests.support.desk import Tenant


@pytest.fixture(scope="session")
def packs() -> PackStore:
    """Packs compiled once for all these tests."""
    return PackStore()


@pytest.fixture(scope="session")
def unwatched() -> PackStore:
    """The same packs without signs of abuse, so that crowds meet the rules alone."""

    def without_risk(name: str) -> Pack:
        pack = built_in(name)
        return replace(pack, policies=pack.policies.model_copy(update={"risk": Risk()}))

    return PackStore(without_risk)


@pytest.fixture
def crowded(runtime: Runtime, tenant: Tenant, unwatched: PackStore) -> Scene:
    """A fresh tenant whose crowds nobody suspects."""
    return Scene(Firewall(runtime.database, unwatched), tenant)


@pytest.fixture
def scene(runtime: Runtime, tenant: Tenant, packs: PackStore) -> Scene:
    """A fresh tenant with a firewall."""
    return Scene(Firewall(runtime.database, packs), tenant)
