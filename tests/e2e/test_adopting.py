"""The commands of `docs/adopting.md`, word for word: from nothing to a chat that knows the shop."""

from __future__ import annotations

import asyncio
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.architecture.pages import DOCS, fences
from tests.faults.processes import free_port
from tests.support.environment import environment
from tests.support.own_shop import write_documents, write_orders
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[2]
ORDERS, DOCUMENTS = 400, 10
MOST_COMMANDS = 6
QUESTION = "Where is my order 20029?"
pytestmark = pytest.mark.timeout(PATIENCE * 5)


def commands() -> list[str]:
    """The lines that take somebody from an empty machine to a server."""
    first = next(f for f in fences(DOCS / "adopting.md") if f.language == "sh")
    return list(first.lines)


@pytest.fixture
def folder(pytestconfig: pytest.Config, tmp_path: Path) -> Path:
    """Where the adopter stands, with the two things that are brought along."""
    assert pytestconfig.cache is not None
    (tmp_path / ".deskhand").mkdir()
    (tmp_path / ".deskhand" / "cache").symlink_to(pytestconfig.cache.mkdir("deskhand-models"))
    write_orders(tmp_path / "orders.csv", ORDERS)
    write_documents(tmp_path / "documents", DOCUMENTS)
    return tmp_path


def _environment(port: int) -> dict[str, str]:
    return environment({"PYTHONPATH": str(ROOT / "src"), "PORT": str(port), "COLUMNS": "200"})


def _words(command: str) -> list[str]:
    program, *words = shlex.split(command)
    assert program == "deskhand"
    return [sys.executable, "-m", "deskhand", *words]


def run(command: str, folder: Path, port: int, given: str = "") -> str:
    done = subprocess.run(
        _words(command),
        cwd=folder,
        env=_environment(port),
        input=given,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 4,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def serving(command: str, folder: Path, port: int) -> Iterator[None]:
    with subprocess.Popen(
        _words(command), cwd=folder, env=_environment(port), stderr=subprocess.DEVNULL
    ) as server:
        try:
            yield
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(PATIENCE)


async def answering(client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                if (await client.get("/health")).status_code == 200:
                    return
            except httpx.TransportError:
                await asyncio.sleep(0.1)


def test_it_takes_six_commands_of_which_the_first_sets_up() -> None:
    assert len(commands()) <= MOST_COMMANDS
    assert commands()[0] == "make shell"
    listed = subprocess.run(["make", "-n", "shell"], cwd=ROOT, capture_output=True, check=False)
    assert listed.returncode == 0


async def test_the_commands_lead_to_a_chat_that_knows_ones_own_orders_and_documents(
    folder: Path,
) -> None:
    _, add, bring, read, chat, serve = commands()
    port = free_port()
    password = re.search(r"password: (\S+)", run(add, folder, port))
    assert password is not None
    assert f"{ORDERS} created" in run(bring, folder, port)
    assert f"{ORDERS} unchanged" in run(bring, folder, port)
    assert f"{DOCUMENTS} read" in run(read, folder, port)
    said = run(chat, folder, port, f"{QUESTION}\nHow long does Glazing 2 take?\n")
    assert "20029 (2 × Wool Rug and Brass Lamp)" in said
    assert "cancelled" in said
    assert "8 days" in said
    with serving(serve, folder, port):
        async with httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE, trust_env=False
        ) as client:
            await answering(client)
            signed_in = await client.post(
                "/api/v1/auth/login",
                json={"email": "olive@example.com", "password": password[1]},
            )
            assert signed_in.status_code == 200, signed_in.text
            bearer = {"Authorization": f"Bearer {signed_in.json()['access_token']}"}
            asked = {"message": QUESTION, "customer_email": "buyer7@example.com"}
            answer = await client.post("/api/chat/sync/", json=asked, headers=bearer)
    assert "20029" in answer.json()["response"]
