"""Fixtures of the tests of actions."""

from __future__ import annotations

import pytest

from deskhand.domain.actions.firewall import Firewall
from deskhand.domain.packs.store import PackStore
from deskhand.infra.runtime import Runtime
from tests.integration.actions.scene import Scene
from tests.support.desk import Tenant


@pytest.fixture(scope="session")
def packs() -> PackStore:
    """Packs compiled once for all these tests."""
    return PackStore()


@pytest.fixture
def scene(runtime: Runtime, tenant: Tenant, packs: PackStore) -> Scene:
    """A fresh tenant with a firewall."""
    return Scene(Firewall(runtime.database, packs), tenant)
