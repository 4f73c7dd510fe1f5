"""Forged credentials, headers that lie about who calls, names of other hosts, guessed passwords."""

from __future__ import annotations

import asyncio
import base64
import json
import random
from typing import Any

import httpx
import jwt

from attacks.tally import Tally
from attacks.target import PASSWORD, Target

_WHERE = "/api/v1/tenant"
_LOCAL = "/support/status/00000000-0000-4000-8000-000000000000"
"""Answers 404 to who is let in, and 401 to anybody else."""
_PROXIES = (
    "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via",
    "X-Client-IP", "CF-Connecting-IP", "True-Client-IP", "X-Cluster-Client-IP", "Fly-Client-IP",
    "X-Original-URL", "X-Envoy-External-Address", "X-Remote-User", "X-Amzn-Trace-Id", "Proxy",
)  # fmt: skip
_HOSTS = (
    "evil.example", "localhost", "127.0.0.1", "localhost:1", "localhost.evil.example:{port}",
    "localhost:{port}.evil.example", "localhost/evil.example", "127.0.0.1:{port}@evil.example",
    "evil.example:{port}", "0.0.0.0:{port}", "127.1:{port}", "[::ffff:127.0.0.1]:{port}",
)  # fmt: skip


async def run(target: Target, chance: random.Random) -> Tally:
    """Each try is refused; whoever has the right credential goes on to be let in."""
    tally = Tally()
    async with target.client() as client:
        await _forged(target, chance, client, tally)
        await _pretended(target, client, tally)
        await _guessed(target, chance, tally)
    return tally


async def _forged(
    target: Target, chance: random.Random, client: httpx.AsyncClient, tally: Tally
) -> None:
    token = target.callers["owner"]["Authorization"].partition(" ")[2]
    tokens = [*_resigned(token), *(_damaged(token, chance) for _ in range(target.times(200, 20)))]
    for forged in tokens:
        answer = await client.get(_WHERE, headers={"Authorization": f"Bearer {forged}"})
        tally.note(answer.status_code == 401, f"forged token: {answer.status_code} {forged[:80]}")
    right = await client.get(_WHERE, headers=target.callers["owner"])
    tally.note(right.status_code == 200, f"the right token: {right.status_code}")


def _resigned(token: str) -> list[str]:
    """The same claims under other keys and algorithms, and claims of odd types."""
    claims: dict[str, Any] = jwt.decode(token, options={"verify_signature": False})
    header = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').rstrip(b"=").decode()
    body = token.split(".")[1]
    forged = [f"{header}.{body}.", f"{header}.{body}.{token.split('.')[2]}"]
    for key in ("x" * 64, "secret" * 12, "\x00" * 64):
        forged += [jwt.encode(claims, key, algorithm=name) for name in ("HS256", "HS384", "HS512")]
    for name in claims:
        odd: tuple[Any, ...] = (None, [], {}, -1, 1e308, "x" * 1000, True)
        for value in odd:
            signed = json.dumps({**claims, name: value}).encode()
            payload = base64.urlsafe_b64encode(signed).rstrip(b"=").decode()
            forged.append(f"{token.split('.')[0]}.{payload}.{token.split('.')[2]}")
    return forged


def _damaged(token: str, chance: random.Random) -> str:
    """The token with a letter in the middle of a part changed, or cut off."""
    place = chance.randrange(len(token) - 2)
    if chance.random() < 0.2:
        return token[: max(place, 1)]
    letters = "ABCDEFGHabcdefgh0123456789-_"
    other = chance.choice([one for one in letters if one != token[place]])
    return token[:place] + other + token[place + 1 :]


async def _pretended(target: Target, client: httpx.AsyncClient, tally: Tally) -> None:
    """The sample shop's door is for this machine, without anything in between."""
    for header in _PROXIES:
        answer = await client.get(_LOCAL, headers={header: "127.0.0.1"})
        tally.note(answer.status_code == 401, f"{header}: {answer.status_code}")
    for host in _HOSTS:
        named = host.format(port=target.server.port)
        answer = await client.get(_LOCAL, headers={"Host": named})
        tally.note(answer.status_code in (400, 401), f"Host {named}: {answer.status_code}")
    for origin in ("https://evil.example", "null", "http://localhost.evil.example"):
        answer = await client.get(_LOCAL, headers={"Origin": origin})
        tally.note(answer.status_code == 401, f"Origin {origin}: {answer.status_code}")
    straight = await client.get(_LOCAL)
    tally.note(straight.status_code == 404, f"a caller on this machine: {straight.status_code}")


async def _guessed(target: Target, chance: random.Random, tally: Tally) -> None:
    """A flood of wrong passwords is slowed down, lets health answer, and locks nobody out."""

    async def guess(client: httpx.AsyncClient) -> int:
        wrong = {"email": "one@example.org", "password": f"wrong {chance.random()}"}
        return (await client.post("/api/v1/auth/login", json=wrong)).status_code

    async with target.client() as client:
        guesses = [asyncio.create_task(guess(client)) for _ in range(target.times(40, 16))]
        tally.note(await target.healthy(), "health during a flood of log-ins")
        for status in await asyncio.gather(*guesses):
            tally.note(status in (401, 429, 503), f"a wrong password: {status}")
        right = {"email": "one@example.org", "password": PASSWORD}
        known = await client.post("/api/v1/auth/login", json=right)
        tally.note(
            known.status_code in (200, 503), f"the owner of the account: {known.status_code}"
        )
