"""The curl lines of the README do against a running server what the README says they do."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

import httpx

from tests.architecture.pages import README, fences
from tests.support.patience import PATIENCE

_EXPECTED = re.compile(r"# (\d{3}) (\{.*\})$")


class LiveServer(Protocol):
    """The running server: `url` has no slash at its end."""

    url: str


@dataclass(frozen=True, slots=True)
class Line:
    """A curl line, and what the comment below it promises."""

    method: str
    address: str
    headers: dict[str, str]
    body: str | None
    status: int
    promised: dict[str, Any]


def readme_lines() -> list[Line]:
    """Every curl line of the README, in order."""
    block = next(
        fence.lines
        for fence in fences(README)
        if fence.language == "sh" and any(line.startswith("curl ") for line in fence.lines)
    )
    found = []
    for command, comment in pairwise(block):
        if not command.startswith("curl "):
            continue
        promise = _EXPECTED.match(comment)
        assert promise is not None, f"what does this line answer? {command}"
        status, promised = int(promise[1]), json.loads(promise[2])
        found.append(_parsed(shlex.split(command)[1:], status, promised))
    return found


def _parsed(words: list[str], status: int, promised: dict[str, Any]) -> Line:
    method, address, headers, body = "", "", {}, None
    rest = iter(words)
    for word in rest:
        if word == "-X":
            method = next(rest)
        elif word == "-H":
            name, _, value = next(rest).partition(":")
            headers[name] = value.strip()
        elif word == "-d":
            body = next(rest)
        else:
            assert not word.startswith("-"), f"the test does not know curl's option {word}"
            address = word
    return Line(method or ("POST" if body else "GET"), address, headers, body, status, promised)


async def send(client: httpx.AsyncClient, server: LiveServer, line: Line, task: str) -> Any:
    """The answer; a status is asked for again until it is no longer `processing`."""
    path = line.address.removeprefix("localhost:8000").replace("<task_id>", task)
    assert path.startswith("/")
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await client.request(
                line.method, f"{server.url}{path}", headers=line.headers, content=line.body
            )
            assert answer.status_code == line.status, answer.text
            body = answer.json()
            if "<task_id>" not in line.address or body["status"] != "processing":
                return body
            await asyncio.sleep(0.05)


def assert_keeps(promised: Any, answered: Any) -> None:
    """Everything that the README shows is in the answer; `…` stands for any text."""
    if isinstance(promised, dict):
        for name, value in promised.items():
            assert name in answered, f"`{name}` is promised, and {answered} has it not"
            assert_keeps(value, answered[name])
    elif promised == "…":
        assert isinstance(answered, str)
        assert answered
    else:
        assert answered == promised


async def test_the_curl_lines_of_the_readme_answer_what_it_shows(live_server: LiveServer) -> None:
    lines, task = readme_lines(), ""
    assert len(lines) >= 4
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        for line in lines:
            answered = await send(client, live_server, line, task)
            assert_keeps(line.promised, answered)
            task = answered.get("task_id", task)
            if "<task_id>" in line.address:
                assert "ORD123" in answered["result"]["final_response"]


async def test_a_task_that_nobody_gave_out_is_not_found(live_server: LiveServer) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        answer = await client.get(f"{live_server.url}/support/status/no-such-task")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "turn_not_found"
