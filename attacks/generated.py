"""Requests generated from the OpenAPI document by schemathesis, single and in sequences."""

from __future__ import annotations

import asyncio
import random
import re
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from attacks.tally import Tally
from attacks.target import Target

_MOST_EXAMPLES = 40
"""Of each operation; with some 150 operations about 8,000 requests."""
_SECONDS = 600
_CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance"
_ENDS_THE_CALLER = "auth/(logout|password|sessions)"
"""What would take the credential away with which all others are asked."""
_REQUESTS = re.compile(r"(\d+) (?:test cases|generated)")


async def run(target: Target, chance: random.Random) -> Tally:
    """No answer is a 5xx, and none that the document does not describe."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="deskhand-generated-") as folder:
        report = Path(folder) / "report.xml"
        said = await _schemathesis(target, chance.randrange(2**31), report)
        if not report.exists():
            tally.note(False, f"schemathesis wrote no report: {said[-600:]}")
            return tally
        for case in ElementTree.parse(report).getroot().iter("testcase"):  # noqa: S314 - our own
            faults = [*case.findall("failure"), *case.findall("error")]
            why = (
                " ".join((faults[0].get("message") or faults[0].text or "").split())
                if faults
                else ""
            )
            tally.note(not faults, f"{case.get('name')}: {why[:300]}")
    if (counted := _REQUESTS.search(said)) is not None:
        tally.tried = max(tally.tried, int(counted[1]))
    return tally


async def _schemathesis(target: Target, seed: int, report: Path) -> str:
    header = next(f"{name}: {value}" for name, value in target.callers["foreign_owner"].items())
    options = {
        "--header": header,
        "--checks": _CHECKS,
        "--seed": str(seed),
        "--max-examples": str(target.times(_MOST_EXAMPLES, 2)),
        "--phases": "examples,fuzzing,stateful",
        "--report": "junit",
        "--report-junit-path": str(report),
        "--exclude-path-regex": _ENDS_THE_CALLER,
        "--request-timeout": "30",
    }
    words = [word for option in options.items() for word in option]
    command = [str(Path(sys.executable).parent / "schemathesis"), "run", *words, "--no-color"]
    command += ["--continue-on-failure", f"{target.url}/api/v1/openapi.json"]
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=report.parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        async with asyncio.timeout(_SECONDS * max(target.scale, 0.2)):
            output, _ = await process.communicate()
    except TimeoutError:
        process.terminate()
        output, _ = await process.communicate()
    return output.decode("utf-8", "replace")
