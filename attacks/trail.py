"""The audit trail, tampered with by whoever owns the database; the test of it runs here whole."""

from __future__ import annotations

import asyncio
import random
import sys

from attacks.tally import Tally
from attacks.target import Target

_TAMPERED = "tests/integration/test_audit_tampered.py"


async def run(target: Target, chance: random.Random) -> Tally:
    """1,000 generated tamperings are found; each of the file's tests counts as one try."""
    tally = Tally()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-rA", "--no-header", _TAMPERED),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    output, _ = await process.communicate()
    for line in output.decode("utf-8", "replace").splitlines():
        if line.startswith(("PASSED", "FAILED", "ERROR")):
            tally.note(line.startswith("PASSED"), line)
    tally.note(process.returncode == 0, f"pytest ended with {process.returncode}")
    return tally
