"""The figures of a server and the worker beside it, as one scrape."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from deskhand.infra.observability.together import Together


def _process(turns: float, depth: float, seconds: float, engine: str) -> CollectorRegistry:
    registry = CollectorRegistry()
    Counter("turns", "Turns.", ["engine"], registry=registry).labels(engine).inc(turns)
    Gauge("depth", "Waiting.", registry=registry).set(depth)
    Histogram("taken", "Seconds.", buckets=(1, 2), registry=registry).observe(seconds)
    Gauge("process_memory", "Bytes.", registry=registry).set(depth)
    return registry


def _read(text: str) -> dict[tuple[str, str], float]:
    return {
        (sample.name, ",".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.name.endswith("_created")
    }


def test_counts_are_added_levels_compared_and_what_is_a_process_s_own_left_alone() -> None:
    server, worker = _process(2, 5, 0.5, "offline"), _process(3, 4, 1.5, "offline")
    beside = generate_latest(worker).decode()

    assert _read(generate_latest(Together(server, beside)).decode()) == {
        ("turns_total", "offline"): 5,
        ("depth", ""): 5,
        ("taken_bucket", "1.0"): 1,
        ("taken_bucket", "2.0"): 2,
        ("taken_bucket", "+Inf"): 2,
        ("taken_count", ""): 2,
        ("taken_sum", ""): 2,
        ("process_memory", ""): 5,
    }


def test_what_the_worker_alone_has_counted_is_shown() -> None:
    server, worker = _process(2, 0, 0.5, "offline"), _process(3, 0, 0.5, "model")
    shown = _read(generate_latest(Together(server, generate_latest(worker).decode())).decode())

    assert (shown["turns_total", "offline"], shown["turns_total", "model"]) == (2, 3)
