"""What a scrape reads."""

from __future__ import annotations

import pytest
from prometheus_client.parser import text_string_to_metric_families

from deskhand.infra.observability import metrics

PROMISED = {
    "deskhand_turn_seconds": ["engine", "outcome"],
    "deskhand_node_seconds": ["node"],
    "deskhand_queue_depth": ["queue"],
    "deskhand_queue_age_seconds": ["queue"],
    "deskhand_model_tokens": ["kind"],
    "deskhand_model_cost_dollars": [],
    "deskhand_model_retries": ["reason"],
    "deskhand_turn_attempts": ["outcome"],
    "deskhand_guardrail_findings": ["rule"],
    "deskhand_retrieval_confidence": [],
    "deskhand_http_requests": ["route", "method", "status"],
    "deskhand_http_request_seconds": ["route", "method", "status"],
    "deskhand_wakeups": ["task", "backend", "outcome"],
    "deskhand_events_published": ["backend", "outcome"],
}


def test_every_promised_metric_is_in_the_scrape_with_its_explanation() -> None:
    body, content_type = metrics.render()
    families = {family.name: family for family in text_string_to_metric_families(body.decode())}
    assert set(PROMISED) <= set(families)
    assert all(families[name].documentation for name in PROMISED)
    assert content_type.startswith("text/plain")


def test_a_measured_turn_shows_in_the_scrape() -> None:
    metrics.turn_seconds.labels("of this test", "answered").observe(0.04)
    metrics.model_tokens_total.labels("of this test").inc(120)
    text = metrics.render()[0].decode()
    bucket = 'deskhand_turn_seconds_bucket{engine="of this test",le="0.05",outcome="answered"}'
    assert f"{bucket} 1.0" in text
    assert 'deskhand_model_tokens_total{kind="of this test"} 120.0' in text


@pytest.mark.parametrize("queue", ["turn", "ingest"])
def test_both_queues_are_shown_before_anything_is_measured(queue: str) -> None:
    assert f'deskhand_queue_depth{{queue="{queue}"}}' in metrics.render()[0].decode()
