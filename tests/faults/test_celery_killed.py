"""Never lost, never twice: with workers and Redis that are killed and flushed."""

from __future__ import annotations

from tests.faults.processes import Process, Server, wait_for
from tests.scripted_model import Hangs, ScriptedModel
from tests.support.redis_server import RedisServer

QUESTION = "Where is my order ORD123?"
PERSON = "It does that strange thing again. I want to talk to a person please"
"""The first sentence is unclear, so that a model is asked; the second opens a ticket."""


def test_a_celery_worker_killed_during_a_turn_and_redis_flushed_answer_once(
    door: tuple[Server, Process], module_redis: RedisServer, model: ScriptedModel
) -> None:
    server, worker = door
    before = set(server.tickets())
    model.plays(Hangs())
    task = server.ask(PERSON)
    wait_for(lambda: model.requests, "a question to the model")
    worker.kill()
    module_redis.flushall()
    worker.start()

    result = server.answered(task)
    assert len(server.answers_in(result["conversation_id"])) == 1
    assert len(set(server.tickets()) - before) == 1


def test_messages_taken_in_while_redis_is_dead_are_answered_when_it_is_back(
    door: tuple[Server, Process], module_redis: RedisServer, model: ScriptedModel
) -> None:
    server, worker = door
    model.plays()
    assert server.answered(server.ask(QUESTION))
    module_redis.kill()
    tasks = [server.ask(QUESTION) for _ in range(3)]
    module_redis.start()

    for task in tasks:
        result = server.answered(task)
        assert len(server.answers_in(result["conversation_id"])) == 1
    assert worker.running
