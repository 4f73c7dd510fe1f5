"""Every fail-point stands in its list and at one place of the product, and is off by itself."""

from __future__ import annotations

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deskhand.infra import failpoints
from deskhand.infra.failpoints import DIES, POINTS, reached
from deskhand.infra.runtime import DatabaseUrls, FailPointsNotHere, open_runtime
from tests.architecture.source import dotted, product
from tests.support.environment import settings_from

DIE = """
from pathlib import Path
from deskhand.infra import failpoints
failpoints.arm(Path({folder!r}))
failpoints.reached("turn.drafted")
failpoints.reached("turn.claimed")
"""


def test_every_fail_point_is_passed_at_one_place_and_no_other_is() -> None:
    passed = [
        ast.literal_eval(call.args[0])
        for source in product()
        for call in ast.walk(source.tree)
        if isinstance(call, ast.Call) and dotted(call.func) == "reached"
    ]
    assert sorted(passed) == sorted(POINTS)


def test_a_fail_point_that_nobody_armed_does_nothing(tmp_path: Path) -> None:
    assert failpoints._folder is None
    (tmp_path / "turn.claimed").write_text(DIES)
    reached("turn.claimed")
    assert (tmp_path / "turn.claimed").exists()


async def test_a_desk_that_is_not_the_sample_shop_refuses_fail_points(tmp_path: Path) -> None:
    settings = settings_from({"DESKHAND_FAIL_POINTS": str(tmp_path)})
    with pytest.raises(FailPointsNotHere):
        async with open_runtime(settings, DatabaseUrls("postgresql+psycopg://", None, False)):
            pass
    assert failpoints._folder is None


def test_a_process_ends_at_the_point_that_is_asked_for_once(tmp_path: Path) -> None:
    (tmp_path / "turn.claimed").write_text(DIES)
    script = [sys.executable, "-c", DIE.format(folder=str(tmp_path))]
    env = {**os.environ, "PYTHONPATH": "src"}
    assert subprocess.run(script, env=env, check=False).returncode == -signal.SIGKILL
    assert subprocess.run(script, env=env, check=False).returncode == 0
