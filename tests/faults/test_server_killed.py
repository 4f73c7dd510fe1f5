"""Never lost, never twice: a server killed at any moment answers once when it is started again."""

from __future__ import annotations

import random
import time

import pytest

from tests.faults.processes import Server, wait_for
from tests.scripted_model import Hangs, ScriptedModel

QUESTION = "Where is my order ORD123?"
PERSON = "It does that strange thing again. I want to talk to a person please"
"""The first sentence is unclear, so that a model is asked; the second opens a ticket."""


def _answered_once(server: Server, task: str) -> None:
    result = server.answered(task)
    assert len(server.answers_in(result["conversation_id"])) == 1


def test_a_server_killed_right_after_the_202_answers_when_it_is_started_again(
    server: Server,
) -> None:
    task = server.ask(QUESTION)
    server.kill()
    server.start()

    _answered_once(server, task)


def test_a_server_killed_while_the_model_writes_answers_once_and_opens_one_ticket(
    server: Server, model: ScriptedModel
) -> None:
    before = set(server.tickets())
    model.plays(Hangs())
    task = server.ask(PERSON)
    wait_for(lambda: model.requests, "a question to the model")
    server.kill()
    server.start()

    result = server.answered(task)
    assert result["escalated"]
    assert len(server.answers_in(result["conversation_id"])) == 1
    assert len(set(server.tickets()) - before) == 1


@pytest.mark.parametrize("seed", [1, 2])
def test_a_server_killed_at_any_moment_loses_and_doubles_nothing(
    server: Server, model: ScriptedModel, seed: int
) -> None:
    chance = random.Random(seed)
    model.plays()
    before = set(server.tickets())
    tasks = [server.ask(chance.choice([QUESTION, PERSON])) for _ in range(8)]
    time.sleep(chance.uniform(0, 0.15))  # The moment is what is tested.
    server.kill()
    server.start()

    results = [server.answered(task) for task in tasks]
    assert all(len(server.answers_in(result["conversation_id"])) == 1 for result in results), (
        results
    )
    opened = set(server.tickets()) - before
    named = {result["ticket"] for result in results if result["ticket"]}
    assert {f"TCK-{number}" for number in opened} == named
