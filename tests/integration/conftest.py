"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import add_tenant


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose data holds one tenant."""
    folder = tmp_path_factory.mktemp("desk")
    add_tenant(folder)
    return folder
